using System.Collections.Immutable;
using QuantDsl.Diagnostics;

namespace QuantDsl.Documents;

/// <summary>A node of a YAML document. Spans point into the file the user wrote, in UTF-16 characters.</summary>
public abstract record YamlNode(TextSpan Span)
{
    /// <summary>What stands here, for a message: <c>a list</c>, <c>a mapping</c>, <c>nothing</c> or the text in backticks.</summary>
    public abstract string Describe();
}

/// <summary><c>key: value</c> pairs in file order; every key once (a second one is reported and left out).</summary>
public sealed record YamlMapping(ImmutableArray<YamlEntry> Entries, TextSpan Span) : YamlNode(Span)
{
    /// <summary>The entry of that key, compared by case, or null.</summary>
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(e => e.Key == key);

    public override string Describe() => Entries.IsEmpty ? "an empty mapping" : "a mapping";
}

/// <summary>One pair of a mapping; <paramref name="KeySpan"/> is the key's text inside its quotes.</summary>
public sealed record YamlEntry(string Key, TextSpan KeySpan, YamlNode Value);

/// <summary>A list.</summary>
public sealed record YamlSequence(ImmutableArray<YamlNode> Items, TextSpan Span) : YamlNode(Span)
{
    public override string Describe() => Items.IsEmpty ? "an empty list" : "a list";
}
