using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Groups;

/// <summary>Books what becomes of the positions of lanes, and marks their equity (RULES X5, X7 to X9, R2, R3).</summary>
/// <remarks>What <see cref="TradeBook"/> and <see cref="EquityCurve"/> do for one account, for sums instead of trades.</remarks>
internal sealed class LaneBook(RunContext context, int[] dayEnds)
{
    private readonly AccountSettings _settings = context.Settings;
    private readonly double[] _close = context.Close;
    private readonly bool _isConstant = context.Settings.Fees.IsConstant;
    private FeeRates _rates = context.Settings.Fees.Periods[0].Rates;
    private readonly bool _learns = context.Settings.Sizing is Sizing.Kelly;
    private readonly int[] _dayOfEnd = EquityCurve.Days(context.Bars, dayEnds);

    public RunContext Context => context;

    /// <summary>A flat account's marks up to and including a bar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Rest(ref Lane lane, int throughBar) => lane.Curve.Rest(throughBar, lane.Cash, dayEnds);

    /// <summary>The account is flat at the close of a bar, from which on it may enter again unless it is ruined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MarkFlat(ref Lane lane, int bar)
    {
        lane.Curve.Rest(bar, lane.Cash, dayEnds);
        lane.From = bar;
        if (lane.Cash <= 0) Ruin(ref lane);
    }

    /// <summary>The marks of an open position over closes between which nothing is paid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mark<TDirection>(ref Lane lane, in LaneEntry entry, in HeldStretch stretch)
        where TDirection : struct, IDirection => lane.Curve.Hold<TDirection>(stretch, lane.Cash, entry.Price, lane.Quantity, _close, dayEnds);

    /// <summary>One settlement of funding, or of interest.</summary>
    public static void Settle<TDirection>(ref Lane lane, in FundingSettlement settlement)
        where TDirection : struct, IDirection
    {
        if (settlement.ShortsOnly && TDirection.Sign > 0) return;
        double flow = -TDirection.Sign * lane.Quantity * settlement.Price * settlement.Rate;
        lane.Funding += flow;
        lane.Cash += flow;
    }

    /// <summary>The position has ended: a flat account goes on at the bar's close, unless it is reversed.</summary>
    /// <param name="stretch">Its last closes, which are marked first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Close<TDirection>(ref Lane lane, in LaneEntry entry, in HeldStretch stretch, in PositionEnd end)
        where TDirection : struct, IDirection
    {
        Mark<TDirection>(ref lane, entry, stretch);
        double gross, exitFee, slippage = lane.Slippage, quantity = lane.Quantity;
        if (end.Reason == ExitReason.Liquidation)
        {
            gross = -(quantity * entry.Price / _settings.Leverage);
            exitFee = 0;
        }
        else
        {
            gross = TDirection.Sign * (end.Price - entry.Price) * quantity;
            exitFee = quantity * end.Price * FeeOf(end);
            slippage += TDirection.Worse(end.Raw, end.Price) * quantity;
        }

        lane.Cash += gross - exitFee;
        double net = gross - lane.EntryFee - exitFee + lane.Funding;
        lane.Sums.Add(net, lane.EntryFee, exitFee, lane.Funding, slippage);
        if (_learns) lane.Past.Add(net);
        if (lane.Record is { } record) Write<TDirection>(record, lane, entry, end, gross, exitFee, net, slippage);
        if (!end.Reverse)
        {
            MarkFlat(ref lane, end.Bar);
            return;
        }

        lane.From = end.Bar - 1;
        lane.Reverses = (Side)(int)-TDirection.Sign;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double FeeOf(in PositionEnd end)
    {
        if (!_isConstant) _rates = _settings.Fees.At(context.OpenTimes[end.Bar]);
        return end.Reason == ExitReason.TakeProfit ? _rates.Maker : _rates.Taker;
    }

    /// <summary>The position is still open at the last close and is marked there (RULES X10).</summary>
    public void LeaveOpen<TDirection>(ref Lane lane, in LaneEntry entry, in HeldStretch stretch, in PositionEnd end)
        where TDirection : struct, IDirection
    {
        Mark<TDirection>(ref lane, entry, stretch);
        var position = PositionOf<TDirection>(lane, entry);
        lane.Unrealised = position.Gain(end.Price);
        lane.Curve.Rest(end.Bar, lane.Cash + lane.Unrealised, dayEnds);
        lane.From = int.MaxValue;
        if (lane.Record is not { } record) return;
        record.BarsInMarket += end.Bar - entry.Bar + 1;
        record.OpenPositions.Add(TradeBook.StillOpen(context, position, end.Price));
    }

    /// <summary>Writes down the day of each mark.</summary>
    public void WriteDays(ReadOnlySpan<double> equities, RunResult record)
    {
        for (int i = 0; i < equities.Length; i++) record.Days.Add(new(_dayOfEnd[i], equities[i]));
    }

    private void Ruin(ref Lane lane)
    {
        Rest(ref lane, context.Bars.Count - 1);
        lane.From = int.MaxValue;
        if (lane.Record is { } record) record.Ruined = true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Write<TDirection>(RunResult record, in Lane lane, in LaneEntry entry, in PositionEnd end, double gross, double exitFee, double net, double slippage)
        where TDirection : struct, IDirection
    {
        record.BarsInMarket += end.Bar - entry.Bar + (end.Reason == ExitReason.EndOfData ? 1 : 0);
        record.Trades.Add(TradeBook.Closed(context, PositionOf<TDirection>(lane, entry), end, gross, exitFee, net, slippage));
    }

    private static Position PositionOf<TDirection>(in Lane lane, in LaneEntry entry)
        where TDirection : struct, IDirection => new()
        {
            Id = lane.Id,
            Side = (Side)(int)TDirection.Sign,
            SignalBar = entry.SignalBar,
            EntryBar = entry.Bar,
            EntryPrice = entry.Price,
            Quantity = lane.Quantity,
            EntryFee = lane.EntryFee,
            Funding = lane.Funding,
            Slippage = lane.Slippage,
            FirstPrice = entry.Price,
            FirstQuantity = lane.Quantity,
            FirstStop = lane.FirstStop,
            FirstTarget = lane.TargetLevel,
            Regime = lane.Regime,
            Stop = lane.StopLevel,
            Target = lane.TargetLevel,
            Liquidation = lane.Liquidation,
        };
}
