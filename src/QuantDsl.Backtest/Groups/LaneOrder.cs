using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>Orders that open the positions of lanes: filled at an open, or refused (RULES X1 b, X3 to X6, X9).</summary>
/// <remarks>What <see cref="EntryOrder"/> does for one account, made of the same parts, without what no sweep has: limits, other members, listeners.
/// A block of lanes whose rules differ in nothing but their amounts is opened at once where the size is fixed or a fraction of the cash.</remarks>
internal sealed class LaneOrder(RunContext context, Lanes lanes)
{
    private readonly AccountSettings _settings = context.Settings;
    private readonly double? _always = context.Settings is { Sizing: Sizing.FixedQuantity fixedQuantity } ? fixedQuantity.Quantity : null;
    private readonly double? _fraction = context.Settings is { Sizing: Sizing.EquityFraction equityFraction } ? equityFraction.Fraction : null;
    private readonly bool _hasRegimes = !context.Plan.Regimes.IsEmpty;

    // A cap looks at the cash, which lanes do not share.
    private readonly bool _isCapped = context.Settings.MaxPosition is not null || context.Settings.MaxLeverage is not null;
    private readonly bool _isDated = context.Instrument.MarginTables.Length > 1 || !context.Settings.Fees.IsConstant;
    private SizedEntry _sized = SizedEntry.None;
    private MarginTable _table = context.Instrument.MarginTables[0];
    private double _takerFee = context.Settings.TakerFee;

    // The tier of the last size and the notional above which it begins.
    private MarginTier _tier = SizedEntry.None.Tier;
    private double _tierFloor = double.PositiveInfinity;
    private readonly AlignedNumbers _prices = context.Blocks.Prices;
    private bool _isAlike, _counts;

    /// <summary>Looks at the rules of a group that begins.</summary>
    public void Begin(int count)
    {
        _isAlike = (_always ?? _fraction) is not null && !_isCapped && !_hasRegimes;
        _counts = lanes.Records || lanes.ExitAfterBars.AsSpan(0, count).ContainsAnyExcept(0);
        for (int lane = 1; lane < count; lane++)
            _isAlike &= lanes.HeldStop[lane] with { Amount = 0 } == lanes.HeldStop[0] with { Amount = 0 } && lanes.TargetPlan[lane] with { Amount = 0 } == lanes.TargetPlan[0] with { Amount = 0 };
    }

    /// <summary>What all positions opened after a signal on one side have in common.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public LaneEntry At<TFills, TDirection>(TFills fills, int signalBar)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        int bar = signalBar + 1;
        double open = _prices[BarBlocks.At(bar) + BarBlocks.Open];
        if (_isDated)
        {
            var table = IsolatedMargin.TableAt(context.Instrument.MarginTables, context.OpenTimes[bar]);
            if (!ReferenceEquals(table, _table)) (_table, _tierFloor) = (table, double.PositiveInfinity);
            _takerFee = _settings.Fees.At(context.OpenTimes[bar]).Taker;
        }

        var entry = new LaneEntry(signalBar, bar, fills.AtOpen(bar, open, TDirection.Sign, quantity: 0, DrawPurpose.Entry), open);
        _sized = SizedEntry.None;
        if (_isAlike && _always is { } quantity) Size<TDirection>(quantity, double.PositiveInfinity, entry);
        return entry;
    }

    /// <summary>Opens positions of a block of lanes.</summary>
    /// <param name="bits">The lanes, the lowest bit first.</param>
    /// <returns>Those that were opened; the others were refused, and nothing has changed for them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Open<TDirection>(int block, uint bits, in LaneEntry entry)
        where TDirection : struct, IDirection
    {
        uint opened = _isAlike ? OpenAlike<TDirection>(block, bits, entry) : 0;
        for (uint left = bits & ~opened; left != 0; left &= left - 1)
            if (OpenAlone<TDirection>(block + BitOperations.TrailingZeroCount(left), entry)) opened |= left & (0 - left);
        return opened;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint OpenAlike<TDirection>(int block, uint bits, in LaneEntry entry)
        where TDirection : struct, IDirection
    {
        ref double at = ref lanes.Number[block];
        var cash = Vector512.LoadUnsafe(ref at, Lanes.Cash);
        double signalClose = _prices[BarBlocks.At(entry.SignalBar) + BarBlocks.Close];
        var stop = LaneLevels.Stop<TDirection>(lanes.HeldStop[0], Vector512.LoadUnsafe(ref at, Lanes.StopAmount), context.Prices, entry.Price, signalClose, entry.SignalBar);
        var target = LaneLevels.Target<TDirection>(lanes.TargetPlan[0], Vector512.LoadUnsafe(ref at, Lanes.TargetAmount), context.Prices, entry.Price, signalClose, entry.SignalBar, stop, lanes.HeldStop[0].Rule != StopRule.None);

        // Who is not let through here is refused by name, or has just enough.
        var sized = _always is null ? Sized<TDirection>(cash, bits, entry) : LaneSizes.Of(_sized);
        var passed = Vector512.GreaterThan(cash, Vector512<double>.Zero) & Vector512.GreaterThanOrEqual(cash, sized.Margin)
            & Vector512.Equals(stop, stop) & Vector512.Equals(target, target) & LaneMask.Of(bits);
        Vector512.ConditionalSelect(passed, cash + -sized.Fee, cash).StoreUnsafe(ref at, Lanes.Cash);
        // Nobody has a position here: what a lane that stays flat keeps of one is never looked at.
        sized.Quantity.StoreUnsafe(ref at, Lanes.Quantity);
        sized.Fee.StoreUnsafe(ref at, Lanes.EntryFee);
        Vector512<double>.Zero.StoreUnsafe(ref at, Lanes.Flow);
        (Vector512.Create(TDirection.Worse(entry.Price, entry.Raw)) * sized.Quantity).StoreUnsafe(ref at, Lanes.EntrySlippage);
        stop.StoreUnsafe(ref at, Lanes.Stop);
        stop.StoreUnsafe(ref at, Lanes.FirstStop);
        target.StoreUnsafe(ref at, Lanes.Target);
        Vector512<double> liquidation = sized.Liquidation, none = Vector512.Create(double.NaN);
        liquidation.StoreUnsafe(ref at, Lanes.Liquidation);
        Vector512.ConditionalSelect(passed, LaneLevels.Nearer<TDirection>(stop, liquidation), none).StoreUnsafe(ref at, Lanes.Danger);
        Vector512.ConditionalSelect(passed, target, none).StoreUnsafe(ref at, Lanes.Limit);
        uint opened = passed.Bits();
        if (!_counts) return opened;
        for (uint left = opened; left != 0; left &= left - 1) Count(block + BitOperations.TrailingZeroCount(left), entry.Bar);
        return opened;
    }

    /// <summary>Sizes that are a fraction of the cash of each; with a margin no cash has, where it takes more to tell.</summary>
    /// <param name="bits">The lanes that ask.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LaneSizes Sized<TDirection>(Vector512<double> cash, uint bits, in LaneEntry entry)
        where TDirection : struct, IDirection
    {
        Vector512<double> fill = Vector512.Create(entry.Price), leverage = Vector512.Create(_settings.Leverage), none = Vector512.Create(double.NaN);
        var quantity = context.Lots.Down(Vector512.Create(_fraction ?? double.NaN) * cash * leverage / fill);
        var notional = quantity * fill;
        // One tier for all of them, as is usual; the others are asked one by one.
        var asks = LaneMask.Of(bits) & Vector512.Equals(notional, notional);
        if (asks.Bits() == 0) return new(none, none, none, none);
        double most = LaneMask.Greatest(Vector512.ConditionalSelect(asks, notional, Vector512.Create(double.NegativeInfinity)));
        var tier = TierOf(most);
        var isRefused = Vector512.LessThanOrEqual(notional, Vector512.Create(_tierFloor)) | Vector512.LessThanOrEqual(quantity, Vector512<double>.Zero) | Vector512.LessThan(notional, Vector512.Create(context.Instrument.MinNotional));
        var margin = Vector512.ConditionalSelect(isRefused, none, _settings.Leverage > tier.MaxLeverage || _settings.Leverage > context.Instrument.MaxLeverage ? none : notional / leverage);
        return new(quantity, notional * Vector512.Create(_takerFee),
            LaneLevels.Liquidation<TDirection>(_settings.Liquidation, entry.Price, quantity, _settings.Leverage, tier), margin);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private MarginTier TierOf(double notional)
    {
        if (!(notional > _tierFloor && notional <= _tier.Cap)) FindTier(notional);
        return _tier;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FindTier(double notional)
    {
        _tier = _table.TierOf(notional);
        int index = _table.Tiers.IndexOf(_tier);
        _tierFloor = index > 0 ? _table.Tiers[index - 1].Cap : double.NegativeInfinity;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool OpenAlone<TDirection>(int lane, in LaneEntry entry)
        where TDirection : struct, IDirection
    {
        double cash = lanes.Number[Lanes.Cash + lane], fill = entry.Price, factor = 1;
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

        lanes.Number[Lanes.Quantity + lane] = _sized.Quantity;
        lanes.Number[Lanes.EntryFee + lane] = _sized.Fee;
        lanes.Number[Lanes.Flow + lane] = 0;
        lanes.Number[Lanes.EntrySlippage + lane] = _sized.Slippage;
        lanes.Number[Lanes.Stop + lane] = lanes.Number[Lanes.FirstStop + lane] = levels.Stop;
        lanes.Number[Lanes.Target + lane] = lanes.Number[Lanes.Limit + lane] = levels.Target;
        lanes.Number[Lanes.Liquidation + lane] = _sized.Liquidation;
        lanes.Number[Lanes.Danger + lane] = TDirection.NearerStop(levels.Stop, _sized.Liquidation);
        lanes.Number[Lanes.Cash + lane] = cash + -_sized.Fee;
        Count(lane, entry.Bar);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Count(int lane, int bar)
    {
        lanes.Id[lane]++;
        int bars = lanes.ExitAfterBars[lane];
        if (bars > 0) lanes.LastBar[lane] = (int)Math.Min((long)bar + bars - 1, int.MaxValue);
    }

    private double Asked(int lane, in LaneEntry entry, in EntryLevels levels) =>
        _settings.Sizing.QuantityOf(new(lanes.Number[Lanes.Cash + lane], _settings.Leverage, entry.Price, levels.Stop,
            context.SizingSeries is { } series ? series[entry.SignalBar] : double.NaN, context.BarsPerYear, lanes.Past[lane]));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Size<TDirection>(double asked, double cash, in LaneEntry entry)
        where TDirection : struct, IDirection
    {
        double quantity = EntryQuantity.Of(_settings, context.Lots, cash, entry.Price, asked);
        var tier = TierOf(quantity * entry.Price);
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
