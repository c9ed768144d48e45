using QuantDsl.Market;

namespace QuantDsl.Data;

/// <summary>The venues shipped with the product, read from embedded YAML.</summary>
public static class Venues
{
    public static Venue BinanceUsdM { get; } = null!;
}
