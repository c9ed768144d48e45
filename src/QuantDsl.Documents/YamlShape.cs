using System.Collections.Immutable;

namespace QuantDsl.Documents;

/// <summary>The keys a mapping may have: what its reader asks for, what an unknown key is measured against, and what a schema of it says.</summary>
/// <param name="Title">What the mapping is, for documentation.</param>
public sealed record YamlShape(string Title, ImmutableArray<YamlKey> Keys)
{
    /// <summary>Keys of which exactly one is written; empty where there is no such choice.</summary>
    public ImmutableArray<string> ExactlyOne { get; init; } = [];

    /// <summary>The key of that name, compared by case, or null.</summary>
    public YamlKey? Find(string name)
    {
        foreach (var key in Keys)
            if (key.Name == name) return key;
        return null;
    }
}

/// <summary>One key of a mapping.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Value">What may stand behind it.</param>
public sealed record YamlKey(string Name, YamlValue Value)
{
    /// <summary>True where the mapping means nothing without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>False where a key with nothing behind it is a mistake rather than a key that is left out.</summary>
    public bool MayBeEmpty { get; init; } = true;

    /// <summary>The same thing in the text notation, as an example; empty where the key has no meaning of its own.</summary>
    public string Text { get; init; } = "";

    /// <summary>One sentence for documentation.</summary>
    public string Summary { get; init; } = "";
}
