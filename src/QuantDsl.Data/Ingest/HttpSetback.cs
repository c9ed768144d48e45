namespace QuantDsl.Data.Ingest;

/// <summary>An attempt that failed, and may succeed when it is repeated.</summary>
/// <param name="reason">In words, without a full stop.</param>
/// <param name="retryAfter">What the server asked to wait, or null.</param>
internal sealed class HttpSetback(string reason, TimeSpan? retryAfter = null) : Exception(reason)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
