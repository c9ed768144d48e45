using QuantDsl.Diagnostics;

namespace QuantDsl.Cli;

/// <summary>QD0xxx: problems of the command line and of <c>qdsl.yaml</c>.</summary>
public static class CommandLineDiagnostics
{
    public static readonly DiagnosticDescriptor BadUsage = new("QD0001", Severity.Error, "{0}")
    {
        Why = "The command line names a verb, option or argument that does not exist, or leaves one out.",
    };

    public static readonly DiagnosticDescriptor BadOptionValue = new("QD0002", Severity.Error, "`{1}` is no value for `{0}`: {2}")
    {
        Why = "Options are checked before anything runs, so that a typing mistake never costs a run.",
        Bad = "leverage: 0\n",
        Good = "leverage: 5\n",
        SampleFile = ProjectFolder.SettingsName,
    };

    public static readonly DiagnosticDescriptor FileNotFound = new("QD0003", Severity.Error, "there is no file `{0}`")
    {
        Why = "A path is read from the current folder.",
    };

    public static readonly DiagnosticDescriptor CannotRead = new("QD0004", Severity.Error, "`{0}` cannot be read: {1}")
    {
        Why = "The file exists, but the system refuses to open it.",
    };

    public static readonly DiagnosticDescriptor CannotWrite = new("QD0005", Severity.Error, "`{0}` cannot be written: {1}")
    {
        Why = "Results go to a folder that this user may write to; nothing is left half-written.",
    };

    public static readonly DiagnosticDescriptor NoData = new("QD0006", Severity.Error, "no market data is named")
    {
        Why = "A run needs bars: `--bars FILE…` for your own, or `--sample` for the simulated sample market.",
    };

    public static readonly DiagnosticDescriptor UnknownSetting = new("QD0008", Severity.Error, "`{0}` is not a setting")
    {
        Why = "Every option of a run is also a key of `qdsl.yaml`, by its long name without the dashes.",
        Bad = "leverge: 5\n",
        Good = "leverage: 5\n",
        SampleFile = ProjectFolder.SettingsName,
    };

    public static readonly DiagnosticDescriptor NoFunding = new("QD0007", Severity.Error, "no funding is named for these bars")
    {
        Why = "Funding is paid every few hours on a perpetual; leaving it out must be a decision, not an oversight.",
    };

    public static readonly DiagnosticDescriptor UnknownCode = new("QD0050", Severity.Error, "there is no diagnostic `{0}`")
    {
        Why = "Codes are `QD` and four digits; one that was retired is never given again.",
    };

    public static readonly DiagnosticDescriptor FileExists = new("QD0051", Severity.Error, "there is a `{0}` already")
    {
        Why = "What is new never replaces a file.",
    };

    public static readonly DiagnosticDescriptor BadName = new("QD0052", Severity.Error, "`{0}` cannot be the name of a strategy")
    {
        Why = "A name is made of letters, digits and `_`, does not begin with a digit, and is no word of the language.",
    };

    public static readonly DiagnosticDescriptor NoSuchIndicatorFile = new("QD0070", Severity.Error, "there is no indicator file `{0}` in `{1}`")
    {
        Why = "A project's own indicators are the C# files directly inside its `indicators` folder, one for each.",
    };

    public static readonly DiagnosticDescriptor UnknownIndicator = new("QD0060", Severity.Error, "there is no indicator `{0}`")
    {
        Why = "Indicators are asked for by name or alias, in any case; `qdsl indicators list` shows all of them.",
    };

    /// <summary>A failure of usage with a remedy.</summary>
    public static InputException Usage(DiagnosticDescriptor descriptor, string? help, params object[] arguments) =>
        new(FailureKind.Usage, Diagnostic.InFile("", 0, descriptor, arguments) with { Help = help });
}
