namespace QuantDsl.Data.DuckDb;

/// <summary>What DuckDB refused, in its words; whoever asked turns it into a message of his own.</summary>
internal sealed class DuckDbFailure(string message) : Exception(message)
{
    /// <summary>DuckDB begins most of its messages with their class, such as <c>Binder Error:</c>, and points at the place in further lines.</summary>
    public string FirstLine => Message.AsSpan().IndexOf('\n') is >= 0 and var end ? Message[..end].TrimEnd() : Message;
}
