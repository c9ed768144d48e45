using System.Collections.Immutable;
using System.Text.RegularExpressions;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;
using Xunit.Abstractions;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>One mistake is one diagnostic, where the mistake is: measured over mistakes made at random in the strategy library.</summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private static readonly Regex Words = new("//[^\n]*|\"[^\"\n]*\"|\\d+(?:\\.\\d+)?%|\\d+:\\d+|\\d+(?:\\.\\d+)?[mhdw]?|\\w+|\\.\\.|[<>=!]=|[^\\w\\s]", RegexOptions.CultureInvariant);

    public sealed record Mutant(string Kind, string Text, TextSpan Place, string What);

    /// <summary>Every library file without its comments: a word left out of them is no mistake.</summary>
    private static readonly string[] Library =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("strategies"), "*.qstrat").Order(StringComparer.Ordinal)
            .Select(path => Regex.Replace(File.ReadAllText(path), "//[^\n]*", "")),
    ];

    [Fact]
    public void One_mistake_is_one_diagnostic_at_its_place()
    {
        var random = new Random(20_260);
        int invalid = 0, one = 0;
        var failures = new List<string>();
        while (invalid < 500)
        {
            if (Make(Library[random.Next(Library.Length)], random) is not { } mutant) continue;
            var diagnostics = Diagnostics(mutant.Text);
            if (diagnostics.All(d => d.Severity != Severity.Error)) continue;
            invalid++;
            if (diagnostics is [var only] && Touches(only.Span, mutant.Place)) one++;
            else failures.Add($"{mutant.Kind} {mutant.What}\n{DiagnosticRenderer.Render(diagnostics)}");
        }

        output.WriteLine($"{one} of {invalid}");
        foreach (string failure in failures) output.WriteLine(failure);
        Assert.True(one >= 475, $"{one} of {invalid}\n{string.Join("\n", failures)}");
    }

    [Fact]
    public void A_fix_that_is_offered_removes_its_diagnostic_and_adds_none()
    {
        var random = new Random(4_711);
        int offered = 0, right = 0;
        var failures = new List<string>();
        while (offered < 400)
        {
            if (Make(Library[random.Next(Library.Length)], random) is not { } mutant) continue;
            if (Diagnostics(mutant.Text) is not [{ Fixes: [var fix, ..] } only]) continue;
            offered++;
            var left = Diagnostics(DiagnosticSamples.Applied(mutant.Text, fix));
            if (left.IsEmpty) right++;
            else failures.Add($"{mutant.Kind} {mutant.What}: `{fix.Title}`\n{DiagnosticRenderer.Render(only)}leaves\n{DiagnosticRenderer.Render(left)}");
        }

        output.WriteLine($"{right} of {offered}");
        Assert.True(right >= 380, $"{right} of {offered}\n{string.Join("\n", failures)}");
    }

    [Fact]
    public void Three_mistakes_in_three_statements_are_three_diagnostics()
    {
        var random = new Random(77);
        int files = 0, exact = 0;
        var failures = new List<string>();
        while (files < 200)
        {
            string[] lines = Library[random.Next(Library.Length)].Split('\n');
            // Mistakes in the middle of statements of different lines, each of them one diagnostic when it is alone.
            int[] places = [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].Contains(' ')).OrderBy(_ => random.Next()).Take(3).Order()];
            var codes = new List<string>();
            string[] all = [.. lines];
            foreach (int place in places)
            {
                if (Make(lines[place], random, firstWord: 1) is not { } mutant) break;
                string[] alone = [.. lines];
                alone[place] = all[place] = mutant.Text;
                var found = Diagnostics(string.Join('\n', alone));
                if (found is not [{ Severity: Severity.Error } only] || only.Secondary is not null) break;
                codes.Add($"{only.Code} {Line(only)}");
            }

            // A mistake that shows in the line of another is not independent of it.
            if (codes.Count < 3 || codes.Select(c => c.Split(' ')[1]).Distinct().Count() < 3) continue;
            files++;
            var together = Diagnostics(string.Join('\n', all));
            if (codes.Order().SequenceEqual(together.Select(d => $"{d.Code} {Line(d)}").Order())) exact++;
            else failures.Add($"expected {string.Join(", ", codes)}\n{DiagnosticRenderer.Render(together)}");
        }

        output.WriteLine($"{exact} of {files}");
        Assert.True(exact == files, $"{exact} of {files}\n{string.Join("\n", failures)}");
    }

    [Fact]
    public void A_half_typed_line_at_the_end_is_one_error_on_that_line()
    {
        int tried = 0, unfinished = 0;
        var failures = new List<string>();
        foreach (string text in Library)
        {
            string[] lines = text.Split('\n');
            foreach (string line in lines.Where(l => l.Trim().Length > 0).Distinct())
            {
                string rest = string.Join('\n', lines.Where(l => l != line)).TrimEnd() + "\n", typed = line.TrimEnd();
                int last = rest.Count(c => c == '\n') + 1;
                var without = Errors(rest).Select(Told).ToHashSet();
                for (int length = 1 + (last % 3); length < typed.Length; length += 3)
                {
                    var errors = Errors(rest + typed[..length]);
                    var onLine = errors.Where(d => Line(d) == last).ToList();
                    // What the missing line costs the others is told with it or without it.
                    var elsewhere = errors.Where(d => Line(d) != last && !without.Contains(Told(d))).ToList();
                    tried++;
                    if (onLine.Count > 0) unfinished++;
                    if (onLine.Count > 1 || onLine.Count == 1 && elsewhere.Count > 0) failures.Add($"`{typed[..length]}`\n{DiagnosticRenderer.Render([.. onLine, .. elsewhere])}");
                }
            }
        }

        output.WriteLine($"{tried} prefixes, {unfinished} of them an error, {failures.Count} of them more than one");
        Assert.True(failures.Count == 0, $"{failures.Count} of {tried}\n{string.Join("\n", failures.Take(40))}");

        static List<Diagnostic> Errors(string text) => [.. Diagnostics(text).Where(d => d.Severity == Severity.Error)];
        static string Told(Diagnostic diagnostic) => $"{diagnostic.Code} {Line(diagnostic)} {diagnostic.Message}";
    }

    private static int Line(Diagnostic diagnostic) => diagnostic.Source!.Position(diagnostic.Span.Start).Line;

    private static ImmutableArray<Diagnostic> Diagnostics(string text) => Binder.Bind(QStratReader.Read(new("mutant.qstrat", text))).Diagnostics;

    // A word that was left out has no width: its place reaches to its neighbours.
    private static bool Touches(TextSpan span, TextSpan place) => span.Start < place.End && place.Start < span.End;

    private static Mutant? Make(string text, Random random, int firstWord = 0)
    {
        var tokens = Words.Matches(text).ToArray();
        if (tokens.Length <= firstWord) return null;
        int index = random.Next(firstWord, tokens.Length);
        var token = tokens[index];
        switch (random.Next(4))
        {
            case 0:
                int before = index == 0 ? 0 : tokens[index - 1].Index, after = index == tokens.Length - 1 ? text.Length : tokens[index + 1].Index + tokens[index + 1].Length;
                // A word is taken out, and its neighbours stay two words.
                return new("delete", text.Remove(token.Index, token.Length).Insert(token.Index, " "), new(before, after - token.Length + 1 - before), $"`{token.Value}`");
            case 1 when token.Value.Length > 2 && char.IsLetter(token.Value[0]):
                int at = random.Next(1, token.Value.Length);
                string misspelled = random.Next(3) switch
                {
                    0 => token.Value.Remove(at, 1),
                    1 => token.Value.Insert(at, token.Value[at].ToString()),
                    _ => at + 1 < token.Value.Length ? token.Value[..at] + token.Value[at + 1] + token.Value[at] + token.Value[(at + 2)..] : token.Value[..^1],
                };
                if (misspelled == token.Value) return null;
                return new("misspell", text[..token.Index] + misspelled + text[(token.Index + token.Length)..], new(token.Index, misspelled.Length), $"`{token.Value}` as `{misspelled}`");
            case 2 when index + 1 < tokens.Length && tokens[index + 1].Value != token.Value:
                var next = tokens[index + 1];
                string between = text[(token.Index + token.Length)..next.Index] is { Length: > 0 } space ? space : " ";
                return new("swap", text[..token.Index] + $" {next.Value}{between}{token.Value} " + text[(next.Index + next.Length)..], new(token.Index, next.Length + between.Length + token.Length + 2), $"`{token.Value}` and `{next.Value}`");
            case 3 when Regex.IsMatch(token.Value, "^\\d.*[%mhdw]$"):
                return new("drop the unit of", text.Remove(token.Index + token.Length - 1, 1), new(token.Index, token.Length - 1), $"`{token.Value}`");
            default:
                return null;
        }
    }
}
