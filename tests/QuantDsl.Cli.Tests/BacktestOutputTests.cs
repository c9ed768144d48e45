using System.Text.RegularExpressions;
using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Metrics;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>What a run looks like on the screen: in 80 columns, whatever ran.</summary>
public sealed class BacktestOutputTests
{
    private const int Columns = 80;

    private static readonly MarketHistory History = SampleMarket.Generate(new() { Days = 70, Seed = 3, Symbols = ["BTCUSDT"] }).Histories[0];

    private static readonly Lazy<BacktestReport> Cross = new(() => Run("ema_cross"));

    public static TheoryData<string> Strategies =>
        [.. Directory.GetFiles(Repository.PathOf("strategies"), "*.qstrat").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => !Text(name).Contains("\nsymbols")).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Every_strategy_fits_80_columns(string strategy)
    {
        var report = Run(strategy);
        foreach (int width in new[] { 60, Columns, 160 })
        {
            // A plot is as wide as it is.
            foreach (var view in new BacktestView[] { new(), new(Plot: width >= Columns, Breakdowns: true) })
                Assert.All(Print(report, view, width).Split('\n'), line => Assert.True(line.Length <= Math.Min(Columns, width), $"{line.Length} columns at {width}: {line}"));
        }
    }

    [Fact]
    public void A_run_looks_like_this() => Snapshot.Matches(Print(Cross.Value, default), "backtest.txt");

    [Fact]
    public void Plots_and_all_breakdowns_look_like_this() => Snapshot.Matches(Print(Run("regime_pyramid"), new(Plot: true, Breakdowns: true)), "backtest-rich.txt");

    [Fact]
    public void Several_members_are_named_and_broken_down()
    {
        var report = WithMembers(Run("ema_cross"));
        string text = Print(report, default);
        Snapshot.Matches(text, "backtest-members.txt");
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= Columns, line));
        // A long name loses its middle, so that the symbol at its end stays.
        string[] names = ["ema_cross BTCUSDT", "ema_cross ETHUSDT", "a_strate…e BTCUSDT"];
        for (int i = 0; i < names.Length; i++)
        {
            double net = report.Result.Trades.Where(t => t.Member == i).Sum(t => t.NetPnl);
            Assert.Matches($@"{Regex.Escape(names[i])} .* {net:#,##0.00} ", text);
        }
    }

    [Fact]
    public void Every_number_shown_is_that_of_the_result()
    {
        var report = Cross.Value;
        string text = Print(report, default);
        var (m, s) = (report.Metrics, report.Statistics);
        (string Label, string Value)[] shown =
        [
            ("Sharpe", $"{m.Sharpe:F2}"), ("drawdown", $"{m.MaxDrawdown * 100:F2} %"), ("closed", $"{m.Trades}"), ("won", $"{m.WinRate * 100:F1} %"),
            ("fees", $"{m.Fees:#,##0.00}"), ("in all", $"{s.Costs.Total:#,##0.00}"), ("worst day", $"{s.Days.Worst!.Value.Return * 100:F2} %"),
            ("system quality", $"{s.RiskMultiples.SystemQuality:F2}"), ("of the time", $"{m.Exposure * 100:F1} %"), ("lost in a row", $"{m.LongestLossStreak}"),
        ];
        Assert.All(shown, cell => Assert.Matches($@"(\n|    ){Regex.Escape(cell.Label)} +{Regex.Escape(cell.Value)}(    |\n)", text));
        double[] net = [.. report.Result.Trades.Select(t => t.NetPnl).OrderDescending()];
        string[] rows = [.. Regex.Matches(text, @"^ (?:long|short) +(-?[\d,.]+) ", RegexOptions.Multiline).Select(row => row.Groups[1].Value)];
        Assert.Equal(net.Take(5).Concat(net.TakeLast(5)).Select(n => $"{n:#,##0.00}"), rows);
    }

    [Fact]
    public void Colour_is_written_to_a_screen_alone_and_changes_no_letter()
    {
        var report = Cross.Value;
        string plain = Print(report, new(true, true)), colour = Print(report, new(true, true), colour: true);
        Assert.DoesNotContain('\u001b', plain);
        Assert.Contains("\u001b[31m", colour);
        Assert.Equal(plain, Regex.Replace(colour, "\u001b\\[\\d+m", ""));
    }

    [Fact]
    public void A_run_without_a_trade_has_something_to_say_of_everything_else()
    {
        string text = Print(Run(StrategyReader.Read(new SourceText("none.qstrat", "strategy none timeframe 1h enter long when close < 1"))), new(true, true));
        Assert.Matches(@"closed +0(    |\n)", text);
        Assert.Matches(@"won +–(    |\n)", text);
        Assert.DoesNotContain("NaN", text);
        Assert.DoesNotContain("-0.00", text);
        Assert.DoesNotContain("best  ", text.Split("in the market")[1]);
    }

    [Fact]
    public void A_run_of_one_day_is_drawn_after_every_trade()
    {
        var report = Run(StrategyReader.Read(new SourceText("hold.qstrat", "strategy hold timeframe 15m enter long when close > 1 exit after 2 bars")), SampleMarket.Generate(new() { Days = 1, Seed = 3, Symbols = ["BTCUSDT"] }).Histories[0]);
        int marks = report.Result.Trades.Count + 2;
        Assert.InRange(marks, 10, 60);
        Assert.Single(report.Result.Days);
        var lines = Regex.Matches(Print(report, default), "^(?:equity|drawdown) +([▁▂▃▄▅▆▇█]+)$", RegexOptions.Multiline);
        Assert.Equal([marks, marks], lines.Select(line => line.Groups[1].Length));
        Assert.Contains("┤", Print(report, new(Plot: true)));
    }

    [Fact]
    public void Numbers_beyond_reason_are_short()
    {
        Assert.Equal("1.235e12 %", NumberText.Percent(1.2345678e10));
        Assert.Equal("-1.2e15", NumberText.Money(-1.2e15));
        Assert.Equal("999,999,999.99", NumberText.Money(999_999_999.99));
        Assert.Equal("0.00", NumberText.Money(-0.001));
    }

    [Fact]
    public void A_number_is_never_cut_and_its_label_gives_way()
    {
        var output = new StringWriter { NewLine = "\n" };
        MetricGrid.Write(new Terminal(output, TextWriter.Null), [new("group", [("a long label of money", "123,456,789.00"), ("x", "1")]), new("none", [])]);
        Assert.Equal("group\na long la 123,456,789.00\nx                      1\n\n", output.ToString());
    }

    private static BacktestReport WithMembers(BacktestReport report)
    {
        // Three members in turn: two strategies, two symbols.
        var trades = report.Result.Trades.Select((t, i) => t with { Member = i % 3 }).ToList();
        report.Result.Trades.Clear();
        report.Result.Trades.AddRange(trades);
        return report with
        {
            Members =
            [
                new("ema_cross", "BTCUSDT", report.Members[0].Timeframe), new("ema_cross", "ETHUSDT", report.Members[0].Timeframe),
                new("a_strategy_of_a_longer_name", "BTCUSDT", report.Members[0].Timeframe),
            ],
        };
    }

    private static string Text(string strategy) => File.ReadAllText(Repository.PathOf("strategies", strategy + ".qstrat"));

    private static BacktestReport Run(string strategy) =>
        Run(StrategyReader.Read(new SourceText("strategy.qstrat", Text(strategy))) with { Files = new StrategyFolder(Repository.PathOf("strategies")) });

    private static BacktestReport Run(ReadResult read, MarketHistory? history = null)
    {
        using var job = BacktestJob.Prepare(new RunInputs(StrategyInput.Of(read, null, []), history ?? History, new()), TimeProvider.System);
        return job.Run(null);
    }

    private static string Print(BacktestReport report, BacktestView view, int width = Columns, bool colour = false)
    {
        var output = new StringWriter { NewLine = "\n" };
        BacktestOutput.Write(new Terminal(output, TextWriter.Null) { Width = width, Colour = colour }, report, view);
        return output.ToString();
    }
}
