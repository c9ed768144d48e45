using System.Collections.Immutable;
using System.Text;

namespace QuantDsl.Research.Events;

/// <summary>What the value of a key is.</summary>
public enum EventValue
{
    /// <summary>ISO 8601 in UTC with milliseconds.</summary>
    Instant,

    /// <summary>One of a few words.</summary>
    Word,
    Text,

    /// <summary>A double, written with the digits that give it back to the last bit.</summary>
    Number,
    Whole,
    Flag,

    /// <summary>An object of names, each with a number or null.</summary>
    Values,

    /// <summary>A list of objects with the keys of <see cref="EventTable.MemberKeys"/>.</summary>
    Members,
}

/// <summary>One key of a line of the event log.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Meaning">One sentence, with the unit where there is one.</param>
public sealed record EventKey(string Name, EventValue Value, string Meaning)
{
    /// <summary>True where null stands for a value that there is not; the key itself is always written.</summary>
    public bool MayBeNull { get; init; }

    /// <summary>Of <see cref="EventValue.Word"/>: what it may be.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>What the writer puts down before the value, where another key stands before it.</summary>
    internal byte[] Prefix { get; } = Encoding.UTF8.GetBytes($",\"{Name}\":");

    /// <summary>The same key where it may be null.</summary>
    public EventKey OrNull => this with { MayBeNull = true };
}
