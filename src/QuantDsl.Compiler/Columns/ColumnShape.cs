using System.Collections.Immutable;
using System.Globalization;

namespace QuantDsl.Compiler.Columns;

/// <summary>The identity of a derived column: its formula with a place for each column and each number it reads.</summary>
internal sealed class ColumnShape
{
    public ColumnShape(BarValue value)
    {
        List<ColumnRequest> columns = [];
        List<int> slots = [];
        value.Collect(columns, slots);
        Columns = [.. columns.Distinct()];
        Slots = [.. slots.Distinct()];
        Text = value.Shape(this);
    }

    /// <summary>The formula; places of numbers follow those of columns.</summary>
    public string Text { get; }

    public ImmutableArray<ColumnRequest> Columns { get; }

    public ImmutableArray<int> Slots { get; }

    public string PlaceOf(ColumnRequest column) => Place(Columns.IndexOf(column));

    public string PlaceOf(int slot) => Place(Columns.Length + Slots.IndexOf(slot));

    private static string Place(int number) => string.Create(CultureInfo.InvariantCulture, $"{{{number}}}");
}
