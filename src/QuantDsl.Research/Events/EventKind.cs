using System.Collections.Immutable;
using System.Text;

namespace QuantDsl.Research.Events;

/// <summary>One kind of line of the event log, with its keys in the order they are written.</summary>
/// <param name="Name">The value of <c>event</c>.</param>
/// <param name="Meaning">One sentence.</param>
public sealed record EventKind(string Name, string Meaning, ImmutableArray<EventKey> Keys)
{
    /// <summary>What the writer puts down between the instant and the number of the line.</summary>
    internal byte[] Infix { get; } = Encoding.UTF8.GetBytes($"\",\"event\":\"{Name}\",\"seq\":");
}
