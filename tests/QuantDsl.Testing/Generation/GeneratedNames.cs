namespace QuantDsl.Testing.Generation;

/// <summary>What the author of a generated strategy has declared so far, by what may be done with it.</summary>
public sealed class GeneratedNames(Random random)
{
    // Words with a meaning in one place of the grammar, words of C# and of YAML, and plain names: all of them may be names.
    private static readonly string[] Words =
    [
        "long", "short", "when", "after", "before", "bars", "from", "signal", "in", "step", "count", "log", "range", "version", "funding", "live",
        "above", "below", "at", "up", "to", "times", "size", "true", "false", "double", "Math", "bar", "class", "null", "yes", "_x9", "fast", "slow", "level", "rsi", "ema_1h",
    ];

    private readonly Stack<string> _free = new(Shuffled(random));

    public List<string> Periods { get; } = [];

    public List<string> Percents { get; } = [];

    /// <summary>Positive numbers for multiples and widths.</summary>
    public List<string> Multiples { get; } = [];

    /// <summary>Numbers of either sign.</summary>
    public List<string> Levels { get; } = [];

    public List<string> Conditions { get; } = [];

    public List<string> Regimes { get; } = [];

    /// <summary>Declared series by what they measure.</summary>
    public Dictionary<ValueKind, List<string>> Series { get; } = Enum.GetValues<ValueKind>().ToDictionary(kind => kind, _ => new List<string>());

    /// <summary>A name nobody else has, in any case.</summary>
    public string Fresh() => _free.TryPop(out string? word) ? word : $"name_{_free.Count}_{random.Next():x}";

    private static string[] Shuffled(Random random)
    {
        string[] words = [.. Words];
        random.Shuffle(words);
        return words;
    }
}
