namespace QuantDsl.Research.Store;

/// <summary>How far a run came.</summary>
public enum RunStatus
{
    Running,

    /// <summary>Cancelled, failed or killed; the same command continues it.</summary>
    Interrupted,
    Completed,
}

/// <summary>One line of the list of runs. Times are ISO 8601 UTC as stored.</summary>
/// <param name="Done">Combinations stored so far.</param>
public sealed record RunSummary(long Id, string Mode, string Strategy, string Symbol, string Timeframe, string StartDate, string EndDate,
    long Combinations, long Done, RunStatus Status, string StartedAt, string? CompletedAt, string? Error);
