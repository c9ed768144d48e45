using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Semantics;

/// <summary>QD240x and QD241x: problems of the symbols a strategy names.</summary>
public static class SymbolDiagnostics
{
    public static readonly DiagnosticDescriptor UnknownSymbol = new("QD2410", Severity.Error, "the strategy has no symbol `{0}`")
    {
        Why = "The symbols a strategy reads are declared, so that a run can load their bars.",
        Bad = "symbols BTCUSDT, ETHUSDT\nenter long when close of ETHUSD > open of ETHUSDT",
        Good = "symbols BTCUSDT, ETHUSDT\nenter long when close of ETHUSDT > open of ETHUSDT",
    };

    public static readonly DiagnosticDescriptor RepeatedSymbol = new("QD2411", Severity.Error, "`{0}` is named twice")
    {
        Why = "The first symbol is traded and the others are read: one symbol in two places could be meant as either.",
        Bad = "symbols BTCUSDT, BTCUSDT\nenter long when close > open of BTCUSDT",
        Good = "symbols BTCUSDT, ETHUSDT\nenter long when close > open of ETHUSDT",
    };

    public static readonly DiagnosticDescriptor NestedOf = new("QD2412", Severity.Error, "`of` cannot stand inside `of`")
    {
        Why = "A series is computed on the bars of one symbol.",
        Bad = "symbols BTCUSDT, ETHUSDT\nenter long when EMA(close of ETHUSDT, 20) of ETHUSDT > close",
        Good = "symbols BTCUSDT, ETHUSDT\nenter long when EMA(close, 20) of ETHUSDT > close",
    };

    public static readonly DiagnosticDescriptor NameInsideOf = new("QD2413", Severity.Error, "`{0}` is a value of the traded symbol and cannot stand before `of`")
    {
        Why = "A let is computed once, on the bars of the traded symbol; before `of` only series, parameters and calls may stand.",
        Bad = "symbols BTCUSDT, ETHUSDT\nlet trend = EMA(close, 20)\nenter long when close > trend and close > trend of ETHUSDT",
        Good = "symbols BTCUSDT, ETHUSDT\nlet trend = EMA(close, 20)\nenter long when close > trend and close > EMA(close, 20) of ETHUSDT",
    };

    public static readonly DiagnosticDescriptor NotASymbol = new("QD2414", Severity.Error, "`{0}` cannot be a symbol")
    {
        Why = "Symbols are named as markets name them: letters, digits and a few signs.",
        Bad = "symbols BTCUSDT, \"ETH USDT\"\nenter long when close > open",
        Good = "symbols BTCUSDT, \"ETH-USDT\"\nenter long when close > open of \"ETH-USDT\"",
    };

    public static readonly DiagnosticDescriptor UnreadSymbol = new("QD2415", Severity.Warning, "`{0}` is never read")
    {
        Why = "A run loads the bars of every symbol, and waits for data that changes nothing.",
        Bad = "symbols BTCUSDT, ETHUSDT\nenter long when close > open",
        Good = "symbols BTCUSDT, ETHUSDT\nenter long when close > open of ETHUSDT",
    };

    /// <summary>Every descriptor of this table, in the order of the codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } = [UnknownSymbol, RepeatedSymbol, NestedOf, NameInsideOf, NotASymbol, UnreadSymbol];
}
