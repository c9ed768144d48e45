using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Explanation;

/// <summary>The account as it stands at a close, before anything is decided there.</summary>
/// <param name="Equity">Cash and what is open, quote currency.</param>
/// <param name="Position">Null while flat.</param>
public sealed record AccountAtClose(double Equity, PositionAtClose? Position)
{
    /// <summary>The same engine over the same data up to the close, which leaves the position open there: where a trailed stop stands is nowhere else.</summary>
    /// <remarks>What comes later changes nothing of what was before, so this is the account of the whole run at that close.</remarks>
    internal static AccountAtClose Of(RunSession session, double[] values, int bar)
    {
        long closeUtcMs = session.Context.Bars.CloseTime(bar);
        var history = Until(session.Inputs.History, closeUtcMs);
        var columns = new MarketColumns(history.Base, session.Inputs.Strategy.Bound.Timeframe, others: history.Others);
        var context = RunContext.Create(history, columns, session.Program.Plan, session.Inputs.Account with { EndOfData = EndOfData.Mark });
        var result = RecordedRun.Of(session.Program, columns, context, values).Result;
        return new(result.FinalEquity, result.OpenPosition is { } open ? PositionAtClose.Of(open, bar, context.Bars.Close[bar]) : null);
    }

    private static MarketHistory Until(MarketHistory history, long closeUtcMs) => history with
    {
        Base = Closed(history.Base, closeUtcMs),
        Mark = history.Mark is { } mark ? Closed(mark, closeUtcMs) : null,
        Others = [.. history.Others.Select(other => Closed(other, closeUtcMs))],
        HolesAtEnds = [],
    };

    private static BarSeries Closed(BarSeries bars, long closeUtcMs) => bars.Between(long.MinValue, closeUtcMs - bars.Timeframe.Milliseconds + 1);
}

/// <summary>A position that is open at a close.</summary>
/// <param name="EntryPrice">Weighted by quantity.</param>
/// <param name="Quantity">What is held, base asset.</param>
/// <param name="StopPrice">Where it stands after this close; null without one.</param>
/// <param name="BarsInTrade">1 at the entry bar's close.</param>
/// <param name="Profit">side × (close ÷ entry price − 1), a fraction, without costs.</param>
public sealed record PositionAtClose(int PositionId, Side Side, long SignalUtcMs, long EntryUtcMs, double EntryPrice, double Quantity,
    double? StopPrice, double? TargetPrice, double? LiquidationPrice, int BarsInTrade, double Profit, double UnrealisedPnl)
{
    /// <summary>As an exit rule sees it.</summary>
    public PositionView View => new(BarsInTrade, Profit, EntryPrice);

    internal static PositionAtClose Of(OpenPosition open, int bar, double close) => new(open.PositionId, open.Side, open.SignalTime, open.EntryTime, open.EntryPrice, open.Quantity,
        open.StopPrice, open.TargetPrice, open.LiquidationPrice, bar - open.EntryBar + 1, (int)open.Side * (close / open.EntryPrice - 1), open.UnrealisedPnl);
}
