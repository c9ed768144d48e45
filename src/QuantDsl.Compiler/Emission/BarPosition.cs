using System.Globalization;

namespace QuantDsl.Compiler.Emission;

/// <summary>The bar an expression is read at, as C#: <c>bar</c>, <c>bar - 1</c>, <c>at - lookback_bars</c>.</summary>
internal readonly record struct BarPosition(string Variable, int Ago, string Terms)
{
    /// <summary>The bar a rule is asked about.</summary>
    public static readonly BarPosition Asked = new("bar", 0, "");

    /// <summary>True when the variable itself is meant, which is never before the first bar.</summary>
    public bool IsDirect => Ago == 0 && Terms.Length == 0;

    public BarPosition Back(int bars) => this with { Ago = Ago + bars };

    public BarPosition Back(WholeNumber bars) => bars.Constant is { } known ? Back(known) : this with { Terms = $"{Terms} - {bars.Text}" };

    public override string ToString() => Variable + (Ago == 0 ? "" : $" - {Ago.ToString(CultureInfo.InvariantCulture)}") + Terms;
}
