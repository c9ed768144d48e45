namespace QuantDsl.Runtime;

/// <summary>What an exit rule may know of the open position at a close (RULES L4).</summary>
/// <param name="BarsInTrade">1 at the entry bar's close.</param>
/// <param name="Profit">side × (close ÷ entry price − 1), without costs; a fraction.</param>
/// <param name="EntryPrice">Average entry price.</param>
public readonly record struct PositionView(int BarsInTrade, double Profit, double EntryPrice);

/// <summary>
/// The base of every emitted class: one instance per worker, bound to one combination after another.
/// Rules are asked at primary closes by bar index, never before the strategy is warm.
/// </summary>
public abstract class CompiledStrategy
{
    /// <summary>What <see cref="Regime"/> gives where no regime holds.</summary>
    public const int NoRegime = -1;

    /// <summary>The stop of the bound combination.</summary>
    public StopPlan Stop { get; protected set; }

    /// <summary>The target of the bound combination.</summary>
    public TargetPlan Target { get; protected set; }

    /// <summary>Close the position when it has been open this many closes; 0 for never.</summary>
    public int ExitAfterBars { get; protected set; }

    /// <summary>How the bound combination adds to a position; no times where it does not.</summary>
    public ScalePlan Scale { get; protected set; }

    /// <summary>What part of a position the bound combination takes off; no share where it takes none.</summary>
    public TakePlan Take { get; protected set; }

    /// <summary>Fetches the columns of one combination and keeps its numbers.</summary>
    /// <param name="market">Columns of one market, shared by all workers.</param>
    /// <param name="parameters">One value per parameter of the strategy, in declared order.</param>
    public abstract void Bind(MarketColumns market, ReadOnlySpan<double> parameters);

    public virtual bool EnterLong(int bar) => false;

    public virtual bool EnterShort(int bar) => false;

    public virtual bool ExitLong(int bar, in PositionView position) => false;

    public virtual bool ExitShort(int bar, in PositionView position) => false;

    /// <summary>Index of the regime of a bar: the first true one in file order, an undefined condition being false; <see cref="NoRegime"/> where none is.</summary>
    public virtual int Regime(int bar) => NoRegime;

    /// <summary>The stop of positions entered in a regime.</summary>
    public virtual StopPlan StopIn(int regime) => Stop;

    /// <summary>The size of positions entered in a regime, as a factor of the usual one.</summary>
    public virtual double SizeIn(int regime) => 1;

    /// <summary>A value of a series at a bar; NaN before the first. The check takes the place of the array's own.</summary>
    protected static double At(double[] series, int bar) => (uint)bar < (uint)series.Length ? series[bar] : double.NaN;

    /// <summary><c>a != b</c>: defined on both sides, and different (RULES L6).</summary>
    protected static bool Differ(double left, double right) => left < right || left > right;

    /// <summary>The four values of a cross are defined, and the left side did not overtake the right (RULES L6).</summary>
    protected static bool NotCrossedAbove(double leftBefore, double rightBefore, double left, double right) =>
        (leftBefore > rightBefore && AreDefined(left, right)) || (left <= right && AreDefined(leftBefore, rightBefore));

    /// <summary>The four values of a cross are defined, and the left side did not fall below the right (RULES L6).</summary>
    protected static bool NotCrossedBelow(double leftBefore, double rightBefore, double left, double right) =>
        NotCrossedAbove(rightBefore, leftBefore, right, left);

    /// <summary>The series rose at each of the last <paramref name="steps"/> bars.</summary>
    protected static bool Rising(double[] series, int bar, int steps)
    {
        if (steps < 1) return false;
        for (int step = 0; step < steps; step++)
            if (!(At(series, bar - step) > At(series, bar - step - 1))) return false;
        return true;
    }

    /// <summary>The series fell at each of the last <paramref name="steps"/> bars.</summary>
    protected static bool Falling(double[] series, int bar, int steps)
    {
        if (steps < 1) return false;
        for (int step = 0; step < steps; step++)
            if (!(At(series, bar - step) < At(series, bar - step - 1))) return false;
        return true;
    }

    /// <summary>All <paramref name="steps"/> + 1 values are defined, and the series did not rise at every step.</summary>
    protected static bool NotRising(double[] series, int bar, int steps) => AreDefined(series, bar, steps) && !Rising(series, bar, steps);

    /// <summary>All <paramref name="steps"/> + 1 values are defined, and the series did not fall at every step.</summary>
    protected static bool NotFalling(double[] series, int bar, int steps) => AreDefined(series, bar, steps) && !Falling(series, bar, steps);

    /// <summary>-1, 0 or 1; NaN stays NaN.</summary>
    protected static double Sign(double value) => value > 0 ? 1 : value < 0 ? -1 : value;

    /// <summary>Rounds to the nearest whole number, halves away from zero.</summary>
    protected static double Round(double value) => Math.Round(value, MidpointRounding.AwayFromZero);

    /// <inheritdoc cref="NumberOfBars.Of"/>
    protected static int Bars(double number) => NumberOfBars.Of(number);

    /// <inheritdoc cref="NumberOfBars.Ago"/>
    protected static int Ago(double number) => NumberOfBars.Ago(number);

    private static bool AreDefined(double left, double right) => !double.IsNaN(left) && !double.IsNaN(right);

    private static bool AreDefined(double[] series, int bar, int steps)
    {
        if (steps < 1) return false;
        for (int step = 0; step <= steps; step++)
            if (double.IsNaN(At(series, bar - step))) return false;
        return true;
    }
}
