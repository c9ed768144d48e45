using QuantDsl.Diagnostics;

namespace QuantDsl.Documents.Tests;

public sealed class YamlDocumentTests
{
    private static (YamlNode? Root, DiagnosticBag Bag) Read(string text)
    {
        var bag = new DiagnosticBag(new("test.yaml", text));
        return (YamlDocument.Read(bag.Source, bag), bag);
    }

    private static string At(string text, TextSpan span) => text.Substring(span.Start, span.Length);

    [Fact]
    public void Keys_values_and_their_spans()
    {
        const string Text = "name: rsi # why\r\nlist: [1, 'two', \"t\\x68ree\"]\r\nmap: { a: 1, b: }\r\n";
        var (root, bag) = Read(Text);

        Assert.Empty(bag.ToImmutable());
        var map = Assert.IsType<YamlMapping>(root);
        Assert.Equal(["name", "list", "map"], map.Entries.Select(e => e.Key));
        Assert.Equal(["name", "list", "map"], map.Entries.Select(e => At(Text, e.KeySpan)));
        Assert.Equal("rsi", At(Text, map.Entries[0].Value.Span));
        var list = Assert.IsType<YamlSequence>(map.Entries[1].Value);
        Assert.Equal("[1, 'two', \"t\\x68ree\"]", At(Text, list.Span));
        Assert.Equal(["1", "two", "three"], list.Items.Cast<YamlScalar>().Select(s => s.Value));
        Assert.Equal(["1", "two", "t\\x68ree"], list.Items.Select(i => At(Text, i.Span)));
        Assert.Equal([YamlScalarStyle.Plain, YamlScalarStyle.SingleQuoted, YamlScalarStyle.DoubleQuoted], list.Items.Cast<YamlScalar>().Select(s => s.Style));
        var inner = Assert.IsType<YamlMapping>(map.Entries[2].Value);
        Assert.Equal("{ a: 1, b: }", At(Text, inner.Span));
        Assert.True(Assert.IsType<YamlScalar>(inner.Find("b")?.Value).IsNull);
    }

    [Fact]
    public void Spans_count_from_the_file_behind_a_byte_order_mark_and_beyond_the_basic_plane()
    {
        const string Text = "\uFEFFa: \U0001F600 x\nb: y\n";
        var map = Assert.IsType<YamlMapping>(Read(Text).Root);
        Assert.Equal(["a", "b"], map.Entries.Select(e => At(Text, e.KeySpan)));
        Assert.Equal(["\U0001F600 x", "y"], map.Entries.Select(e => At(Text, e.Value.Span)));
    }

    [Fact]
    public void Blocks_are_spanned_below_their_header()
    {
        const string Text = "a: |\n  x y\n  z\n\nb: >-\n  q\n  r\nc:\n  - one\n    more\n";
        var map = Assert.IsType<YamlMapping>(Read(Text).Root);
        Assert.Equal("x y\n  z", At(Text, map.Entries[0].Value.Span));
        Assert.Equal("q\n  r", At(Text, map.Entries[1].Value.Span));
        Assert.Equal("q r", Assert.IsType<YamlScalar>(map.Entries[1].Value).Value);
        Assert.Equal("- one\n    more", At(Text, map.Entries[2].Value.Span));
    }

    [Fact]
    public void Json_is_yaml()
    {
        const string Text = "{\n\t\"a\": 1.50,\n\t\"b\": [true, null, \"x\"]\n}";
        var map = Assert.IsType<YamlMapping>(Read(Text).Root);
        Assert.Equal(1.5m, Assert.IsType<YamlScalar>(map.Find("a")?.Value).AsNumber());
        var list = Assert.IsType<YamlSequence>(map.Find("b")?.Value).Items.Cast<YamlScalar>().ToArray();
        Assert.Equal(true, list[0].AsBoolean());
        Assert.True(list[1].IsNull);
        Assert.Equal("x", list[2].Value);
    }

    [Theory]
    [InlineData("3.0", "3.0")]
    [InlineData("-2e-3", "-0.002")]
    [InlineData("1e400", null)]
    [InlineData("'3'", null)]
    [InlineData("1,000", null)]
    [InlineData("nan", null)]
    public void Numbers_are_decimal_and_unquoted(string text, string? expected)
    {
        var map = Assert.IsType<YamlMapping>(Read($"a: {text}").Root);
        decimal? number = Assert.IsType<YamlScalar>(map.Entries[0].Value).AsNumber();
        Assert.Equal(expected is null ? null : decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), number);
    }

    [Theory]
    [InlineData("", "QD1101", "")]
    [InlineData("# nothing\n", "QD1101", "")]
    [InlineData("---\n", "QD1101", "")]
    [InlineData("\uFEFF", "QD1101", "")]
    [InlineData("a:\n\tb: 1\n", "QD1102", "\t")]
    [InlineData("a: \"x\nb: 1\n", "QD1103", "\"")]
    [InlineData("a: 'x\n", "QD1103", "'")]
    [InlineData("a: [1, 2\n", "QD1104", "[")]
    [InlineData("a: {b: 1, c: [2]\n", "QD1104", "{")]
    [InlineData("a: [1, 2\nb: 3\n", "QD1104", "[")]
    [InlineData("{\"a\": 1, ", "QD1104", "{")]
    [InlineData("a: 1\nb\n", "QD1105", "b")]
    [InlineData("- a\nb: c\n", "QD1105", "b")]
    [InlineData("a:\n  - x\n  y > 2\n", "QD1105", "y")]
    [InlineData("a: [1, 2]]\n", "QD1105", "]")]
    [InlineData("a: }\n", "QD1105", "}")]
    [InlineData("a: \"\\q\"\n", "QD1105", "\\")]
    [InlineData("a: \"\\UFFFFFFFF\"\n", "QD1105", null)]
    [InlineData("a: @x\n", "QD1106", "@")]
    [InlineData("a: > 30\n", "QD1106", ">")]
    [InlineData("a:\n  - %x\n", "QD1106", "%")]
    [InlineData("a: b: c\n", "QD1107", null)]
    [InlineData("a: 1\n b: 2\n", "QD1107", null)]
    [InlineData("a: 1\na: 2\n", "QD1108", "a")]
    [InlineData("a: &x 1\nb: *x\nc: *x\n", "QD1109", "&x")]
    [InlineData("a: *x\n", "QD1109", "*x")]
    [InlineData("a: !!python/object 1\n", "QD1109", "!!python/object")]
    [InlineData("a: 1\n---\nb: 2\n", "QD1110", "---")]
    [InlineData("[a]: b\n", "QD1111", "[")]
    [InlineData("? {a: 1}\n: b\n", "QD1111", "{")]
    public void One_mistake_gives_one_diagnostic_at_its_place(string text, string code, string? shown)
    {
        var (_, bag) = Read(text);
        var diagnostic = Assert.Single(bag.ToImmutable());
        Assert.Equal(code, diagnostic.Code);
        if (shown is not null) Assert.Equal(shown, At(text, diagnostic.Span));
    }

    [Fact]
    public void An_alias_bomb_is_refused_at_its_first_anchor()
    {
        string text = "a: &a [x, x]\n" + string.Concat(Enumerable.Range('b', 20).Select(c => $"{(char)c}: &{(char)c} [*{(char)(c - 1)}, *{(char)(c - 1)}]\n"));
        Assert.Equal("QD1109", Assert.Single(Read(text).Bag.ToImmutable()).Code);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Nesting_without_end_is_refused(string opening) =>
        Assert.Equal("QD1112", Assert.Single(Read(string.Concat(Enumerable.Repeat(opening, 50_000))).Bag.ToImmutable()).Code);

    [Fact]
    public void A_duplicate_key_keeps_the_first_and_reads_on()
    {
        var (root, bag) = Read("a: 1\nb: 2\na: 3\n");
        Assert.Equal([("a", "1"), ("b", "2")], Assert.IsType<YamlMapping>(root).Entries.Select(e => (e.Key, ((YamlScalar)e.Value).Value)));
        Assert.Equal((new TextSpan(0, 1), "first written here"), bag.ToImmutable()[0].Secondary);
    }

    [Fact]
    public void Any_damage_to_a_document_gives_a_tree_or_one_error_and_never_an_exception()
    {
        const string Text = "name: x\nlist: [1, 'a', \"b\\n\"] # c\nmap:\n  k: {a: 1}\n  t: |\n    two\n    lines\nitems:\n  - rsi < 30\n  - >-\n    x\n";
        const string Marks = "[]{}:,#&*!|>'\"%@`\\-?~ \t\r\n\0\u2028\uD83D\uFEFFaU0";
        var random = new Random(20240101);
        for (int round = 0; round < 20_000; round++)
        {
            var text = new System.Text.StringBuilder(Text);
            for (int edits = random.Next(1, 5); edits > 0; edits--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(4))
                {
                    case 0: text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at - 1)); break;
                    case 1: text.Length = Math.Max(at, 2); break;
                    case 2: text.Insert(at, Marks[random.Next(Marks.Length)]); break;
                    default: text[at] = Marks[random.Next(Marks.Length)]; break;
                }
            }

            var (root, bag) = Read(text.ToString());
            var problems = bag.ToImmutable().Where(d => d.Code != "QD1108").ToArray();
            Assert.True(root is null ? problems.Length == 1 : problems.Length == 0, $"{problems.Length} problems in\n{text}");
            Assert.All(bag.ToImmutable(), d => Assert.InRange(d.Span.End, d.Span.Start, text.Length));
        }
    }
}
