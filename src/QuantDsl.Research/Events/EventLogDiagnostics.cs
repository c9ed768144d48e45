using QuantDsl.Diagnostics;

namespace QuantDsl.Research.Events;

/// <summary>QD5320 to QD5339: event logs that cannot be written or read.</summary>
public static class EventLogDiagnostics
{
    public static readonly DiagnosticDescriptor LogUnwritable = new("QD5320", Severity.Warning, "the event log `{0}` cannot be written: {1}")
    {
        Why = "A log tells how a result came about; without it the result is the same, so the run goes on and is kept.",
    };

    public static readonly DiagnosticDescriptor LogMissing = new("QD5321", Severity.Error, "run {0} has no event log")
    {
        Why = "A single run writes its log beside the store of runs; a sweep writes none, because it would hold every event of every combination.",
    };

    public static readonly DiagnosticDescriptor LogDamaged = new("QD5322", Severity.Error, "the event log is damaged: {0}")
    {
        Why = "Every line but the last was written whole, so one that is not has been changed or lost since, and what is left would tell another story.",
    };

    public static readonly DiagnosticDescriptor LogNewer = new("QD5323", Severity.Error, "the event log has format {0}, this version reads up to {1}")
    {
        Why = "A newer version may write what this one would misread.",
    };

    public static readonly DiagnosticDescriptor LogOfAnotherRun = new("QD5324", Severity.Error, "the file is the event log of run {0}, not of run {1}")
    {
        Why = "Logs are found by the number of their run; one that was moved or copied would be taken for another run's.",
    };

    public static readonly DiagnosticDescriptor UnknownEvent = new("QD5325", Severity.Error, "there is no event `{0}`")
    {
        Why = "The events of a log are those of the published schema; a name that never occurs would show an empty answer.",
    };

    public static readonly DiagnosticDescriptor NotReplayed = new("QD5326", Severity.Error, "the event log cannot be replayed: {0}")
    {
        Why = "The equity that follows from the fills and the bars must be the one the log states; where it is not, log and bars are not of one run.",
    };

    public static readonly DiagnosticDescriptor RunUnfinished = new("QD5327", Severity.Error, "run {0} was not finished")
    {
        Why = "A run that was killed or failed keeps its event log up to the last line written, but no trades: those it had may not be all.",
    };
}
