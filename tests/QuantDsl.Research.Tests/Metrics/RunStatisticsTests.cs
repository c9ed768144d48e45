using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Json;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Tests.Metrics;

/// <summary>Laws of the statistics, and what they are where there is little to measure; their formulas are tried in <see cref="Page.MetricsPageTests"/>.</summary>
public sealed class RunStatisticsTests
{
    /// <summary>Numbers of money, which grow with the account; all others stay.</summary>
    private static readonly string[] s_money = ["expectancy", "medianNet", "deviation", "total", "beforeCosts", "perTrade", "traded"];

    [Fact]
    public void Twice_the_account_doubles_money_and_leaves_every_ratio()
    {
        int money = 0, others = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            var run = MadeRun.Random(seed);
            var twice = MadeRun.Of(run.Result.Trades.Select(Twice), run.Bars, [.. run.Marks.Select(m => 2 * m)], run.Held);
            var (one, two) = (Leaves(run.Statistics), Leaves(twice.Statistics));
            Assert.Equal(one.Keys, two.Keys);
            foreach (var (path, value) in one)
            {
                // A deviation of R multiples is no money.
                bool isMoney = s_money.Contains(path.Split('.')[^1]) && !path.StartsWith("rMultiples.", StringComparison.Ordinal);
                // Doubling is exact in binary, and so is everything made of it.
                if (value is { } node && node.GetValueKind() == JsonValueKind.Number) Assert.Equal((isMoney ? 2 : 1) * (double)node, (double)two[path]!);
                else Assert.Equal(value?.ToJsonString(), two[path]?.ToJsonString());
                if (isMoney) money++;
                else others++;
            }
        }

        Assert.True(money > 600 && others > 5000, $"{money} of money, {others} others");
    }

    [Fact]
    public void Days_months_and_years_compound_to_the_total_return()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var run = MadeRun.Random(seed);
            var months = run.Statistics.Months;
            double total = run.Metrics.TotalReturn;
            Assert.Equal(1 + total, months.Returns.Aggregate(1.0, (product, m) => product * (1 + m.Return)), 1e-9);
            Assert.Equal(1 + total, months.Years.Aggregate(1.0, (product, y) => product * (1 + y.Return)), 1e-9);
            Assert.Equal(1 + total, PeriodReturn.Days(run.Result.InitialEquity, run.Result.Days).Aggregate(1.0, (product, d) => product * (1 + d.Return)), 1e-9);
            // After nothing is left there is nothing a month could be a return of.
            var named = run.Result.Days.Where((_, i) => i == 0 || run.Result.Days[i - 1].Equity != 0).Select(d => PeriodReturn.DateOf(d.Day)[..7]).Distinct();
            Assert.Equal(named, months.Returns.Select(m => m.Period));
        }
    }

    [Fact]
    public void Drawdowns_are_those_found_by_looking_back_from_every_day()
    {
        int found = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            var run = MadeRun.Random(seed);
            double[] marks = [run.Result.InitialEquity, .. run.Result.Days.Select(d => d.Equity)];
            string[] dates = [PeriodReturn.DateOf(run.Result.Days[0].Day), .. run.Result.Days.Select(d => PeriodReturn.DateOf(d.Day))];
            List<(string From, string Trough, string? To, double Depth)> all = [];
            for (int i = 0; i + 1 < marks.Length; i++)
            {
                // A peak is no lower than anything before it and higher than the next mark.
                if (marks[..i].Any(m => m > marks[i]) || marks[i + 1] >= marks[i]) continue;
                int end = Array.FindIndex(marks, i + 1, m => m >= marks[i]), last = end < 0 ? marks.Length : end;
                double low = marks[i..last].Min();
                all.Add((dates[i], dates[Array.IndexOf(marks, low, i)], end < 0 ? null : dates[end], Math.Min(1, (marks[i] - low) / marks[i])));
            }

            var expected = all.OrderByDescending(d => d.Depth).Take(5).ToArray();
            Assert.Equal(expected, run.Statistics.UnderWater.Deepest.Select(d => (d.From, d.Trough, d.To, d.Depth)));
            Assert.All(run.Statistics.UnderWater.Deepest, d => Assert.Equal((DateOnly.Parse(d.To ?? dates[^1], CultureInfo.InvariantCulture).DayNumber
                - DateOnly.Parse(d.From, CultureInfo.InvariantCulture).DayNumber), d.Days));
            found += expected.Length;
        }

        Assert.True(found > 200, $"only {found} drawdowns");
    }

    [Fact]
    public void Positions_that_overlap_are_counted_at_every_instant()
    {
        for (int seed = 1; seed < 60; seed++)
        {
            // Two accounts' trades on one: they overlap as they like.
            var (a, b) = (MadeRun.Random(seed), MadeRun.Random(seed + 500));
            if (a.Result.Trades.Count == 0 || b.Result.Trades.Count == 0) continue;
            long shift = a.Result.Trades[0].EntryTime - b.Result.Trades[0].EntryTime;
            Trade[] trades = [.. a.Result.Trades, .. b.Result.Trades.Select(t => t with { EntryTime = t.EntryTime + shift, ExitTime = t.ExitTime + shift })];
            var run = MadeRun.Of(trades, a.Bars, a.Marks, a.Held);
            // The number open only rises at an entry; one that ends there is gone, one of no length was there.
            int most = trades.Max(e => trades.Count(t => t.EntryTime <= e.EntryTime && t.ExitTime > e.EntryTime));
            Assert.Equal(most, run.Statistics.Exposure.MostPositions);
        }
    }

    [Fact]
    public void A_position_left_open_is_exposure_until_the_end_and_no_trade()
    {
        var run = MadeRun.Random(7);
        Assert.Empty(run.Result.Trades);
        long entered = run.Bars.OpenTimes[run.Bars.Count / 2];
        run.Result.OpenPositions.Add(new(Side.Short, entered, 0, entered, 100, 20, 1, 0, 0, 0, 100, 0, null, null, null));
        double share = (run.Span.ToUtcMs - entered) / (double)(run.Span.ToUtcMs - run.Span.FromUtcMs), equity = run.Result.Days.Average(d => d.Equity);
        Assert.Equal(2000 * share / equity, run.Statistics.Exposure.Gross!.Value, 1e-12);
        Assert.Equal(-2000 * share / equity, run.Statistics.Exposure.Net!.Value, 1e-12);
        Assert.Equal(1, run.Statistics.Exposure.MostPositions);
        Assert.Null(run.Statistics.Trades.Expectancy);
    }

    [Fact]
    public void Without_a_trade_what_trades_would_say_is_null()
    {
        var bars = MadeRun.BarsOf([1, 1, 1], new(12 * Timeframe.Hour), 0);
        var statistics = MadeRun.Of([], bars, [100, 100, 100], [false, false, false]).Statistics;
        Assert.Equal(new(null, null, null, null, null, null, null, null, null, null, 0), statistics.Trades);
        Assert.Equal(new(0, 0, null, null, null, null, null, null, null, null), statistics.RiskMultiples);
        Assert.Equal(new(0, null, null, null), statistics.Streaks);
        Assert.Equal((0, 0, 0), (statistics.Exposure.Gross, statistics.Exposure.Net, statistics.Exposure.MostPositions));
        Assert.Equal(new(0, 0, null, null, 0, null, 0), statistics.Costs);
        // Days that do not vary have a mean, and nothing to divide by.
        Assert.Equal(new(2, 0, 0, new("1970-01-01", 0), new("1970-01-01", 0), null, null, null, null, 0, 0), statistics.Days);
        Assert.Equal((0, 0, 0.0, 0, 0, null, null), (statistics.UnderWater.Share, statistics.UnderWater.Days, statistics.UnderWater.Depth, statistics.UnderWater.MeanDepth,
            statistics.UnderWater.UlcerIndex, statistics.UnderWater.MartinRatio, statistics.UnderWater.RecoveryFactor));
        Assert.Empty(statistics.UnderWater.Deepest);
    }

    [Fact]
    public void One_trade_that_won_has_no_deviation_and_nothing_to_be_divided_by()
    {
        var bars = MadeRun.BarsOf([1, 1, 1], new(12 * Timeframe.Hour), 0);
        var trade = MadeRun.Random(1).Result.Trades[0] with { NetPnl = 30, FirstPrice = 100, FirstStop = 98, FirstQuantity = 10 };
        var statistics = MadeRun.Of([trade], bars, [100, 100, 130], [false, false, false]).Statistics;
        Assert.Equal((30, 30, null, null, null), (statistics.Trades.Expectancy, statistics.Trades.MedianNet, statistics.Trades.Deviation, statistics.Trades.PayoffRatio, statistics.Trades.BreakEvenWinRate));
        Assert.Equal(new(1, 1.5, 1.5, 1.5, null, null, 1.5, 1.5, 1, 0), statistics.RiskMultiples);
        Assert.Equal(new(1, 1, null, null), statistics.Streaks);
    }

    [Theory]
    [InlineData(100, -50, 20)]
    [InlineData(100, 0, 0)]
    [InlineData(100, 0, 5)]
    [InlineData(1e-300, 1e300, 1)]
    public void No_account_makes_a_number_that_is_none(double first, double second, double third)
    {
        var bars = MadeRun.BarsOf([1, 1, 1, 1, 1], new(12 * Timeframe.Hour), 0);
        var run = MadeRun.Of([], bars, [first, first, second, second, third], [true, false, true, false, true]);
        var statistics = run.Statistics;
        string text = Text(statistics);
        Assert.DoesNotContain("NaN", statistics.ToString());
        Assert.DoesNotContain("Infinity", statistics.ToString());
        Assert.DoesNotContain("-0,", text);
        Assert.All(Leaves(statistics).Values, value => Assert.False(value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && double.IsNegative((double)number) && (double)number == 0));
    }

    [Theory]
    [InlineData("ema_cross")]
    [InlineData("regime_pyramid")]
    public void A_real_run_has_its_own_numbers(string strategy)
    {
        using var job = BacktestJob.Prepare(Library.Inputs(Library.Strategy(strategy), Library.Sample(60)), TimeProvider.System);
        var report = job.Run(null);
        var (data, run, statistics) = (report.Description.Data, report.Result, report.Statistics);
        double hours = (data.ToUtcMs - data.FirstDecisionUtcMs) / 3_600_000.0;
        double gross = run.Trades.Sum(t => t.EntryPrice * t.Quantity * (t.ExitTime - t.EntryTime) / 3_600_000.0) / hours / run.Days.Average(d => d.Equity);
        Assert.Equal(gross, statistics.Exposure.Gross!.Value, 1e-9);
        // Ten times a tenth of the equity, as long as a position is open.
        Assert.InRange(gross / report.Metrics.Exposure, 0.5, 2);
        Assert.Equal(run.Trades.Sum(t => t.NetPnl) + report.Metrics.Fees + report.Metrics.Slippage - report.Metrics.Funding, statistics.Costs.BeforeCosts, 1e-6);
        Assert.Equal(run.Trades.Count(t => t.RMultiple is not null), statistics.RiskMultiples.Count);
        Assert.True(statistics.RiskMultiples.Count > 10);
    }

    private static Trade Twice(Trade trade) => trade with
    {
        Quantity = 2 * trade.Quantity,
        FirstQuantity = 2 * trade.FirstQuantity,
        EntryFee = 2 * trade.EntryFee,
        ExitFee = 2 * trade.ExitFee,
        Funding = 2 * trade.Funding,
        Slippage = 2 * trade.Slippage,
        GrossPnl = 2 * trade.GrossPnl,
        NetPnl = 2 * trade.NetPnl,
    };

    private static string Text(RunStatistics statistics)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            StatisticsJson.Write(writer, statistics);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Every value by its path.</summary>
    private static Dictionary<string, JsonNode?> Leaves(RunStatistics statistics)
    {
        Dictionary<string, JsonNode?> leaves = [];
        Walk(JsonNode.Parse(Text(statistics))!["statistics"]!, "");
        return leaves;

        void Walk(JsonNode? node, string path)
        {
            if (node is JsonObject known) foreach (var (key, child) in known) Walk(child, path.Length == 0 ? key : $"{path}.{key}");
            else if (node is JsonArray many) for (int i = 0; i < many.Count; i++) Walk(many[i], $"{path}[{i}]");
            else leaves[path] = node;
        }
    }
}
