using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Syntax;

/// <summary>QD119x: problems of keys that older documents have and the text notation says otherwise.</summary>
public static class OldDocumentDiagnostics
{
    private const string Sample = "sample.yaml";

    private const string Rules = "name: example\ntimeframe: 5m\nindicators:\n  rsi: {type: RSI, period: 14}\nentry_conditions:\n  long: [rsi < 30]\nexit_conditions:\n  long: [rsi > 50]\n";

    public static readonly DiagnosticDescriptor UnknownSchemaVersion = new("QD1190", Severity.Error, "`schema_version` {0} is not known to this compiler, which understands {1}")
    {
        Why = "A file in a newer notation must not be run with an older meaning.",
        Bad = "schema_version: 2.0\n" + Rules,
        Good = "schema_version: 1.0\n" + Rules,
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor CannotConfirm = new("QD1191", Severity.Error, "`{0}` cannot be read on {1}: {2}")
    {
        Why = "A confirmation is read as if its timeframe were the strategy's, and only what the language can say `on` that timeframe can be read so.",
        Bad = Rules + "parameters: {n: 3}\nconfirmations:\n  - {timeframe: 1h, condition: rsi > 50 within n bars}\n",
        Good = Rules + "confirmations:\n  - {timeframe: 1h, condition: rsi > 50 within 3 bars}\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor NothingToConfirm = new("QD1192", Severity.Error, "there is no entry here to confirm")
    {
        Why = "Confirmations are added to the entries of the file they stand in; those of a base are complete already.",
        Bad = "extends: base\nname: example\nconfirmations:\n  - {timeframe: 1h, condition: close > open}\n",
        Good = "extends: base\nname: example\nentry_conditions:\n  long: [close > open]\nconfirmations:\n  - {timeframe: 1h, condition: close > open}\n",
        SampleFile = Sample,
        Beside = [("base.yaml", "name: base\ntimeframe: 5m\nentry_conditions:\n  long: [\"close > high[1]\"]\n")],
    };

    public static readonly DiagnosticDescriptor ConfirmationTimeframe = new("QD1193", Severity.Error, "{0} is no whole multiple of {1}, so no entry can be confirmed on it")
    {
        Why = "A higher bar is made of whole bars of the strategy's timeframe.",
        Bad = Rules + "confirmations:\n  - {timeframe: 3m, condition: rsi > 50}\n",
        Good = Rules + "confirmations:\n  - {timeframe: 15m, condition: rsi > 50}\n",
        SampleFile = Sample,
    };

    /// <summary>Every descriptor of this table, in the order of the codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } = [UnknownSchemaVersion, CannotConfirm, NothingToConfirm, ConfirmationTimeframe];
}
