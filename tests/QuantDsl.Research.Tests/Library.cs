using System.Collections.Concurrent;
using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Data;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests;

/// <summary>The strategy library and slices of the sample market, read once.</summary>
internal static class Library
{
    private static readonly ConcurrentDictionary<string, MarketHistory> Markets = new();

    /// <summary>Every strategy of the library, by the name of its file.</summary>
    public static ImmutableArray<string> Names { get; } =
        [.. Directory.GetFiles(Repository.PathOf("strategies"), "*.qstrat").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> All => [.. Names];

    public static StrategyInput Strategy(string name, params string[] settings) => Input(File.ReadAllText(Repository.PathOf("strategies", name + ".qstrat")), settings);

    /// <summary>A strategy from its text, with settings as <c>name=value</c>.</summary>
    public static StrategyInput Input(string text, params string[] settings) =>
        StrategyInput.Of(StrategyReader.Read(new SourceText("strategy.qstrat", text)), null,
            settings.Select(s => s.Split('=')).Select(s => KeyValuePair.Create(s[0], s[1])));

    /// <summary>Bitcoin of the sample market.</summary>
    public static MarketHistory Sample(int days, ulong seed = 1, SampleRegime regime = SampleRegime.All) =>
        Markets.GetOrAdd($"{days} {seed} {regime}", _ =>
            SampleMarket.Generate(new() { Days = days, Seed = seed, Regime = regime, Symbols = ["BTCUSDT"] }).Histories[0]);

    /// <summary>A market for a strategy that reads other symbols: each is the bars of another history under the symbol's name.</summary>
    public static MarketHistory With(this MarketHistory history, BoundStrategy strategy, MarketHistory other) =>
        history with { Others = [.. strategy.Symbols.Skip(1).Select(symbol => other.Base with { Symbol = symbol })] };

    public static RunInputs Inputs(StrategyInput strategy, MarketHistory history, AccountSettings? account = null) =>
        new(strategy, history, account ?? new AccountSettings());
}
