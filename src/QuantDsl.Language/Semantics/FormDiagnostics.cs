using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Semantics;

/// <summary>QD2416 to QD2419: problems of what is kept for forms.</summary>
public static class FormDiagnostics
{
    private const string Rules = "param n = 14\nenter long when RSI(close, n) < 30\n";

    public static readonly DiagnosticDescriptor UnknownField = new("QD2416", Severity.Error, "there is no `{0}` a form could set")
    {
        Why = "A form field for a value that does not exist would change nothing.",
        Bad = Rules + "param form \"m\" step 1",
        Good = Rules + "param form \"n\" step 1",
    };

    public static readonly DiagnosticDescriptor UnknownSetting = new("QD2417", Severity.Error, "`{0}` is nothing a form knows of a field")
    {
        Why = "A setting that no form reads would look like one that does something.",
        Bad = Rules + "param form \"n\" stepp 1",
        Good = Rules + "param form \"n\" step 1",
    };

    public static readonly DiagnosticDescriptor SettingValue = new("QD2418", Severity.Error, "`{0}` of a form field needs {1}")
    {
        Why = "Bounds and steps are numbers, kinds and descriptions are words, and a default is a value YAML can write.",
        Bad = Rules + "param form \"n\" step \"one\"",
        Good = Rules + "param form \"n\" step 1",
    };

    public static readonly DiagnosticDescriptor SaidByParameter = new("QD2419", Severity.Error, "{0} of `{1}` stands where the parameter is declared")
    {
        Why = "The range and the description of a parameter are said once, on its own line, and both notations find them there.",
        Bad = Rules + "param form \"n\" description \"Look-back\"",
        Good = "param n = 14 \"Look-back\"\nenter long when RSI(close, n) < 30",
    };

    /// <summary>Every descriptor of this table, in the order of the codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } = [UnknownField, UnknownSetting, SettingValue, SaidByParameter];
}
