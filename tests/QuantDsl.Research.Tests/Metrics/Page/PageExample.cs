using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Tests.Metrics.Page;

/// <summary>The example of <c>docs/metrics.md</c> as a run, and any run as the columns that the page's formulas read.</summary>
internal static class PageExample
{
    private static readonly Timeframe s_timeframe = new(12 * Timeframe.Hour);

    public static MadeRun Run(MetricsPage page)
    {
        var bars = MadeRun.BarsOf([.. page.Marks.Select(row => Number(row["price"]))], s_timeframe, Time(page.Marks[0]["close"]) - s_timeframe.Milliseconds);
        Assert.Equal(page.Marks.Select(row => Time(row["close"])), Enumerable.Range(0, bars.Count).Select(bars.CloseTime));
        return MadeRun.Of(page.Trades.Select((row, i) => TradeOf(row, i, bars)), bars, [.. page.Marks.Select(row => Number(row["marks"]))], [.. page.Marks.Select(row => row["held"] == "1")]);
    }

    /// <summary>The rows of numbers that a run has under the names of the page's columns.</summary>
    /// <param name="run">Any run.</param>
    /// <param name="only">Leaves out the trades for which it does not hold.</param>
    public static Dictionary<string, Quantity> Columns(MadeRun run, Func<Trade, bool>? only = null)
    {
        Trade[] trades = [.. run.Result.Trades.Where(only ?? (_ => true))];
        DateTime[] days = [.. Enumerable.Range(0, run.Bars.Count).Select(bar => DateTime.UnixEpoch.AddMilliseconds(run.Bars.CloseTime(bar) - 1))];
        return new(StringComparer.Ordinal)
        {
            ["side"] = Row(t => t.Side == Side.Long ? 1 : -1),
            ["entered"] = Row(t => t.EntryTime / 3_600_000.0),
            ["entry"] = Row(t => t.EntryPrice),
            ["quantity"] = Row(t => t.Quantity),
            ["leverage"] = Row(t => t.Leverage),
            ["stop"] = Row(t => t.FirstStop ?? double.NaN),
            ["left"] = Row(t => t.ExitTime / 3_600_000.0),
            ["exit"] = Row(t => t.ExitPrice),
            ["fee"] = Row(t => t.EntryFee + t.ExitFee),
            ["fund"] = Row(t => t.Funding),
            ["slip"] = Row(t => t.Slippage),
            ["mae"] = Row(t => t.Mae),
            ["mfe"] = Row(t => t.Mfe),
            ["close"] = Enumerable.Range(0, run.Bars.Count).Select(bar => run.Bars.CloseTime(bar) / 3_600_000.0).ToArray(),
            ["day"] = days.Select(d => Math.Floor((d - DateTime.UnixEpoch).TotalDays)).ToArray(),
            ["month"] = days.Select(d => d.Year * 12.0 + d.Month).ToArray(),
            ["year"] = days.Select(d => (double)d.Year).ToArray(),
            ["marks"] = run.Marks,
            ["held"] = run.Held.Select(h => h ? 1.0 : 0).ToArray(),
            ["price"] = run.Bars.Close.ToArray(),
        };

        Quantity Row(Func<Trade, double> of) => trades.Select(of).ToArray();
    }

    private static Trade TradeOf(Dictionary<string, string> row, int index, BarSeries bars)
    {
        var side = row["side"] == "long" ? Side.Long : Side.Short;
        double entry = Number(row["entry"]), exit = Number(row["exit"]), quantity = Number(row["quantity"]), fee = Number(row["fee"]), funding = Number(row["fund"]);
        double gross = (side == Side.Long ? 1 : -1) * quantity * (exit - entry);
        long entered = Time(row["entered"]), left = Time(row["left"]);
        return new()
        {
            PositionId = index + 1,
            Side = side,
            SignalTime = entered,
            EntryBar = bars.OpenTimes.IndexOf(entered),
            EntryTime = entered,
            EntryPrice = entry,
            ExitBar = bars.OpenTimes.IndexOf(left) - 1,
            ExitTime = left,
            ExitPrice = exit,
            ExitReason = Enum.GetValues<ExitReason>().Single(reason => ResultNames.Of(reason) == row["reason"]),
            Quantity = quantity,
            Leverage = Number(row["leverage"]),
            EntryFee = fee / 2,
            ExitFee = fee / 2,
            Funding = funding,
            Slippage = Number(row["slip"]),
            GrossPnl = gross,
            NetPnl = gross - fee + funding,
            Mae = Number(row["mae"]),
            Mfe = Number(row["mfe"]),
            FirstPrice = entry,
            FirstQuantity = quantity,
            FirstStop = row["stop"] == "–" ? null : Number(row["stop"]),
        };
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static long Time(string text) => new DateTimeOffset(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
