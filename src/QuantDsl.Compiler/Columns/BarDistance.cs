using System.Collections.Immutable;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>How many bars to look back: every <c>[n]</c> on the way to a column, added up.</summary>
/// <param name="slots">Of the numbers, as authors give them; none for the bar itself.</param>
internal sealed class BarDistance(ImmutableArray<int> slots)
{
    /// <summary>Far beyond any series, yet small enough to be taken from any bar.</summary>
    private const long Longest = 1 << 30;

    public static readonly BarDistance None = new([]);

    public ImmutableArray<int> Slots => slots;

    /// <summary>Tells distances apart in keys.</summary>
    public string Key { get; } = string.Concat(slots.Select(slot => $"[s{slot}]"));

    public BarDistance Back(int slot) => new(slots.Add(slot));

    /// <summary>A place in a formula, so many bars ago.</summary>
    public string Shape(string place, ColumnShape shape) => slots.IsEmpty ? place : $"{place}[{string.Join(" + ", slots.Select(shape.PlaceOf))}]";

    public int Of(Evaluation evaluation)
    {
        long bars = 0;
        foreach (int slot in slots) bars += NumberOfBars.Ago(evaluation.Scalar(slot));
        return (int)Math.Min(bars, Longest);
    }
}
