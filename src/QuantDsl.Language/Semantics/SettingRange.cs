using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>The legal values of a setting, as a message says them.</summary>
internal sealed record SettingRange(double Min, double Max)
{
    public static readonly SettingRange AnyPositive = new(0, double.PositiveInfinity) { EndsExcluded = true };

    /// <summary>True when the ends themselves are not legal.</summary>
    public bool EndsExcluded { get; init; }

    public LiteralUnit Unit { get; init; }

    public bool Contains(double value) => EndsExcluded ? value > Min && value < Max : value >= Min && value <= Max;

    /// <summary><c>from 2 to 500</c>, <c>above 0%</c>.</summary>
    public override string ToString() => (EndsExcluded, double.IsInfinity(Max)) switch
    {
        (true, true) => $"above {Print(Min)}",
        (true, false) => $"above {Print(Min)} and below {Print(Max)}",
        (false, true) => $"at least {Print(Min)}",
        (false, false) => $"from {Print(Min)} to {Print(Max)}",
    };

    /// <summary>What to write instead of a value outside.</summary>
    public string Advice(double value) => EndsExcluded
        ? value <= Min ? $"use a value above {Print(Min)}" : $"use a value below {Print(Max)}"
        : value < Min ? $"use {Print(Min)} or more" : $"use {Print(Max)} or less";

    /// <summary>The end of the range next to a value outside; null where the ends are not legal themselves.</summary>
    public decimal? Nearest(double value)
    {
        double end = value < Min ? Min : Max;
        return EndsExcluded || !double.IsFinite(end) ? null : (decimal)end;
    }

    private string Print(double value) => ParameterValue.Print(value, Unit);
}
