using System.Collections.Immutable;

namespace QuantDsl.Documents;

/// <summary>What may stand behind a key. A reader checks it where it reads; a schema is written from it.</summary>
public abstract record YamlValue;

/// <summary>Anything at all; what it must be is said elsewhere.</summary>
public sealed record YamlAny : YamlValue;

/// <summary>One scalar.</summary>
/// <param name="Form">What its text must look like.</param>
public sealed record YamlOneScalar(YamlScalarForm Form) : YamlValue;

/// <summary>What the text of a scalar must look like.</summary>
public enum YamlScalarForm
{
    /// <summary>Any text, number or truth value.</summary>
    Text,

    /// <summary>Letters, digits and <c>_</c>, not beginning with a digit.</summary>
    Name,
    Number,

    /// <summary>A number, or a percentage such as <c>3%</c>.</summary>
    Literal,
    Whole,
    Boolean,

    /// <summary><c>5m</c>, <c>1h</c>, <c>1d</c>, <c>1w</c>.</summary>
    Timeframe,

    /// <summary><c>08:00</c>, from 00:00 to 23:59.</summary>
    StartOfDay,

    /// <summary><c>20:00</c>, up to 24:00.</summary>
    EndOfDay,

    /// <summary><c>2024-10-24</c>.</summary>
    Date,
}

/// <summary>A whole number between two ends, both included.</summary>
public sealed record YamlWholeFrom(int Least, int Most = int.MaxValue) : YamlValue;

/// <summary>A number above one end and up to the other.</summary>
public sealed record YamlNumberAbove(decimal Below, decimal Most) : YamlValue;

/// <summary>A number between two ends, both included; null for no end.</summary>
/// <param name="Needs">What it must be, in words, for messages: <c>a fraction between 0 and 1</c>.</param>
public sealed record YamlNumberIn(decimal? Least, decimal? Most, string Needs) : YamlValue
{
    /// <summary>True where the lower end itself is left out.</summary>
    public bool IsAboveLeast { get; init; }

    /// <summary>True where the number must be a whole one.</summary>
    public bool IsWhole { get; init; }

    /// <summary>True for a number inside the range.</summary>
    public bool Holds(decimal number) =>
        (Least is not { } least || number > least || (number == least && !IsAboveLeast)) && (Most is not { } most || number <= most) && (!IsWhole || number == decimal.Truncate(number));
}

/// <summary>One of a few words.</summary>
public sealed record YamlChoice(ImmutableArray<string> Words) : YamlValue
{
    /// <summary>True where the words may be written in any case.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>True where a word that is a number may be written as one.</summary>
    public bool MayBeNumber { get; init; }
}

/// <summary>A list.</summary>
public sealed record YamlListOf(YamlValue Item) : YamlValue
{
    public int Least { get; init; }

    public int? Most { get; init; }

    /// <summary>True where an item may be left empty.</summary>
    public bool ItemsMayBeEmpty { get; init; }
}

/// <summary>A mapping whose keys the author chooses.</summary>
/// <param name="Keys">What a key must look like: a name, or any text.</param>
public sealed record YamlMapOf(YamlScalarForm Keys, YamlValue Value) : YamlValue;

/// <summary>A mapping with keys of its own.</summary>
public sealed record YamlSection(YamlShape Shape) : YamlValue;

/// <summary>A mapping with keys of its own, one of which says whether it is on: while it is off, nothing else of it is looked at.</summary>
/// <param name="Key">The key of the truth value; on when absent.</param>
public sealed record YamlSwitch(string Key, YamlShape On) : YamlValue;

/// <summary>Any one of several forms.</summary>
public sealed record YamlEither(ImmutableArray<YamlValue> Forms) : YamlValue;

/// <summary>A mapping whose keys depend on the word behind one of them.</summary>
/// <param name="Key">The key that decides.</param>
/// <param name="Cases">The words, and the keys that go with each of them, the deciding one included.</param>
/// <param name="Absent">The keys without it; null where it must be written.</param>
public sealed record YamlVariants(string Key, ImmutableArray<YamlVariant> Cases, YamlShape? Absent) : YamlValue
{
    /// <summary>True where the deciding word may be written in any case.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>The keys with a word that no case names; null where that is a mistake.</summary>
    public YamlShape? Otherwise { get; init; }

    /// <summary>The keys that go with a word, or null.</summary>
    public YamlShape? Find(string word) =>
        Cases.FirstOrDefault(c => c.Words.Contains(word, IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal))?.Shape ?? Otherwise;
}

/// <summary>One case of <see cref="YamlVariants"/>; the first word is the one to write.</summary>
public sealed record YamlVariant(ImmutableArray<string> Words, YamlShape Shape);
