namespace QuantDsl.Data.Sample;

/// <summary>The constants of one simulated symbol.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="StartPrice">Price at the beginning, in quote currency.</param>
/// <param name="TicksPerUnit">How many price steps make 1 quote unit: 10 for a tick of 0.1.</param>
/// <param name="LotsPerUnit">How many quantity steps make 1 base unit.</param>
/// <param name="Beta">Share of the market's (BTCUSDT's) return in this symbol's.</param>
/// <param name="OwnVolatility">Deviation of the rest, as a multiple of the market's.</param>
/// <param name="VolumePerMinute">Mean base volume of a minute.</param>
/// <param name="TradeSize">Mean base volume of a trade.</param>
internal sealed record SymbolModel(
    string Symbol, double StartPrice, int TicksPerUnit, int LotsPerUnit, double Beta, double OwnVolatility, double VolumePerMinute, double TradeSize)
{
    /// <summary>The market itself; every other symbol follows it by its beta.</summary>
    public static readonly SymbolModel Bitcoin = new("BTCUSDT", 90_000, 10, 1000, 1, 0, 110, 0.06);

    public static SymbolModel Of(string symbol) => symbol switch
    {
        "BTCUSDT" => Bitcoin,
        // Correlations with the market of 1.15 / sqrt(1.15² + 0.86²) = 0.80 and 1.3 / sqrt(1.3² + 1.25²) = 0.72.
        "ETHUSDT" => new(symbol, 3_300, 100, 1000, 1.15, 0.86, 2_600, 0.9),
        "SOLUSDT" => new(symbol, 190, 100, 1, 1.3, 1.25, 21_000, 25),
        _ => Named(symbol),
    };

    public int PriceDecimals => Decimals(TicksPerUnit);

    public int VolumeDecimals => Decimals(LotsPerUnit);

    /// <summary>A price on the tick grid; never below one tick.</summary>
    public double OnTick(double price) => Math.Max(1, Math.Floor(price * TicksPerUnit + 0.5)) / TicksPerUnit;

    /// <summary>A mark price: ten times finer than the tick, as venues publish them.</summary>
    public double OnMarkStep(double price) => Math.Max(1, Math.Floor(price * (TicksPerUnit * 10) + 0.5)) / (TicksPerUnit * 10);

    /// <summary>A volume in whole lots; at least one.</summary>
    public double OnLot(double volume) => Math.Max(1, Math.Floor(volume * LotsPerUnit)) / LotsPerUnit;

    private static SymbolModel Named(string symbol)
    {
        var stream = new RandomStream(0, symbol);
        double price = Math.Floor((1 + 99 * stream.Uniform()) * 10_000) / 10_000;
        return new(symbol, price, 10_000, 1, 0.9 + 0.6 * stream.Uniform(), 0.8 + 0.6 * stream.Uniform(), 1_500_000 / price, 400 / price);
    }

    private static int Decimals(int steps)
    {
        int decimals = 0;
        for (; steps > 1; steps /= 10) decimals++;
        return decimals;
    }
}
