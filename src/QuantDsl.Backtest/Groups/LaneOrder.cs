using System.Runtime.CompilerServices;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>Orders that open the positions of lanes: filled at an open, or refused (RULES X1 b, X3 to X6, X9).</summary>
/// <remarks>What <see cref="EntryOrder"/> does for one account, made of the same parts, without what no sweep has: limits, other members, listeners.</remarks>
internal sealed class LaneOrder(RunContext context)
{
    private readonly AccountSettings _settings = context.Settings;
    private readonly double? _always = context.Settings is { Sizing: Sizing.FixedQuantity fixedQuantity } ? fixedQuantity.Quantity : null;
    private readonly bool _hasRegimes = !context.Plan.Regimes.IsEmpty;
    private MarginTable _table = context.Instrument.MarginTables[0];
    private double _takerFee;

    /// <summary>What all positions opened after a signal on one side have in common.</summary>
    public LaneEntry At<TFills, TDirection>(TFills fills, int signalBar)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        int bar = signalBar + 1;
        double open = context.Open[bar];
        _table = IsolatedMargin.TableAt(context.Instrument.MarginTables, context.OpenTimes[bar]);
        _takerFee = _settings.Fees.At(context.OpenTimes[bar]).Taker;
        return new(signalBar, bar, fills.AtOpen(bar, open, TDirection.Sign, quantity: 0, DrawPurpose.Entry), open);
    }

    /// <summary>Opens a lane's position; false when it was refused, and nothing has changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Open<TDirection>(ref Lane lane, in LaneEntry entry)
        where TDirection : struct, IDirection
    {
        double cash = lane.Cash, fill = entry.Price, factor = 1;
        int signalBar = entry.SignalBar;
        if (cash <= 0) return Refuse<TDirection>(ref lane, entry, Refusal.NoCash);
        lane.HeldStop = lane.Stop;
        lane.Regime = CompiledStrategy.NoRegime;
        if (_hasRegimes)
        {
            lane.Regime = lane.Strategy.Regime(signalBar);
            lane.HeldStop = lane.Strategy.StopIn(lane.Regime);
            factor = lane.Strategy.SizeIn(lane.Regime);
        }

        var levels = EntryLevels.For<TDirection>(lane.HeldStop, lane.Target, context.Prices, fill, context.Close[signalBar], signalBar);
        if (!levels.AreDefined) return Refuse<TDirection>(ref lane, entry, Refusal.UndefinedLevel);
        double asked = _always ?? _settings.Sizing.QuantityOf(new(cash, _settings.Leverage, fill, levels.Stop,
            context.SizingSeries is { } series ? series[signalBar] : double.NaN, context.BarsPerYear, lane.Past));
        if (double.IsNaN(asked)) return Refuse<TDirection>(ref lane, entry, Refusal.UndefinedSize);
        if (asked <= 0) return Refuse<TDirection>(ref lane, entry, Refusal.NoEdge);
        double quantity = EntryQuantity.Of(_settings, context.Lots, cash, fill, factor * asked);
        var tier = _table.TierOf(quantity * fill);
        if (EntryQuantity.Refused(_settings, context.Instrument, tier, cash, bound: 0, quantity, fill) is { } refusal) return Refuse<TDirection>(ref lane, entry, refusal);

        double fee = quantity * fill * _takerFee;
        lane.Id++;
        lane.Quantity = quantity;
        lane.EntryFee = fee;
        lane.Funding = 0;
        lane.Slippage = TDirection.Worse(fill, entry.Raw) * quantity;
        lane.StopLevel = lane.FirstStop = levels.Stop;
        lane.TargetLevel = levels.Target;
        lane.Liquidation = IsolatedMargin.LiquidationPrice<TDirection>(_settings.Liquidation, fill, quantity, _settings.Leverage, tier);
        lane.LastBar = lane.ExitAfterBars > 0 ? (int)Math.Min((long)entry.Bar + lane.ExitAfterBars - 1, int.MaxValue) : int.MaxValue;
        lane.Cash = cash + -fee;
        return true;
    }

    private static bool Refuse<TDirection>(ref Lane lane, in LaneEntry entry, Refusal reason)
        where TDirection : struct, IDirection
    {
        if (lane.Record is { } record)
        {
            record.Refusals[(int)reason]++;
            record.RefusedEntries.Add(new(entry.SignalBar, (Side)(int)TDirection.Sign, reason));
        }

        return false;
    }
}
