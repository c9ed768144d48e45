using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Syntax;

/// <summary>QD117x: problems in how a strategy names its parts and symbols.</summary>
public static class ReuseDiagnostics
{
    private const string Rules = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [\"DISTANCE(close, 20) > 0\"]\n";

    public static readonly DiagnosticDescriptor SymbolOfRule = new("QD1170", Severity.Error, "`{0}` takes no symbol, but `{1}` is named")
    {
        Why = "A strategy trades the first of its symbols and only reads the others, so a rule has nothing to choose.",
        Bad = "symbols BTCUSDT, ETHUSDT\nenter long ETHUSDT when close of ETHUSDT > open of ETHUSDT",
        Good = "symbols BTCUSDT, ETHUSDT\nenter long when close of ETHUSDT > open of ETHUSDT",
    };

    public static readonly DiagnosticDescriptor BadSignature = new("QD1171", Severity.Error, "`{0}` does not name a definition and its arguments")
    {
        Why = "A definition is called like an indicator, and its key has the form of the call.",
        Bad = Rules.Replace("DISTANCE(close, 20)", "close - open", StringComparison.Ordinal) + "definitions:\n  DISTANCE: close - open\n",
        Good = Rules + "definitions:\n  DISTANCE(x, n): x - SMA(x, n)\n",
        SampleFile = "sample.yaml",
    };

    /// <summary>Every descriptor of this table, in the order of the codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } = [SymbolOfRule, BadSignature];
}
