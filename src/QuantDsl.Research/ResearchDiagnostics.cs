using QuantDsl.Diagnostics;

namespace QuantDsl.Research;

/// <summary>QD7xxx: problems of sweeps, the run store and results.</summary>
public static class ResearchDiagnostics
{
    public static readonly DiagnosticDescriptor GridTooLarge = new("QD7001", Severity.Error,
        "the sweep declares {0} combinations; at most {1} can be enumerated")
    {
        Why = "Every combination is checked against `require` and for duplicates before anything runs, and that list must fit in memory.",
    };

    public static readonly DiagnosticDescriptor NothingToRun = new("QD7002", Severity.Error,
        "no combination satisfies every `require` of `{0}`")
    {
        Why = "A `require` removes combinations before they run; when it removes all of them there is nothing to rank.",
    };

    public static readonly DiagnosticDescriptor UnknownParameter = new("QD7003", Severity.Error,
        "`{0}` has no parameter `{1}`")
    {
        Why = "A setting that reached nothing would silently run another strategy than the one asked for.",
    };

    public static readonly DiagnosticDescriptor BadParameterValue = new("QD7004", Severity.Error,
        "`{1}` is no value for parameter `{0}`: {2} is expected")
    {
        Why = "A parameter takes a number as the strategy writes it; a percent is written `3%` or as the fraction 0.03.",
    };

    public static readonly DiagnosticDescriptor RequireNotMet = new("QD7005", Severity.Error,
        "the parameters {0} break a `require` of `{1}`")
    {
        Why = "The author ruled the combination out; a sweep never runs it, so a single run does not either.",
    };

    public static readonly DiagnosticDescriptor BarsTooCoarse = new("QD7006", Severity.Error,
        "`{0}` trades {1} bars, which cannot be made from bars of {2}")
    {
        Why = "Coarser bars are built from finer ones, never the other way round.",
    };

    public static readonly DiagnosticDescriptor NoBarsOfSymbol = new("QD7007", Severity.Error, "`{0}` reads {1}, but there are no bars of it")
    {
        Why = "A strategy that reads another symbol is undefined where that symbol has no bars.",
    };

    public static readonly DiagnosticDescriptor StoreUnwritable = new("QD7010", Severity.Error,
        "the run store cannot be written: {0}")
    {
        Why = "Results are streamed to the store while they are computed, so that a killed sweep can continue.",
    };

    public static readonly DiagnosticDescriptor StoreDamaged = new("QD7011", Severity.Error,
        "the run store is not a usable database: {0}")
    {
        Why = "Rows of an interrupted sweep are read back from the store; a damaged store would give wrong results.",
    };

    public static readonly DiagnosticDescriptor StoreNewer = new("QD7012", Severity.Error,
        "the run store has format {0}, this version reads up to {1}")
    {
        Why = "A newer version may store what this one would misread or destroy.",
    };

    public static readonly DiagnosticDescriptor StoreBusy = new("QD7013", Severity.Error,
        "the run store is locked by another process")
    {
        Why = "Several processes may share a store, but only one writes at a time; the lock was not released in time.",
    };

    public static readonly DiagnosticDescriptor NoSuchRun = new("QD7020", Severity.Error, "there is no run {0}")
    {
        Why = "What is done again, or read from the store, has to be there.",
    };

    public static readonly DiagnosticDescriptor RunNotRepeatable = new("QD7021", Severity.Error, "run {0} cannot be done again: {1}")
    {
        Why = "What is compared with a stored run has to be the same program on the same bars, or the difference would not be that of execution.",
    };

    public static readonly DiagnosticDescriptor NothingScreened = new("QD7022", Severity.Error, "nothing was screened in this project yet")
    {
        Why = "`validate last` does the best rows of the latest finished screen again, and there is none.",
    };

    /// <summary>Every descriptor of this stage.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        GridTooLarge, NothingToRun, UnknownParameter, BadParameterValue, RequireNotMet, BarsTooCoarse, NoBarsOfSymbol, StoreUnwritable, StoreDamaged, StoreNewer, StoreBusy, NoSuchRun, RunNotRepeatable, NothingScreened,
    ];
}
