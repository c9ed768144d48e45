using System.Collections.Immutable;
using QuantDsl.Data.Sample;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data;

/// <summary>A made-up market of one-minute perpetual futures, for a first look without a download and for tests of fairness.</summary>
/// <remarks>Only additions, multiplications, divisions and square roots go into it, so equal options give equal bytes on every platform.
/// The model stands in docs/sample-market.md.</remarks>
public static class SampleMarket
{
    /// <summary>Raised whenever equal options would give other bytes than before.</summary>
    public const int ModelVersion = 1;

    /// <summary>Where every sample market begins: 2025-01-01T00:00Z.</summary>
    public const long FromUtcMs = 1_735_689_600_000;

    /// <summary>Where all symbols but BTCUSDT begin, in a market long enough to reach it: 2025-07-01T00:00Z.</summary>
    public const long OthersFromUtcMs = 1_751_328_000_000;

    private const long Minute = 60_000;

    /// <summary>Simulates in memory; a year of one symbol takes about a tenth of a second.</summary>
    /// <exception cref="InputException">An option is out of its range.</exception>
    public static SimulatedMarket Generate(SampleOptions options)
    {
        options.Checked();
        long to = options.ToUtcMs, othersFrom = to > OthersFromUtcMs ? OthersFromUtcMs : FromUtcMs;
        var climate = new MarketClimate(options, FromUtcMs);
        var market = new SimulatedSymbol(SymbolModel.Bitcoin, options.Seed, (int)((to - FromUtcMs) / Minute));
        string[] names = [.. options.Symbols.Where(symbol => symbol != SymbolModel.Bitcoin.Symbol)];
        SimulatedSymbol[] others = [.. names.Select(name => new SimulatedSymbol(SymbolModel.Of(name), options.Seed, (int)((to - othersFrom) / Minute)))];
        var jumps = ImmutableArray.CreateBuilder<PriceJump>();
        for (long open = FromUtcMs; open < to; open += Minute)
        {
            climate.Step(open);
            double jump = market.Step(open, climate, default);
            if (jump != 0)
            {
                jumps.Add(new(SymbolModel.Bitcoin.Symbol, open, jump));
                climate.Excite();
            }
            if (open < othersFrom) continue;
            for (int i = 0; i < others.Length; i++)
                if (others[i].Step(open, climate, market.Changes) is var own && own != 0) jumps.Add(new(names[i], open, own));
        }
        return new(
            [.. options.Symbols.Select(symbol => (symbol == SymbolModel.Bitcoin.Symbol ? market : others[Array.IndexOf(names, symbol)]).ToHistory(Venues.BinanceUsdM))],
            climate.RegimesUntil(to), jumps.ToImmutable());
    }

    /// <summary>Makes the files of a sample market in a folder of its own, in the layout of Binance's archive; true when they were not there yet.</summary>
    /// <param name="folder">Must not exist, or hold a sample market; name it by <see cref="SampleOptions.Key"/>. Made whole or not at all.</param>
    /// <param name="options">What to make.</param>
    /// <exception cref="InputException">The folder cannot be written or holds something else (kind Data), or an option is out of its range (kind Usage).</exception>
    public static bool Ensure(string folder, SampleOptions options) => SampleFolder.Ensure(folder, options);

    /// <summary>What <see cref="HistoryReader"/> needs to read one symbol of a sample market, with its mark prices and funding.</summary>
    /// <exception cref="InputException">The market has no such symbol.</exception>
    public static HistoryRequest Request(string folder, string symbol, Venue venue) => SampleFolder.Request(folder, symbol, venue);
}
