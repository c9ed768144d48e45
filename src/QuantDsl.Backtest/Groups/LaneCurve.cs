using System.Runtime.CompilerServices;

namespace QuantDsl.Backtest.Groups;

/// <summary>Equity of one lane: the last mark of each day, and the deepest drawdown over all marks, without looking at every mark.</summary>
/// <remarks>Equal to <see cref="EquityCurve"/> to the last bit. Under a peak only the lowest mark counts; where a stretch makes a new peak, its
/// marks are gone through one by one only if they could deepen the drawdown so far.</remarks>
internal struct LaneCurve
{
    // The bound is itself computed: what comes this near to it is gone through.
    private const double Margin = 1 + 1e-9;

    private double[] _days;
    private double _peak, _trough, _maxDrawdown;
    private int _first, _day;

    /// <summary>A fraction in [0, 1]; complete after <see cref="Finish"/>.</summary>
    public readonly double MaxDrawdown => Math.Min(1, _maxDrawdown);

    /// <param name="days">Where the last mark of each day goes.</param>
    /// <param name="first">From here on.</param>
    public void Start(double equity, double[] days, int first)
    {
        _days = days;
        _first = first;
        _peak = _trough = equity;
        _maxDrawdown = 0;
        _day = 0;
    }

    /// <summary>The same mark, of an account without a position, at every close up to and including a bar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Rest(int throughBar, double equity, int[] dayEnds)
    {
        if (equity >= _peak) Rise(equity);
        else if (equity < _trough) _trough = equity;
        while (dayEnds[_day] <= throughBar) _days[_first + _day++] = equity;
    }

    /// <summary>The marks of an open position over a stretch of closes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Hold<TDirection>(in HeldStretch stretch, double cash, double entry, double quantity, double[] close, int[] dayEnds)
        where TDirection : struct, IDirection
    {
        if (stretch.IsEmpty) return;
        double worst = Equity<TDirection>(TDirection.Adverse(stretch.Highest, stretch.Lowest), cash, entry, quantity);
        double best = Equity<TDirection>(TDirection.Favourable(stretch.Highest, stretch.Lowest), cash, entry, quantity);
        if (!(best < _peak)) Rise<TDirection>(stretch, worst, best, cash, entry, quantity, close);
        else if (worst < _trough) _trough = worst;
        for (int end = stretch.End; dayEnds[_day] < end; _day++) _days[_first + _day] = Equity<TDirection>(close[dayEnds[_day]], cash, entry, quantity);
    }

    /// <summary>Closes the books after the last mark.</summary>
    public void Finish() => EndDrawdown();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Rise<TDirection>(in HeldStretch stretch, double worst, double best, double cash, double entry, double quantity, double[] close)
        where TDirection : struct, IDirection
    {
        double known = _trough < _peak ? Math.Max(_maxDrawdown, (_peak - _trough) / _peak) : _maxDrawdown;
        if ((best - worst) / best * Margin < known)
        {
            _maxDrawdown = known;
            // Marks after the new peak may lie below it, but not so far that it mattered.
            _peak = _trough = best;
            return;
        }

        for (int bar = stretch.From; bar < stretch.End; bar++)
        {
            double equity = Equity<TDirection>(close[bar], cash, entry, quantity);
            if (equity >= _peak) Rise(equity);
            else if (equity < _trough) _trough = equity;
        }
    }

    private void Rise(double equity)
    {
        EndDrawdown();
        _peak = _trough = equity;
    }

    private void EndDrawdown()
    {
        if (_trough < _peak) _maxDrawdown = Math.Max(_maxDrawdown, (_peak - _trough) / _peak);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Equity<TDirection>(double price, double cash, double entry, double quantity)
        where TDirection : struct, IDirection => cash + TDirection.Sign * (price - entry) * quantity;
}
