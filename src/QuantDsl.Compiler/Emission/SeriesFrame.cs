using QuantDsl.Market;

namespace QuantDsl.Compiler.Emission;

/// <summary>Whose bars a series is computed on; the default is the primary bars of the traded symbol.</summary>
/// <param name="Timeframe">Null for the primary one.</param>
/// <param name="Symbol">0 for the traded symbol, else the place of another one behind it.</param>
/// <param name="SeenAt">For another symbol, the timeframe of the traded one at whose closes it is seen; null for the primary one.</param>
internal readonly record struct SeriesFrame(Timeframe? Timeframe, int Symbol = 0, Timeframe? SeenAt = null)
{
    public bool IsPrimary => Timeframe is null && Symbol == 0;

    /// <summary>Tells frames apart in keys.</summary>
    public override string ToString() => Symbol == 0 ? $"{Timeframe}" : $"{Timeframe}/{Symbol}/{SeenAt}";
}
