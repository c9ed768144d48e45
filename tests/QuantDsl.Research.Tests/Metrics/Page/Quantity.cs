namespace QuantDsl.Research.Tests.Metrics.Page;

/// <summary>A number, or a row of them.</summary>
internal readonly record struct Quantity(double[] Items, bool IsRow)
{
    public static implicit operator Quantity(double number) => new([number], false);

    public static implicit operator Quantity(double[] row) => new(row, true);

    public double Number => IsRow ? throw new InvalidOperationException("a number is expected, and this is a row") : Items[0];

    public Quantity Each(Func<double, double> change) => new([.. Items.Select(change)], IsRow);

    /// <summary>Number with number, or place by place; a number goes with every place of a row.</summary>
    public static Quantity Each(Quantity a, Quantity b, Func<double, double, double> join)
    {
        if (!a.IsRow && !b.IsRow) return join(a.Number, b.Number);
        if (!a.IsRow) return b.Each(x => join(a.Number, x));
        if (!b.IsRow) return a.Each(x => join(x, b.Number));
        if (a.Items.Length != b.Items.Length) throw new InvalidOperationException($"rows of {a.Items.Length} and {b.Items.Length} do not go together");
        return (Quantity)a.Items.Zip(b.Items, join).ToArray();
    }
}
