using System.Runtime.CompilerServices;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>A stop that follows the best close since entry, the fill included, and never loosens (RULES X3).</summary>
internal struct TrailingStop<TDirection>(in StopPlan plan, PriceGrid grid, double fill, double initial)
    where TDirection : struct, IDirection
{
    private readonly StopRule _rule = plan.Rule;
    private readonly double _amount = plan.Amount;
    private readonly double[] _series = plan.Series ?? [];
    private readonly PriceGrid _grid = grid;
    private double _best = fill;

    /// <summary>Where the stop stands; also for stops that do not trail.</summary>
    public double Level { get; private set; } = initial;

    /// <summary>Moves the level to another one, unless that would loosen it or it is undefined.</summary>
    public void Tighten(double level)
    {
        if (TDirection.RisenTo(level, Level)) Level = level;
    }

    /// <summary>Looks at one close; the new level acts from the next bar on.</summary>
    /// <returns>True when the level moved.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Follow(double close, int bar)
    {
        if (TDirection.RisenTo(close, _best)) _best = close;
        double level = _rule == StopRule.SeriesTrailing
            ? _best - TDirection.Sign * (_amount * _series[bar])
            : _best * (1 - TDirection.Sign * _amount);
        // Rounding only loosens, so a level that is no tighter before it needs none. An undefined level compares false.
        if (!TDirection.RisenTo(level, Level)) return false;
        level = TDirection.RoundStop(_grid, level);
        if (TDirection.FallenTo(level, Level)) return false;
        Level = level;
        return true;
    }
}
