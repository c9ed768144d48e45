using System.Text.RegularExpressions;

namespace QuantDsl.Diagnostics.Tests;

public sealed class DiagnosticRendererTests
{
    private static readonly DiagnosticDescriptor Problem = new("QD9001", Severity.Error, "`{0}` is wrong");
    private static readonly DiagnosticDescriptor Doubt = new("QD9002", Severity.Warning, "`{0}` is odd");

    [Fact]
    public void The_line_is_shown_with_the_span_underlined_and_the_help_below()
    {
        var source = new SourceText("dir/a.qstrat", "strategy s\nstop 2\n");
        var diagnostic = Diagnostic.At(source, new(16, 1), Problem, "2") with { Help = "write `2%`" };
        Assert.Equal("""
            error[QD9001]: `2` is wrong
              --> dir/a.qstrat:2:6
               |
             2 | stop 2
               |      ^
               = help: write `2%`

            """, DiagnosticRenderer.Render(diagnostic), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_second_place_on_an_earlier_line_has_its_label()
    {
        string text = "let a = close\nlet b = open\nlet c = high\nlet a = low\n";
        var source = new SourceText("a.qstrat", text);
        var diagnostic = Diagnostic.At(source, new(text.LastIndexOf("a =", StringComparison.Ordinal), 1), Problem, "a") with { Secondary = (new(4, 1), "the first") };
        Assert.Equal("""
            error[QD9001]: `a` is wrong
              --> a.qstrat:4:5
               |
             1 | let a = close
               |     - the first
              ...
             4 | let a = low
               |     ^

            """, DiagnosticRenderer.Render(diagnostic), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_second_place_to_the_left_on_the_same_line_has_its_label_below()
    {
        var diagnostic = Diagnostic.At(new("a", "let x = (close"), new(9, 5), Problem, "x") with { Secondary = (new(8, 1), "opened here") };
        Assert.Equal("""
            error[QD9001]: `x` is wrong
              --> a:1:10
               |
             1 | let x = (close
               |         -^^^^^
               |         opened here

            """, DiagnosticRenderer.Render(diagnostic), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_second_place_to_the_right_on_the_same_line_has_its_label_beside()
    {
        var diagnostic = Diagnostic.At(new("a", "rsi < close"), new(0, 3), Problem, "x") with { Secondary = (new(6, 5), "a price") };
        Assert.Equal("""
            error[QD9001]: `x` is wrong
              --> a:1:1
               |
             1 | rsi < close
               | ^^^   ----- a price

            """, DiagnosticRenderer.Render(diagnostic), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_problem_of_a_data_file_names_the_row()
    {
        var diagnostic = Diagnostic.InFile("bars.csv", 17, Doubt, "high") with { Help = "check the row" };
        Assert.Equal("""
            warning[QD9002]: `high` is odd
              --> bars.csv, row 17
               = help: check the row

            """, DiagnosticRenderer.Render(diagnostic), ignoreLineEndingDifferences: true);
        Assert.DoesNotContain("row", DiagnosticRenderer.Render(Diagnostic.InFile("bars.csv", 0, Doubt, "x")));
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("abc", 3, 0)]
    [InlineData("abc", 3, 5)]
    [InlineData("a\nb", 1, 2)]
    [InlineData("\r\n\r\n", 2, 1)]
    [InlineData("\t\tx", 2, 1)]
    public void Any_span_of_any_text_renders_with_at_least_one_mark(string text, int start, int length) =>
        Assert.Contains("^", DiagnosticRenderer.Render(Diagnostic.At(new("a", text), new(start, length), Problem, "x")));

    [Fact]
    public void A_tab_keeps_the_underline_in_place()
    {
        string[] lines = DiagnosticRenderer.Render(Diagnostic.At(new("a", "\tlet x"), new(5, 1), Problem, "x")).Split('\n');
        Assert.Equal(lines[3].IndexOf('x'), lines[4].IndexOf('^'));
    }

    [Fact]
    public void Wide_characters_take_two_columns_and_combining_marks_none()
    {
        // Two ideographs of two columns each, an e with a combining accent of one, an emoji of two.
        string text = "let \u540D\u524D = e\u0301 + \U0001F600 $ x";
        var diagnostic = Diagnostic.At(new("a", text), new(text.IndexOf('$'), 1), Problem, "$") with { Secondary = (new(4, 2), "named here") };
        Assert.Equal($"""
            error[QD9001]: `$` is wrong
              --> a:1:18
               |
             1 | {text}
               |     ----          ^
               |     named here

            """, DiagnosticRenderer.Render(diagnostic), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void No_line_is_wider_than_a_hundred_columns_and_every_mark_stands_below_its_place()
    {
        // Columns of each letter of the alphabet, by the definition of East Asian Width: the test's own table, not the renderer's.
        (string Letter, int Columns)[] alphabet = [("a", 1), ("Z", 1), (" ", 1), ("(", 1), ("\t", 4), ("\u540D", 2), ("\u0301", 0), ("\U0001F600", 2), ("\uFF21", 2)];
        var random = new Random(31);
        for (int round = 0; round < 2_000; round++)
        {
            var letters = Enumerable.Range(0, random.Next(1, 300)).Select(_ => alphabet[random.Next(alphabet.Length)]).ToArray();
            int at = random.Next(letters.Length), second = random.Next(letters.Length);
            // A letter that is seen, and is nowhere else.
            letters[at] = ("X", 1);
            string text = string.Concat(letters.Select(l => l.Letter));
            int place = letters.Take(at).Sum(l => l.Letter.Length), other = letters.Take(second).Sum(l => l.Letter.Length);
            var diagnostic = Diagnostic.At(new("a", text), new(place, 1), Problem, string.Join(' ', Enumerable.Repeat("word", random.Next(1, 60)))) with
            {
                Help = string.Join(' ', Enumerable.Repeat("`some text` and", random.Next(1, 30))),
                Secondary = random.Next(2) == 0 ? null : (new(other, 1), "the other half of it"),
            };
            string rendered = DiagnosticRenderer.Render(diagnostic);
            string[] lines = rendered.Split('\n');
            Assert.All(lines, line => Assert.True(Columns(line) <= 100, rendered));
            int shown = Array.FindIndex(lines, l => l.StartsWith(" 1 |", StringComparison.Ordinal));
            Assert.Equal(Columns(lines[shown][..lines[shown].IndexOf('X')]), Columns(lines[shown + 1][..lines[shown + 1].IndexOf('^')]));
        }

        int Columns(string line) => line.EnumerateRunes().Sum(rune => alphabet.FirstOrDefault(a => a.Letter == rune.ToString()) is { Letter: not null } known && known.Letter != "\t" ? known.Columns : 1);
    }

    [Fact]
    public void A_message_breaks_between_words_and_keeps_what_is_to_type_in_one_piece()
    {
        var diagnostic = Diagnostic.InFile("", 0, Problem, "x") with { Help = $"{new string('a', 80)} write `enter long when close > open`" };
        Assert.Equal($"error[QD9001]: `x` is wrong\n   = help: {new string('a', 80)} write\n           `enter long when close > open`\n", DiagnosticRenderer.Render(diagnostic));
    }

    [Fact]
    public void A_long_line_is_cut_around_the_place()
    {
        string text = new string('a', 5_000) + "X" + new string('b', 5_000);
        string[] lines = DiagnosticRenderer.Render(Diagnostic.At(new("a", text), new(5_000, 1), Problem, "x")).Split('\n');
        Assert.True(lines[3].Length < 160);
        Assert.Equal(lines[3].IndexOf('X'), lines[4].IndexOf('^'));
    }

    [Fact]
    public void Terminal_codes_in_a_file_are_not_passed_on()
    {
        var diagnostic = Diagnostic.At(new("a", "x \u001b[2J"), new(0, 1), Problem, "\u001b[31m") with { Help = "\a" };
        Assert.DoesNotContain(DiagnosticRenderer.Render(diagnostic), c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Colour_adds_codes_and_changes_nothing_else()
    {
        var diagnostic = Diagnostic.At(new("a", "let a = (b"), new(9, 1), Problem, "x") with { Help = "close it", Secondary = (new(8, 1), "opened here") };
        string plain = DiagnosticRenderer.Render(diagnostic), coloured = DiagnosticRenderer.Render(diagnostic, colour: true);
        Assert.NotEqual(plain, coloured);
        Assert.Equal(plain, Regex.Replace(coloured, "\u001b\\[[0-9;]*m", ""));
    }

    [Fact]
    public void Several_are_separated_by_a_blank_line()
    {
        var one = Diagnostic.InFile("a", 1, Doubt, "x");
        Assert.Equal("warning[QD9002]: `x` is odd\n  --> a, row 1\n\nwarning[QD9002]: `x` is odd\n  --> a, row 1\n", DiagnosticRenderer.Render([one, one]));
    }
}
