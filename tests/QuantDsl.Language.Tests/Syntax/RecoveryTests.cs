using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Syntax;

/// <summary>What stands in the tree where a statement could not be read, and what the offered fixes do.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public void A_name_whose_value_cannot_be_read_stays_declared()
    {
        var read = Read("timeframe 1h let fast = EMA(close, ) param n 5 enter long when close > fast + n exit long when close < fast");
        Assert.Equal(2, read.Diagnostics.Length);
        Assert.Equal(["fast", "n"], read.Strategy.OfKind<LetSyntax>().Select(l => l.Name.Text));
        Assert.All(read.Strategy.OfKind<LetSyntax>(), l => Assert.IsType<MissingSyntax>(l.Value));
        Assert.Equal(read.Diagnostics.Select(d => d.Message), Binder.Bind(read).Diagnostics.Select(d => d.Message));
    }

    [Theory]
    [InlineData("enter long when", 1, 0)]
    [InlineData("enter short when close >", 0, 1)]
    [InlineData("enter when close > open", 1, 1)]
    public void A_side_whose_condition_cannot_be_read_stays_entered(string statement, int longs, int shorts)
    {
        var strategy = Read($"timeframe 1h {statement}").Strategy;
        Assert.Equal(longs, strategy.OfKind<EnterSyntax>().Count(e => e.Side is Side.Long));
        Assert.Equal(shorts, strategy.OfKind<EnterSyntax>().Count(e => e.Side is Side.Short));
    }

    [Fact]
    public void Mistakes_in_neighbouring_statements_are_all_reported()
    {
        var codes = Read("timeframe 5 let = 3 enter long close > open exit after bars stop 2% 3% reverse").Diagnostics.Select(d => d.Code);
        Assert.Equal(["QD1006", "QD1006", "QD1006", "QD1006", "QD1007", "QD1006"], codes);
    }

    [Fact]
    public void A_corrected_starter_is_read_as_what_it_was_meant_to_be()
    {
        var strategy = Read("timefrane 15m\nlett a = EMA(close, 12)\nEnter long when close > a").Strategy;
        Assert.Equal(Timeframe.Parse("15m"), Assert.Single(strategy.OfKind<TimeframeSyntax>()).Timeframe);
        Assert.Equal("EMA(close, 12)", SyntaxPrinter.Print(Assert.Single(strategy.OfKind<LetSyntax>()).Value));
        Assert.Equal("close > a", SyntaxPrinter.Print(Assert.Single(strategy.OfKind<EnterSyntax>()).Condition));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n\n")]
    [InlineData("// only a comment")]
    [InlineData("\uFEFF")]
    public void An_empty_file_is_told_how_to_start(string text)
    {
        var diagnostic = Assert.Single(QStratReader.Read(new("empty.qstrat", text)).Diagnostics);
        Assert.Equal(SyntaxDiagnostics.MissingHeader, diagnostic.Descriptor);
        Assert.Equal(0, diagnostic.Span.Start);
    }

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_change_nothing()
    {
        var unix = QStratReader.Read(new("a.qstrat", DesignExampleTests.Text.ReplaceLineEndings("\n")));
        var windows = QStratReader.Read(new("a.qstrat", "\uFEFF" + DesignExampleTests.Text.ReplaceLineEndings("\r\n")));
        Assert.Empty(windows.Diagnostics);
        Assert.Equal(DocumentHash.Of(unix.Strategy), DocumentHash.Of(windows.Strategy));
    }

    [Theory]
    [InlineData("a.qstrat", "strategy s timeframe 1h")]
    [InlineData("a.yaml", "name: s\ntimeframe: 1h\n")]
    [InlineData("a.YML", "name: s\ntimeframe: 1h\n")]
    [InlineData("a.json", "{\"name\": \"s\", \"timeframe\": \"1h\"}")]
    public void The_extension_chooses_the_notation(string path, string text) => Assert.Equal("s", StrategyReader.Read(new(path, text)).Strategy.Name.Text);

    [Fact]
    public void Every_fix_removes_its_mistake()
    {
        int tried = 0;
        foreach (string file in Directory.EnumerateFiles(Repository.PathOf("tests", "conformance", "syntax"), "*.qstrat", SearchOption.AllDirectories))
        {
            var source = new SourceText(file, File.ReadAllText(file).ReplaceLineEndings("\n"));
            var before = QStratReader.Read(source).Diagnostics;
            foreach (var diagnostic in before)
            {
                foreach (var fix in diagnostic.Fixes)
                {
                    string mended = source.Content.Remove(fix.Span.Start, fix.Span.Length).Insert(fix.Span.Start, fix.Replacement);
                    var after = QStratReader.Read(new(file, mended)).Diagnostics;
                    Assert.True(after.Length == before.Length - 1, $"{fix.Title}:\n{DiagnosticRenderer.Render(diagnostic)}\nleaves\n{DiagnosticRenderer.Render(after)}");
                    tried++;
                }
            }
        }

        Assert.True(tried >= 25, $"only {tried} fixes were tried");
    }

    private static ReadResult Read(string statements) => QStratReader.Read(new("test.qstrat", $"strategy test\n{statements}"));
}
