using System.Collections.Immutable;
using System.Text.Json;

namespace QuantDsl.Research.Events;

/// <summary>One kind of line of the event log, with its keys in the order they are written.</summary>
/// <param name="Name">The value of <c>event</c>.</param>
/// <param name="Meaning">One sentence.</param>
public sealed record EventKind(string Name, string Meaning, ImmutableArray<EventKey> Keys)
{
    /// <summary>The name as the writer puts it down.</summary>
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(Name);
}
