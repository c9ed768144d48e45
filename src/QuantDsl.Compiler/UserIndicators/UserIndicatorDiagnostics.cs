using QuantDsl.Diagnostics;

namespace QuantDsl.Compiler.UserIndicators;

/// <summary>QD40xx: problems of the indicators a project brings along in its <c>indicators</c> folder.</summary>
public static class UserIndicatorDiagnostics
{
    public static readonly DiagnosticDescriptor DoesNotCompile = new("QD4001", Severity.Error, "{0}: {1}")
    {
        Why = "The file is C#; the compiler's own code and words are shown at the line they are about. Only this indicator is left out.",
    };

    public static readonly DiagnosticDescriptor NotOneIndicator = new("QD4002", Severity.Error,
        "`{0}` has {1} public classes that are an `IIndicator` with a static `Definition`; exactly one is expected")
    {
        Why = "An indicator is one file: one class, one definition.",
    };

    public static readonly DiagnosticDescriptor NameDiffers = new("QD4003", Severity.Error, "the definition in `{0}` is named `{1}`, but its file is `{2}`")
    {
        Why = "A strategy uses the indicator by name, and whoever reads the strategy must find the file by that name without running it.",
    };

    public static readonly DiagnosticDescriptor NameTaken = new("QD4004", Severity.Error, "`{0}` is the name of another indicator, or of a function of the language")
    {
        Why = "A file in a folder must not change what a published strategy means by `RSI`.",
    };

    public static readonly DiagnosticDescriptor BadDefinition = new("QD4005", Severity.Error, "the definition in `{0}` cannot be used: {1}")
    {
        Why = "Binder, sweep ranges and pages read the definition; it must hold for all of them.",
    };

    public static readonly DiagnosticDescriptor Failed = new("QD4006", Severity.Error, "the indicator `{0}` failed: {1}")
    {
        Why = "An indicator answers every bar with a number or NaN; it has no other way to say that it does not know.",
    };

    public static readonly DiagnosticDescriptor Untrusted = new("QD4007", Severity.Warning, "`{0}` is C# code that was not trusted as it stands, so it is not run")
    {
        Why = "Code in a folder that came from elsewhere could do anything; it runs only after its exact text was trusted with `qdsl trust`.",
    };

    public static readonly DiagnosticDescriptor NoPlaceForTrust = new("QD4008", Severity.Error, "what is trusted cannot be kept in `{0}`: {1}")
    {
        Why = "Trust belongs to the user, not to the project that asks for it, so it is kept in the user's own folder.",
    };

    public static readonly DiagnosticDescriptor NotAPage = new("QD4009", Severity.Error, "`{0}` is there already and is no page of an indicator")
    {
        Why = "Pages are written anew over those of before; a text of yours is not one of them and stays.",
    };

    public static readonly DiagnosticDescriptor BadName = new("QD4010", Severity.Error, "`{0}` cannot be the name of an indicator: {1}")
    {
        Why = "The name is that of the file and of the C# class in it, and what a strategy calls.",
    };

    /// <summary>Every descriptor of this stage.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
        [DoesNotCompile, NotOneIndicator, NameDiffers, NameTaken, BadDefinition, Failed, Untrusted, NoPlaceForTrust, NotAPage, BadName];
}
