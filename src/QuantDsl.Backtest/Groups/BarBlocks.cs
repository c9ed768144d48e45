namespace QuantDsl.Backtest.Groups;

/// <summary>The extremes of every eight bars: most of them reach no level of a position, and need not be looked into.</summary>
internal sealed class BarBlocks
{
    /// <summary>Bars of a block: a line of memory.</summary>
    public const int Size = 8;

    private readonly Extremes[] _blocks;

    public BarBlocks(double[] high, double[] low, double[] close)
    {
        _blocks = new Extremes[close.Length / Size];
        for (int block = 0; block < _blocks.Length; block++)
        {
            var extremes = new Extremes(double.NegativeInfinity, double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity);
            for (int bar = block * Size; bar < (block + 1) * Size; bar++)
                extremes = new(Math.Max(extremes.High, high[bar]), Math.Min(extremes.Low, low[bar]), Math.Min(extremes.LowestClose, close[bar]), Math.Max(extremes.HighestClose, close[bar]));
            _blocks[block] = extremes;
        }
    }

    /// <summary>Block i has the bars from <c>8 i</c> to <c>8 i + 7</c>; what is left at the end of the data is in none.</summary>
    public ReadOnlySpan<Extremes> All => _blocks;

    /// <summary>Highest high, lowest low, and the extremes of the closes.</summary>
    public readonly record struct Extremes(double High, double Low, double LowestClose, double HighestClose);
}
