using QuantDsl.Market;
using QuantDsl.Statistics;
using static QuantDsl.Backtest.Tests.Mutant;

namespace QuantDsl.Backtest.Tests;

/// <summary>A primary bar, or a base bar inside one, with what stops and liquidation look at.</summary>
internal readonly record struct ReferenceSlice(int Bar, bool IsFirst, double Open, double High, double Low, double Volume, double TriggerOpen, double TriggerHigh, double TriggerLow);

/// <summary>Prices and amounts of the fills of <see cref="ReferenceAccount"/>: RULES X11 and V1 to V5, looked up anew for every question.</summary>
internal sealed class ReferenceExecution
{
    private readonly Mutant _mutant;
    private readonly AccountSettings _settings;
    private readonly ExecutionModels? _models;
    private readonly Instrument _instrument;
    private readonly double _lot;
    private readonly BarSeries _bars, _base;
    private readonly Dictionary<long, int> _marks = [];
    private readonly BarSeries? _mark;
    private readonly ILookup<long, int> _inside;

    public ReferenceExecution(Scenario scenario, Mutant mutant)
    {
        _mutant = mutant;
        _settings = scenario.Settings;
        _models = _settings.Fills == FillMode.Realistic ? _settings.Models : null;
        _instrument = scenario.History.Instrument;
        _lot = InstrumentOf(scenario, mutant).LotSize;
        _base = scenario.History.Base;
        _bars = _base.Aggregate(scenario.Plan.Timeframe);
        _inside = Enumerable.Range(0, _base.Count).ToLookup(i => scenario.Plan.Timeframe.BucketStart(_base.OpenTimes[i]));
        if (_models is not { MarkPrice: true } || mutant == MarkIsIgnored || scenario.History.Mark?.Timeframe != _base.Timeframe) return;
        _mark = scenario.History.Mark;
        for (int i = 0; i < _mark.Count; i++) _marks[_mark.OpenTimes[i]] = i;
    }

    private double Tick => _instrument.TickSize;

    /// <summary>What is traded; without steps and minimum where rounding is not modelled.</summary>
    public static Instrument InstrumentOf(Scenario scenario, Mutant mutant) =>
        scenario.Settings is { Fills: FillMode.Realistic, Models.Rounding: false } && mutant != RoundingCannotBeSwitchedOff
            ? scenario.History.Instrument with { TickSize = 0, LotSize = 0, MinNotional = 0 }
            : scenario.History.Instrument;

    public bool DependsOnSize => _models is { Impact: true };

    /// <summary>V5: which of both sides comes first in a bar.</summary>
    public IntrabarOrder Order => _models?.Intrabar switch
    {
        null => IntrabarOrder.Pessimistic,
        IntrabarOrder.Optimistic when _mutant == OptimisticIsPessimistic => IntrabarOrder.Pessimistic,
        { } order => order,
    };

    /// <summary>Whether positions may have more fills than their strategy says.</summary>
    public bool ServesParts => _models is { Queue: not null };

    /// <summary>V1: nothing was traded in the bars that are looked at.</summary>
    public bool IsWithoutVolume(int bar) => DependsOnSize && _mutant != ZeroVolumeIsNoReason && !(AverageVolume(bar) > 0);

    public double AtOpen(int bar, double price, double direction, double quantity, DrawPurpose purpose)
    {
        if (_models is not { } models) return Slipped(bar, price, direction, purpose);
        double seen = price;
        if (models.LatencyNanos > 0) seen = Delayed(bar, price, models.LatencyNanos, purpose);
        seen = Moved(bar, seen, direction, quantity);
        return _mutant == StopTickOnEveryMarketOrder && models.StopTick ? Worse(seen, direction, Tick) : seen;
    }

    public double AtStop(int bar, double price, double direction, double quantity)
    {
        if (_models is not { } models) return _mutant == NoSlippageOnStops ? price : Slipped(bar, price, direction, DrawPurpose.Stop);
        bool ticks = models.StopTick && _mutant != StopWithoutItsTick;
        if (_mutant == StopsAreDelayed && models.LatencyNanos > 0) price = Delayed(bar, price, models.LatencyNanos, DrawPurpose.Stop);
        if (_mutant == StopTickBeforeImpact && ticks) return Moved(bar, Worse(price, direction, Tick), direction, quantity);
        double seen = _mutant == ImpactSparesStops ? price : Moved(bar, price, direction, quantity);
        return ticks ? Worse(seen, direction, _mutant == StopTickInFavour ? -Tick : Tick) : seen;
    }

    /// <summary>How much of a reached limit is filled.</summary>
    /// <param name="given">What another limit has had of the same bar.</param>
    public double AtLimit(in ReferenceSlice slice, double limit, double sign, double quantity, double given)
    {
        if (_settings.Fills == FillMode.Screening) return Draw(slice.Bar, DrawPurpose.Target) < 0.8 ? quantity : 0;
        if (_models?.Queue is not { } queue) return quantity;
        double passed = sign * ((sign > 0 ? slice.High : slice.Low) - limit);
        bool through = passed > 0 && passed >= Tick * (1 - 1e-9);
        if (_mutant == ThroughByAnything) through = passed > 0;
        if (!through && _mutant != TouchIsAFill && Draw(slice.Bar, DrawPurpose.Target) >= queue.Probability) return 0;
        if (_mutant == NoPartialFills) return quantity;
        double most = queue.Share * (_mutant == ShareOfTheBarInEachSlice ? _bars.Volume[slice.Bar] : slice.Volume);
        if (_mutant != EachLimitHasItsOwnShare) most -= given;
        if (quantity <= most) return quantity;
        double lot = _lot;
        if (lot == 0 || _mutant == PartsIgnoreTheLot) return most;
        double part = ReferenceOrders.Multiple(Math.Floor(most / lot + 1e-9), lot);
        return Math.Floor((quantity - part) / lot + 1e-9) > 0 ? part : quantity;
    }

    /// <summary>The bar as one stretch.</summary>
    public ReferenceSlice Whole(int bar)
    {
        List<ReferenceSlice> all = [.. Inner(bar)];
        return new(bar, true, _bars.Open[bar], _bars.High[bar], _bars.Low[bar], _bars.Volume[bar], all[0].TriggerOpen, all.Max(s => s.TriggerHigh), all.Min(s => s.TriggerLow));
    }

    /// <summary>V5: the stretches that are looked at one after another.</summary>
    public IEnumerable<ReferenceSlice> Slices(int bar) =>
        _models is { InnerBars: true } && _mutant != ResolvedReadsTheWholeBar ? Inner(bar) : [Whole(bar)];

    private IEnumerable<ReferenceSlice> Inner(int bar)
    {
        bool first = true;
        foreach (int i in _inside[_bars.OpenTimes[bar]])
        {
            var (triggers, at) = _marks.TryGetValue(_base.OpenTimes[i], out int mark) && _mark is not null ? (_mark, mark)
                : _mutant == HoleHasTheLastMark && _mark is not null && _marks.Keys.Any(t => t < _base.OpenTimes[i]) ? (_mark, _marks[_marks.Keys.Where(t => t < _base.OpenTimes[i]).Max()])
                : (_base, i);
            yield return new(bar, first, _base.Open[i], _base.High[i], _base.Low[i], _base.Volume[i], triggers.Open[at], triggers.High[at], triggers.Low[at]);
            first = false;
        }
    }

    /// <summary>X11, screening: one adverse tick half of the time.</summary>
    private double Slipped(int bar, double price, double direction, DrawPurpose purpose) =>
        _settings.Fills == FillMode.Screening && Draw(bar, purpose) < 0.5 ? Worse(price, direction, _mutant == SlippageInFavour ? -Tick : Tick) : price;

    private static double Worse(double price, double direction, double tick) => price + direction * tick > 0 ? price + direction * tick : price;

    /// <summary>V3.</summary>
    private double Delayed(int bar, double price, double nanos, DrawPurpose purpose)
    {
        double bars = nanos / 1e6 / _bars.Timeframe.Milliseconds;
        double sigma = Volatility(bar) * (_mutant == LatencyGrowsWithTime ? bars : Math.Sqrt(bars));
        double deviate = NormalDistribution.Quantile(Math.Min(Draw(bar, purpose) + Math.Pow(2, -54), Math.BitDecrement(1.0)));
        double seen = price * (1 + sigma * deviate);
        return _mutant == LatencyLeavesTheBar ? seen : seen > _bars.High[bar] ? _bars.High[bar] : seen < _bars.Low[bar] ? _bars.Low[bar] : seen;
    }

    /// <summary>V1.</summary>
    private double Moved(int bar, double price, double direction, double quantity)
    {
        if (!DependsOnSize) return price;
        double average = AverageVolume(bar), part = average > 0 ? quantity / average : 1, spread = _mutant == ImpactWithoutSpread ? 0 : _instrument.SpreadTicks * Tick;
        double fraction = (_mutant == WholeSpread ? spread : spread / 2) / price + 0.1 * Volatility(bar) * (_mutant == ImpactIsLinear ? part : Math.Sqrt(part));
        double moved = price * (1 + (_mutant == ImpactInFavour ? -direction : direction) * fraction);
        return moved < 0 ? 0 : moved;
    }

    /// <summary>The bars V1 looks at for a fill in a bar: 20 that are closed, or what there is.</summary>
    private IEnumerable<int> Seen(int bar, int fewest)
    {
        int last = _mutant == ImpactSeesItsOwnBar ? bar : bar - 1, first = _mutant == ImpactSeesAllBars ? fewest : Math.Max(fewest, last - 19);
        for (int i = first; i <= last; i++) yield return i;
    }

    private double AverageVolume(int bar) => Seen(bar, 0).Select(i => _bars.Volume[i]).Average();

    private double Volatility(int bar)
    {
        double[] returns = [.. Seen(bar, 1).Select(i => _bars.Close[i] / _bars.Close[i - 1] - 1)];
        if (returns.Length < 2) return 0;
        double mean = returns.Average();
        return Math.Sqrt(returns.Select(r => (r - mean) * (r - mean)).Sum() / (returns.Length - (_mutant == ImpactOfThePopulation ? 0 : 1)));
    }

    private double Draw(int bar, DrawPurpose purpose) => new FillDraws(_settings.Seed, _base.Symbol).Uniform(_bars.OpenTimes[bar], purpose);
}
