using System.Collections.Immutable;
using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Linking;

/// <summary>QD238x: problems found while a strategy is put together from its parts.</summary>
public static class LinkingDiagnostics
{
    private static readonly ImmutableArray<(string, string)> Library = [("library.qstrat", "define DISTANCE(x) = x - SMA(x, 20)\n")];
    private static readonly ImmutableArray<(string, string)> Base = [("base.qstrat", "strategy base\ntimeframe 5m\nenter long when close > high[1]\n")];

    public static readonly DiagnosticDescriptor NameOfLibrary = new("QD2380", Severity.Error, "`{0}` is already defined by `{1}`")
    {
        Why = "A used file and the file that uses it share one set of names, so that a name means the same wherever it stands; only `extends` replaces.",
        Bad = "use \"library.qstrat\"\ndefine DISTANCE(x) = x - open\nenter long when DISTANCE(close) > 0",
        Good = "use \"library.qstrat\"\nenter long when DISTANCE(close) > 0",
        Beside = Library,
    };

    public static readonly DiagnosticDescriptor CyclicDefinition = new("QD2381", Severity.Error, "`{0}` is defined by itself: {1}")
    {
        Why = "A definition is put in the place of its calls, which has no end when it calls itself.",
        Bad = "define UP(x) = DOWN(x) + 1\ndefine DOWN(x) = UP(x) - 1\nenter long when close > UP(open)",
        Good = "define UP(x) = x + 1\ndefine DOWN(x) = UP(x) - 2\nenter long when close > DOWN(open)",
    };

    public static readonly DiagnosticDescriptor DefinitionTakesName = new("QD2382", Severity.Error, "`{0}` cannot be defined: it is already {1}")
    {
        Why = "A call must mean one thing: what an indicator, a function or a value is called means that everywhere.",
        Bad = "define EMA(x, n) = SMA(x, n)\nenter long when close > EMA(close, 20)",
        Good = "define MEAN(x, n) = SMA(x, n)\nenter long when close > MEAN(close, 20)",
    };

    public static readonly DiagnosticDescriptor ExpansionTooLarge = new("QD2383", Severity.Error, "putting definitions in the place of their calls makes more than {0} parts")
    {
        Why = "Definitions that call each other twice double at every level; no strategy written by a person comes near the limit.",
        Bad = string.Join('\n', Enumerable.Range(1, 20).Select(i => $"define D{i}(x) = D{i - 1}(x) + D{i - 1}(x)").Prepend("define D0(x) = x + x")) + "\nenter long when D20(close) > open",
        Good = "define D0(x) = x + x\nenter long when D0(close) > open",
    };

    public static readonly DiagnosticDescriptor FileNotFound = new("QD2384", Severity.Error, "there is no file `{0}`")
    {
        Why = "Files are named relative to the file that names them; a name without an ending stands for `.qstrat`, `.yaml`, `.yml` or `.json`.",
        Bad = "use \"libary.qstrat\"\nenter long when DISTANCE(close) > 0",
        Good = "use \"library.qstrat\"\nenter long when DISTANCE(close) > 0",
        Beside = Library,
    };

    public static readonly DiagnosticDescriptor FileUnreadable = new("QD2385", Severity.Error, "`{0}` cannot be read: {1}")
    {
        Why = "A strategy without one of its parts would be another strategy.",
    };

    public static readonly DiagnosticDescriptor CyclicFiles = new("QD2386", Severity.Error, "`{0}` is built from itself: {1}")
    {
        Why = "A file that uses or extends itself, through others or not, has no beginning.",
        Bad = "extends \"sample.qstrat\"\nenter long when close > open",
        Good = "extends \"base.qstrat\"\nenter long when close > open",
        Beside = Base,
    };

    public static readonly DiagnosticDescriptor TooManyFiles = new("QD2387", Severity.Error, "the strategy is built from more than {0}")
    {
        Why = "A limit keeps a damaged or generated set of files from exhausting the machine.",
        Bad = "extends \"long0.qstrat\"\nenter long when close > open",
        Good = "extends \"base.qstrat\"\nenter long when close > open",
        Beside = [.. Base, .. Enumerable.Range(0, 20).Select(i => ($"long{i}.qstrat", $"extends \"long{i + 1}.qstrat\"\nstrategy long{i}\n"))],
    };

    public static readonly DiagnosticDescriptor NoOtherFiles = new("QD2388", Severity.Error, "`{0}` cannot be read: there are no other files here")
    {
        Why = "A text that was not read from a folder has no files beside it.",
        Bad = "use \"library.qstrat\"\nenter long when close > open",
        Good = "enter long when close > open",
    };

    public static readonly DiagnosticDescriptor UnknownBinding = new("QD2390", Severity.Error, "`{0}` is bound, but the strategy has no such symbol")
    {
        Why = "A binding that replaces nothing would leave another symbol in its place than the one meant.",
    };

    /// <summary>Every descriptor of this table, in the order of the codes.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        NameOfLibrary, CyclicDefinition, DefinitionTakesName, ExpansionTooLarge, FileNotFound, FileUnreadable, CyclicFiles, TooManyFiles, NoOtherFiles,
        UnknownBinding,
    ];
}
