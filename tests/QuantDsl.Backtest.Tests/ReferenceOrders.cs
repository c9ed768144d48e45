using QuantDsl.Market;
using QuantDsl.Runtime;
using static QuantDsl.Backtest.Tests.Mutant;

namespace QuantDsl.Backtest.Tests;

/// <summary>An open position of <see cref="ReferenceAccount"/>; a level that does not exist is null.</summary>
internal sealed class ReferencePosition
{
    public required Side Side { get; init; }

    public required int SignalBar { get; init; }

    public required int EntryBar { get; init; }

    public required double EntryPrice { get; set; }

    public required double Quantity { get; set; }

    public int Id { get; set; }

    public double? FirstStop { get; set; }

    public double? FirstTarget { get; set; }

    public required double? Stop { get; set; }

    public required double? Target { get; set; }

    public required double? Liquidation { get; set; }

    /// <summary>The rule its stop follows: that of its regime, or of all.</summary>
    public required StopPlan StopPlan { get; init; }

    public required int? Regime { get; init; }

    public required double FirstFill { get; init; }

    public required double FirstQuantity { get; init; }

    public required double Risk { get; init; }

    /// <summary>The limit of the part to take off; null where none works.</summary>
    public double? Take { get; set; }

    public double TakeQuantity { get; set; }

    public int AdditionsTried { get; set; }

    public double Realised { get; set; }

    public double RealisedFee { get; set; }

    /// <summary>In order, of this position alone.</summary>
    public List<Fill> Fills { get; } = [];

    public required double BestClose { get; set; }

    public double EntryFee { get; set; }

    public double Funding { get; set; }

    public double Slippage { get; set; }

    public bool TargetCancelled { get; set; }

    public double Sign => Side == Side.Long ? 1 : -1;

    public double Gain(double price) => Sign * (price - EntryPrice) * Quantity;
}

/// <summary>Levels, sizes, margins and fees of <see cref="ReferenceAccount"/>: RULES X3, X5, X6, X7 and X9.</summary>
internal sealed class ReferenceOrders(Scenario scenario, Mutant mutant)
{
    private readonly BarSeries _bars = scenario.History.Base.Aggregate(scenario.Plan.Timeframe);
    private readonly Instrument _instrument = ReferenceExecution.InstrumentOf(scenario, mutant);
    private readonly AccountSettings _settings = scenario.Settings;

    public double FeeOf(ExitReason reason, int bar) => reason switch
    {
        ExitReason.TakeProfit => mutant == TakerFeeOnTarget ? FeesIn(bar).Taker : FeesIn(bar).Maker,
        ExitReason.StopLoss when mutant == MakerFeeOnStop => FeesIn(bar).Maker,
        _ => FeesIn(bar).Taker,
    };

    /// <summary>Of the last period that has begun when the bar opens; before all of them the first.</summary>
    public FeeRates FeesIn(int bar)
    {
        var periods = _settings.Fees.Periods;
        if (mutant == FeesOfTheFirstDay) return periods[0].Rates;
        return mutant == FeesOfTheLastDay ? periods[^1].Rates : periods.Where(p => p.FromUtcMs <= _bars.OpenTimes[bar]).DefaultIfEmpty(periods[0]).Last().Rates;
    }

    private bool LeverageAllowed(MarginTier tier) =>
        _settings.Leverage <= (mutant == LeverageCapIgnored ? tier.MaxLeverage : Math.Min(tier.MaxLeverage, _instrument.MaxLeverage ?? double.MaxValue));

    /// <summary>The trades closed so far, and the limits at work; given by the account.</summary>
    public IReadOnlyList<Trade> Past { get; set; } = [];

    public ReferenceRisk? Limits { get; set; }

    /// <summary>Its place among those that share the account.</summary>
    public int Member { get; init; }

    /// <summary>Margin of the other positions of the account, and what they have gained.</summary>
    public Func<(double Margin, double Gain)> Beside { get; set; } = () => (0, 0);

    /// <summary>Why a limit over all refuses an order: time, sign, quantity, price, stop, regime.</summary>
    public Func<long, double, double, double, double?, int?, Refusal?> RefusedByAll { get; set; } = (_, _, _, _, _, _) => null;

    /// <summary>Where the limits' own stop is placed; null without one.</summary>
    public double? LimitStop(double entry, double sign) => mutant != LimitStopIgnored && Limits?.StopAt(entry, sign) is { } level ? Tick(level, up: sign < 0) : null;

    /// <summary>Why the sizing has no answer; the sizings that ask have the same at every price.</summary>
    public Refusal? Unsized(int signalBar, double price, double cash)
    {
        if (_settings.Sizing is not (Sizing.Atr or Sizing.Kelly or Sizing.VolatilityTarget)) return null;
        double asked = ReferenceSizing.Quantity(_settings.Sizing, _bars, signalBar, cash, _settings.Leverage, price, Past);
        return double.IsNaN(asked) ? Refusal.UndefinedSize : asked <= 0 ? Refusal.NoEdge : null;
    }

    public double TrailingLevel(ReferencePosition position, int bar)
    {
        var stop = position.StopPlan;
        double distance = stop.Rule == StopRule.SeriesTrailing ? stop.Amount * stop.Series![bar] : 0;
        double level = stop.Rule == StopRule.SeriesTrailing ? position.BestClose - position.Sign * distance : position.BestClose * (1 - position.Sign * stop.Amount);
        return Tick(level, up: position.Sign < 0);
    }

    /// <summary>V1: how much would be ordered at the bar's open, by which the order's impact is measured; null where a level is not defined.</summary>
    public double? Measured(Side side, int signalBar, int bar, double open, double cash) => Draft(side, signalBar, bar, open, cash) is { } draft ? Lots(draft.Raw) : null;

    public ReferencePosition? Place(Side side, int signalBar, int bar, double fill, double? measured, double cash, out Refusal refusal)
    {
        double sign = side == Side.Long ? 1 : -1;
        refusal = Refusal.UndefinedLevel;
        if (Draft(side, signalBar, bar, fill, cash) is not { } draft) return null;
        var (plan, regime, stop, target, raw) = draft;
        if (Unsized(signalBar, fill, cash) is { } unsized)
        {
            refusal = unsized;
            return null;
        }

        double quantity = mutant == SizedAtTheOpen ? measured ?? Lots(raw) : Lots(raw);
        refusal = Refusal.ZeroQuantity;
        if (double.IsNaN(quantity) || quantity <= 0) return null;
        if (Limits?.RefusedOrder(_bars.OpenTimes[bar], 0, quantity, fill) is { } limited)
        {
            refusal = limited;
            return null;
        }

        if (RefusedByAll(_bars.OpenTimes[bar], sign, quantity, fill, Nearer(stop, fill, sign), regime < 0 ? null : regime) is { } shared)
        {
            refusal = shared;
            return null;
        }

        double notional = quantity * fill, margin = notional / _settings.Leverage;
        var tier = TierOf(bar, notional);
        refusal = Refusal.Margin;
        if (Beside().Margin + margin > cash * (1 + 1e-9) && mutant is not (MarginNeverChecked or RuinTradesOn)) return null;
        refusal = Refusal.Leverage;
        if (!LeverageAllowed(tier) && mutant != LeverageNeverChecked) return null;
        refusal = Refusal.MinNotional;
        if ((mutant == MinimumBeforeRounding ? raw * fill : notional) < _instrument.MinNotional) return null;
        double part = Lots(scenario.Strategy.Take.Share * quantity);
        return new()
        {
            StopPlan = plan,
            Regime = regime < 0 ? null : regime,
            FirstFill = fill,
            FirstQuantity = quantity,
            Risk = stop is { } placed ? Math.Abs(fill - placed) : double.NaN,
            Take = part > 0 && part < quantity ? Tick(fill * (1 + sign * scenario.Strategy.Take.Distance), up: sign > 0) : null,
            TakeQuantity = part,
            Side = side,
            SignalBar = signalBar,
            EntryBar = bar,
            EntryPrice = fill,
            Quantity = quantity,
            Stop = Nearer(stop, fill, sign),
            Target = target,
            BestClose = fill,
            Liquidation = Liquidation(side, fill, quantity, tier),
        };
    }

    /// <summary>Rules, levels and quantity before the lot of an entry at a price; null where a level is not defined.</summary>
    private (StopPlan Plan, int Regime, double? Stop, double? Target, double Raw)? Draft(Side side, int signalBar, int bar, double fill, double cash)
    {
        double sign = side == Side.Long ? 1 : -1, signalClose = _bars.Close[signalBar];
        int seriesBar = mutant == SeriesReadAtEntryBar ? bar : signalBar;
        int regime = scenario.Strategy.Regime(mutant == RegimeOfTheEntryBar ? bar : signalBar);
        var plan = mutant == RegimeStopIgnored ? scenario.Strategy.Stop : scenario.Strategy.StopIn(regime);
        double stopBase = plan.FromSignal && mutant != FromSignalMeasuredFromFill ? signalClose : fill;
        double? stop = plan.Rule switch
        {
            StopRule.None => null,
            StopRule.FixedFraction or StopRule.FractionTrailing => Tick(stopBase * (1 - sign * plan.Amount), up: sign < 0),
            _ => Tick(stopBase - sign * (plan.Amount * plan.Series![seriesBar]), up: sign < 0),
        };
        var goal = scenario.Strategy.Target;
        double targetBase = goal.FromSignal && mutant != FromSignalMeasuredFromFill ? signalClose : fill;
        double riskBase = mutant == RiskRewardFromTheSignalClose ? signalClose : fill;
        double? reckoned = mutant == TargetMeasuredFromTheLimitStop ? Nearer(stop, fill, sign) : stop;
        double? target = goal.Rule switch
        {
            TargetRule.None => null,
            TargetRule.FixedFraction => Tick(targetBase * (1 + sign * goal.Amount), up: sign > 0),
            TargetRule.SeriesFixed => Tick(targetBase + sign * (goal.Amount * goal.Series![seriesBar]), up: sign > 0),
            _ => stop is null ? double.NaN : Tick(targetBase + sign * (goal.Amount * Math.Abs(riskBase - reckoned!.Value)), up: sign > 0),
        };
        if (stop is double.NaN || target is double.NaN) return null;

        double raw = Quantity(mutant == SizingAfterFee ? cash * (1 - _settings.TakerFee) : cash, fill, Nearer(stop, fill, sign), scenario.Strategy.SizeIn(regime) * (Limits?.SizeFactor ?? 1), signalBar);
        return (plan, regime, stop, target, raw);
    }

    /// <summary>The nearer of the strategy's stop and the limits' own.</summary>
    private double? Nearer(double? stop, double entry, double sign) =>
        LimitStop(entry, sign) is { } limit && (stop is not { } own || sign * limit > sign * own) ? limit : stop;

    private double Quantity(double cash, double fill, double? stop, double factor, int signalBar)
    {
        double quantity = _settings.Sizing switch
        {
            Sizing.EquityFraction s => s.Fraction * cash * (mutant == QuantityWithoutLeverage ? 1 : _settings.Leverage) / fill,
            Sizing.FixedQuantity s => s.Quantity,
            Sizing.FixedNotional s => s.Notional / fill,
            Sizing.FixedFractional s => cash * s.Risk / Math.Abs(fill - stop!.Value),
            _ => ReferenceSizing.Quantity(_settings.Sizing, _bars, signalBar, cash, _settings.Leverage, fill, Past),
        };
        if (mutant != RegimeSizeAfterTheCaps) quantity *= factor;
        double equity = cash + Beside().Gain;
        double[] caps = [_settings.MaxPosition * equity / fill ?? double.MaxValue, _settings.MaxLeverage * equity / fill ?? double.MaxValue];
        quantity = caps.Append(quantity).Min();
        return mutant == RegimeSizeAfterTheCaps ? quantity * factor : quantity;
    }

    /// <summary>X4: how much an addition at a price adds.</summary>
    public double AdditionAt(ReferencePosition held, double fill, double cash)
    {
        double equity = cash + Beside().Gain + held.Gain(fill), first = mutant == ScaleAddsTheHeldQuantity ? held.Quantity : held.FirstQuantity;
        double[] rooms = [_settings.MaxPosition * equity / fill - held.Quantity ?? double.MaxValue, _settings.MaxLeverage * equity / fill - held.Quantity ?? double.MaxValue];
        return Lots(mutant == ScaleBeyondTheCaps ? first : rooms.Append(first).Min());
    }

    /// <summary>X4: the quantity of an addition and the position after it; null when it is refused.</summary>
    public (double Added, double Entry, double? Liquidation)? Addition(ReferencePosition held, int bar, double fill, double cash, out Refusal refusal)
    {
        double added = AdditionAt(held, fill, cash), quantity = held.Quantity + added;
        double entry = mutant == ScaleEntryIsAPlainMean ? (held.EntryPrice + fill) / 2 : (held.EntryPrice * held.Quantity + fill * added) / quantity;
        double value = held.Quantity * held.EntryPrice + added * fill;
        var tier = TierOf(bar, mutant == ScaleTierOfTheOrder ? added * fill : quantity * entry);
        refusal = cash <= 0 ? Refusal.NoCash
            : added <= 0 ? Refusal.ZeroQuantity
            : Limits?.RefusedOrder(_bars.OpenTimes[bar], held.Quantity, added, fill) is { } limited ? limited
            : RefusedByAll(_bars.OpenTimes[bar], held.Sign, added, fill, held.Stop, held.Regime) is { } shared ? shared
            : Beside().Margin + (mutant == ScaleMarginOfTheOrder ? added * fill : value) / _settings.Leverage > cash * (1 + 1e-9) ? Refusal.Margin
            : !LeverageAllowed(tier) ? Refusal.Leverage
            : Refusal.MinNotional;
        if (refusal != Refusal.MinNotional || added * fill < _instrument.MinNotional) return null;
        return (added, entry, mutant == ScaleLiquidationStays ? held.Liquidation : Liquidation(held.Side, entry, quantity, tier));
    }

    /// <summary>X4: where stop and target would stand for an entry at a price; null where there is none.</summary>
    public (double? Stop, double? Target) LevelsAt(ReferencePosition held, double entry)
    {
        double sign = held.Sign, signalClose = _bars.Close[held.SignalBar];
        var (plan, goal) = (held.StopPlan, scenario.Strategy.Target);
        double stopBase = plan.FromSignal ? signalClose : entry, targetBase = goal.FromSignal ? signalClose : entry;
        double? stop = plan.Rule switch
        {
            StopRule.FixedFraction => Tick(stopBase * (1 - sign * plan.Amount), up: sign < 0),
            StopRule.SeriesFixed => Tick(stopBase - sign * (plan.Amount * plan.Series![held.SignalBar]), up: sign < 0),
            _ => null,
        };
        double risk = mutant == ScaleRiskIsMeasuredAgain && stop is { } placed ? Math.Abs(entry - placed) : held.Risk;
        double? target = goal.Rule switch
        {
            TargetRule.None => null,
            TargetRule.FixedFraction => Tick(targetBase * (1 + sign * goal.Amount), up: sign > 0),
            TargetRule.SeriesFixed => Tick(targetBase + sign * (goal.Amount * goal.Series![held.SignalBar]), up: sign > 0),
            _ => Tick(targetBase + sign * (goal.Amount * risk), up: sign > 0),
        };
        return (stop, target);
    }

    private double? Liquidation(Side side, double entry, double quantity, MarginTier tier)
    {
        double leverage = _settings.Leverage, rate = tier.MaintenanceRate;
        if (side == Side.Long && leverage <= 1 && mutant != OneTimesLongLiquidates) return null;
        if (_settings.Liquidation == LiquidationFormula.Exact)
        {
            double sign = side == Side.Long ? 1 : -1, margin = quantity * entry / leverage;
            return (margin + tier.MaintenanceAmount - sign * quantity * entry) / (quantity * (rate - sign));
        }

        if (side == Side.Long) return entry * (1 - 1 / leverage + rate);
        return entry * (mutant == ShortLiquidationMirroredWrong ? 1 + 1 / leverage + rate : 1 + 1 / leverage - rate);
    }

    private MarginTier TierOf(int bar, double notional)
    {
        var tables = _instrument.MarginTables;
        var table = tables.LastOrDefault(t => t.FromUtcMs <= _bars.OpenTimes[bar]) ?? tables[0];
        if (mutant == LatestTableAlways) table = tables[^1];
        return table.Tiers.FirstOrDefault(t => mutant == TierCapExclusive ? notional < t.Cap : notional <= t.Cap) ?? table.Tiers[^1];
    }

    private double Lots(double quantity)
    {
        if (_instrument.LotSize == 0) return quantity;
        double lots = quantity / _instrument.LotSize;
        return Multiple(mutant switch
        {
            LotRoundsToNearest => Math.Round(lots),
            LotWithoutTolerance => Math.Floor(lots),
            _ => Math.Floor(lots + 1e-9),
        }, _instrument.LotSize);
    }

    private double Tick(double price, bool up)
    {
        if (_instrument.TickSize == 0) return price;
        if (mutant == TickTowardEntry) up = !up;
        double ticks = price / _instrument.TickSize;
        return Multiple(up ? Math.Ceiling(ticks - 1e-9) : Math.Floor(ticks + 1e-9), _instrument.TickSize);
    }

    /// <summary>n steps, as the number a file would hold: 3 steps of 0.1 are 0.3.</summary>
    public static double Multiple(double count, double step)
    {
        double perUnit = Math.Round(1 / step);
        return perUnit >= 1 && Math.Abs(perUnit * step - 1) < 1e-12 ? count / perUnit : count * step;
    }
}
