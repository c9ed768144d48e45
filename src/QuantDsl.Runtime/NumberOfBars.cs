namespace QuantDsl.Runtime;

/// <summary>Numbers of bars as parameters give them, whoever evaluates the rule.</summary>
public static class NumberOfBars
{
    /// <summary>More bars than there are, yet a few of them added up stay an int.</summary>
    public const int Never = 1 << 28;

    /// <summary>Rounded, halves away from zero; 0 when it is negative or undefined.</summary>
    public static int Of(double number) => double.IsNaN(number) ? 0 : (int)Rounded(Math.Clamp(number, 0, Never));

    /// <summary>How many bars to look back: rounded like <see cref="Of"/>. A negative number would be a look at the future, so it
    /// reaches before the first bar, where nothing is defined.</summary>
    public static int Ago(double number) => number > -0.5 ? (int)Rounded(Math.Min(number, Never)) : Never;

    private static double Rounded(double number) => Math.Round(number, MidpointRounding.AwayFromZero);
}
