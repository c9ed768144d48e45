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

    public required double EntryPrice { get; init; }

    public required double Quantity { get; init; }

    public required double? Stop { get; set; }

    public required double? Target { get; init; }

    public required double? Liquidation { get; init; }

    public required double BestClose { get; set; }

    public double EntryFee { get; set; }

    public double Funding { get; set; }

    public double Slippage { get; set; }

    public bool TargetCancelled { get; set; }

    public double Sign => Side == Side.Long ? 1 : -1;

    public double Gain(double price) => Sign * (price - EntryPrice) * Quantity;
}

/// <summary>Levels, sizes, margins, fees and draws of <see cref="ReferenceAccount"/>: RULES X3, X5, X6, X7, X9 and X11.</summary>
internal sealed class ReferenceOrders(Scenario scenario, Mutant mutant)
{
    private readonly BarSeries _bars = scenario.History.Base.Aggregate(scenario.Plan.Timeframe);
    private readonly Instrument _instrument = scenario.History.Instrument;
    private readonly AccountSettings _settings = scenario.Settings;

    public double Slip(int bar, double price, double direction, DrawPurpose purpose)
    {
        if (_settings.Fills == FillMode.Neutral || Draw(bar, purpose) >= 0.5) return price;
        double slipped = price + (mutant == SlippageInFavour ? -direction : direction) * _instrument.TickSize;
        return slipped > 0 ? slipped : price;
    }

    public bool FillsTarget(int bar) => _settings.Fills == FillMode.Neutral || Draw(bar, DrawPurpose.Target) < 0.8;

    public double FeeOf(ExitReason reason) => reason switch
    {
        ExitReason.TakeProfit => mutant == TakerFeeOnTarget ? _settings.TakerFee : _settings.MakerFee,
        ExitReason.StopLoss when mutant == MakerFeeOnStop => _settings.MakerFee,
        _ => _settings.TakerFee,
    };

    public double TrailingLevel(ReferencePosition position, int bar)
    {
        var stop = scenario.Strategy.Stop;
        double distance = stop.Rule == StopRule.SeriesTrailing ? stop.Amount * stop.Series![bar] : 0;
        double level = stop.Rule == StopRule.SeriesTrailing ? position.BestClose - position.Sign * distance : position.BestClose * (1 - position.Sign * stop.Amount);
        return Tick(level, up: position.Sign < 0);
    }

    public ReferencePosition? Place(Side side, int signalBar, int bar, double fill, double cash, out Refusal refusal)
    {
        double sign = side == Side.Long ? 1 : -1, signalClose = _bars.Close[signalBar];
        int seriesBar = mutant == SeriesReadAtEntryBar ? bar : signalBar;
        refusal = Refusal.NoCash;
        if (cash <= 0 && mutant != RuinTradesOn) return null;
        refusal = Refusal.UndefinedLevel;
        var plan = scenario.Strategy.Stop;
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
        double? target = goal.Rule switch
        {
            TargetRule.None => null,
            TargetRule.FixedFraction => Tick(targetBase * (1 + sign * goal.Amount), up: sign > 0),
            TargetRule.SeriesFixed => Tick(targetBase + sign * (goal.Amount * goal.Series![seriesBar]), up: sign > 0),
            _ => stop is null ? double.NaN : Tick(targetBase + sign * (goal.Amount * Math.Abs(riskBase - stop.Value)), up: sign > 0),
        };
        if (stop is double.NaN || target is double.NaN) return null;

        double raw = Quantity(mutant == SizingAfterFee ? cash * (1 - _settings.TakerFee) : cash, fill, stop);
        double quantity = Lots(raw);
        refusal = Refusal.ZeroQuantity;
        if (double.IsNaN(quantity) || quantity <= 0) return null;
        double notional = quantity * fill, margin = notional / _settings.Leverage;
        var tier = TierOf(bar, notional);
        refusal = Refusal.Margin;
        if (margin > cash * (1 + 1e-9) && mutant is not (MarginNeverChecked or RuinTradesOn)) return null;
        refusal = Refusal.Leverage;
        if (_settings.Leverage > tier.MaxLeverage && mutant != LeverageNeverChecked) return null;
        refusal = Refusal.MinNotional;
        if ((mutant == MinimumBeforeRounding ? raw * fill : notional) < _instrument.MinNotional) return null;
        return new()
        {
            Side = side,
            SignalBar = signalBar,
            EntryBar = bar,
            EntryPrice = fill,
            Quantity = quantity,
            Stop = stop,
            Target = target,
            BestClose = fill,
            Liquidation = Liquidation(side, fill, quantity, tier),
        };
    }

    private double Quantity(double cash, double fill, double? stop)
    {
        double quantity = _settings.Sizing switch
        {
            Sizing.EquityFraction s => s.Fraction * cash * (mutant == QuantityWithoutLeverage ? 1 : _settings.Leverage) / fill,
            Sizing.FixedQuantity s => s.Quantity,
            Sizing.FixedNotional s => s.Notional / fill,
            Sizing.FixedFractional s => cash * s.Risk / Math.Abs(fill - stop!.Value),
            _ => throw new NotSupportedException(),
        };
        double[] caps = [_settings.MaxPosition * cash / fill ?? double.MaxValue, _settings.MaxLeverage * cash / fill ?? double.MaxValue];
        return caps.Append(quantity).Min();
    }

    private double? Liquidation(Side side, double entry, double quantity, MarginTier tier)
    {
        double leverage = _settings.Leverage, rate = tier.MaintenanceRate;
        if (side == Side.Long && leverage <= 1 && mutant != OneTimesLongLiquidates) return null;
        if (_settings.Liquidation == LiquidationFormula.MaintenanceAmount)
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
    private static double Multiple(double count, double step)
    {
        double perUnit = Math.Round(1 / step);
        return perUnit >= 1 && Math.Abs(perUnit * step - 1) < 1e-12 ? count / perUnit : count * step;
    }

    private double Draw(int bar, DrawPurpose purpose) =>
        new FillDraws(_settings.Seed, scenario.History.Base.Symbol).Uniform(_bars.OpenTimes[bar], purpose);
}
