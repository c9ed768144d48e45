using System.Runtime.CompilerServices;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>Orders that open the positions of lanes: filled at an open, or refused (RULES X1 b, X3 to X6, X9).</summary>
/// <remarks>What <see cref="EntryOrder"/> does for one account, made of the same parts, without what no sweep has: limits, other members, listeners.</remarks>
internal sealed class LaneOrder(RunContext context, Lanes lanes)
{
    private readonly AccountSettings _settings = context.Settings;
    private readonly double? _always = context.Settings is { Sizing: Sizing.FixedQuantity fixedQuantity } ? fixedQuantity.Quantity : null;
    private readonly bool _hasRegimes = !context.Plan.Regimes.IsEmpty;

    // A cap looks at the cash, which lanes do not share.
    private readonly bool _isCapped = context.Settings.MaxPosition is not null || context.Settings.MaxLeverage is not null;
    private readonly bool _isDated = context.Instrument.MarginTables.Length > 1 || !context.Settings.Fees.IsConstant;
    private SizedEntry _sized;
    private MarginTable _table = context.Instrument.MarginTables[0];
    private double _takerFee = context.Settings.TakerFee;

    /// <summary>What all positions opened after a signal on one side have in common.</summary>
    public LaneEntry At<TFills, TDirection>(TFills fills, int signalBar)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        int bar = signalBar + 1;
        double open = context.Open[bar];
        if (_isDated)
        {
            _table = IsolatedMargin.TableAt(context.Instrument.MarginTables, context.OpenTimes[bar]);
            _takerFee = _settings.Fees.At(context.OpenTimes[bar]).Taker;
        }

        _sized = SizedEntry.None;
        return new(signalBar, bar, fills.AtOpen(bar, open, TDirection.Sign, quantity: 0, DrawPurpose.Entry), open);
    }

    /// <summary>Opens a lane's position; false when it was refused, and nothing has changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Open<TDirection>(int lane, in LaneEntry entry)
        where TDirection : struct, IDirection
    {
        double cash = lanes.Cash[lane], fill = entry.Price, factor = 1;
        if (cash <= 0) return Refuse<TDirection>(lane, entry, Refusal.NoCash);
        if (_hasRegimes)
        {
            var strategy = lanes.Strategy[lane];
            int regime = lanes.Regime[lane] = strategy.Regime(entry.SignalBar);
            lanes.HeldStop[lane] = strategy.StopIn(regime);
            factor = strategy.SizeIn(regime);
        }

        var levels = EntryLevels.For<TDirection>(lanes.HeldStop[lane], lanes.TargetPlan[lane], context.Prices, fill, context.Close[entry.SignalBar], entry.SignalBar);
        if (!levels.AreDefined) return Refuse<TDirection>(lane, entry, Refusal.UndefinedLevel);
        double asked = _always ?? Asked(lane, entry, levels);
        if (!(asked > 0)) return Refuse<TDirection>(lane, entry, double.IsNaN(asked) ? Refusal.UndefinedSize : Refusal.NoEdge);
        if (factor * asked != _sized.Asked || _isCapped) Size<TDirection>(factor * asked, cash, entry);
        if (!(_sized.Margin <= cash) && EntryQuantity.Refused(_settings, context.Instrument, _sized.Tier, cash, bound: 0, _sized.Quantity, fill) is { } refusal)
            return Refuse<TDirection>(lane, entry, refusal);

        lanes.Id[lane]++;
        lanes.Quantity[lane] = _sized.Quantity;
        lanes.EntryFee[lane] = _sized.Fee;
        lanes.Flow[lane] = 0;
        lanes.EntrySlippage[lane] = _sized.Slippage;
        lanes.Stop[lane] = lanes.FirstStop[lane] = levels.Stop;
        lanes.Target[lane] = levels.Target;
        lanes.Liquidation[lane] = _sized.Liquidation;
        int bars = lanes.ExitAfterBars[lane];
        lanes.LastBar[lane] = bars > 0 ? (int)Math.Min((long)entry.Bar + bars - 1, int.MaxValue) : int.MaxValue;
        lanes.Cash[lane] = cash + -_sized.Fee;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private double Asked(int lane, in LaneEntry entry, in EntryLevels levels) =>
        _settings.Sizing.QuantityOf(new(lanes.Cash[lane], _settings.Leverage, entry.Price, levels.Stop,
            context.SizingSeries is { } series ? series[entry.SignalBar] : double.NaN, context.BarsPerYear, lanes.Past[lane]));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Size<TDirection>(double asked, double cash, in LaneEntry entry)
        where TDirection : struct, IDirection
    {
        double quantity = EntryQuantity.Of(_settings, context.Lots, cash, entry.Price, asked);
        var tier = _table.TierOf(quantity * entry.Price);
        // What only the cash can refuse is told by one comparison; without an answer from it every rule is asked.
        double margin = EntryQuantity.Refused(_settings, context.Instrument, tier, double.PositiveInfinity, bound: 0, quantity, entry.Price) is null
            ? quantity * entry.Price / _settings.Leverage
            : double.NaN;
        _sized = new(asked, quantity, quantity * entry.Price * _takerFee, TDirection.Worse(entry.Price, entry.Raw) * quantity,
            IsolatedMargin.LiquidationPrice<TDirection>(_settings.Liquidation, entry.Price, quantity, _settings.Leverage, tier), margin, tier);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Refuse<TDirection>(int lane, in LaneEntry entry, Refusal reason)
        where TDirection : struct, IDirection
    {
        if (lanes.Record[lane] is { } record)
        {
            record.Refusals[(int)reason]++;
            record.RefusedEntries.Add(new(entry.SignalBar, (Side)(int)TDirection.Sign, reason));
        }

        return false;
    }
}
