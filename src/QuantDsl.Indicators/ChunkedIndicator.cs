namespace QuantDsl.Indicators;

/// <summary>An indicator whose columnar form goes stage by stage over short runs of bars: each stage alone fits into registers, all together do not.</summary>
/// <remarks>The stages are the same operations in the same order as those of the streaming form; a law of the tests holds both together, bit by bit.</remarks>
public abstract class ChunkedIndicator : IIndicator
{
    /// <summary>Small enough for what one stage writes to be near when the next one reads it.</summary>
    protected const int LongestRun = 512;

    public abstract void Update(ReadOnlySpan<double> inputs, Span<double> outputs);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        int count = outputs[0].Length;
        for (int start = 0; start < count; start += LongestRun)
            ComputeRun(new(inputs, start, Math.Min(LongestRun, count - start)), new(outputs, start, Math.Min(LongestRun, count - start)));
    }

    /// <summary>Feeds a run of bars.</summary>
    protected abstract void ComputeRun(ColumnRun inputs, ColumnRun outputs);

    /// <summary>The same run of bars of several columns.</summary>
    protected readonly ref struct ColumnRun(double[][] columns, int start, int count)
    {
        private readonly double[][] _columns = columns;
        private readonly int _start = start;

        public int Count { get; } = count;

        public Span<double> this[int column] => _columns[column].AsSpan(_start, Count);
    }
}
