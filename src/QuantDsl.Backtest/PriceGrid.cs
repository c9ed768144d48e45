using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Backtest;

/// <summary>The multiples of a tick or lot (RULES X6).</summary>
/// <remarks>A value within 1e-9 of a step counts as on it, so that an inexact product does not lose a whole step. A multiple is formed
/// as a quotient where the step is one over a whole number: then <c>3 × 0.1</c> is the very number that <c>0.3</c> is read as, and
/// a bar that touches a level touches it.</remarks>
public readonly struct PriceGrid
{
    private const double Tolerance = 1e-9;

    private readonly double _step, _inverse;

    /// <param name="step">Distance of two neighbours; 0 leaves every value as it is.</param>
    public PriceGrid(double step)
    {
        _step = step;
        double inverse = step > 0 ? Math.Round(1 / step) : 0;
        _inverse = inverse >= 1 && Math.Abs(inverse * step - 1) < 1e-12 ? inverse : 0;
    }

    public double Step => _step;

    /// <summary>The largest multiple at or below; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Down(double value) => _step > 0 ? At(Math.Floor(value / _step + Tolerance)) : value;

    /// <summary>The smallest multiple at or above; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Up(double value) => _step > 0 ? At(Math.Ceiling(value / _step - Tolerance)) : value;

    /// <summary>The same for several values at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Down(Vector512<double> values) =>
        _step > 0 ? At(Vector512.Floor(values / Vector512.Create(_step) + Vector512.Create(Tolerance))) : values;

    /// <inheritdoc cref="Down(Vector512{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Up(Vector512<double> values) =>
        _step > 0 ? At(Vector512.Ceiling(values / Vector512.Create(_step) - Vector512.Create(Tolerance))) : values;

    private Vector512<double> At(Vector512<double> steps) => _inverse > 0 ? steps / Vector512.Create(_inverse) : steps * Vector512.Create(_step);

    private double At(double steps) => _inverse > 0 ? steps / _inverse : steps * _step;
}
