namespace QuantDsl.Benchmarks;

/// <summary>How the comparison with the C++ reference is asked for.</summary>
public sealed record PerformanceOptions
{
    /// <summary>Source of the C++ reference; null for the one beside the checkout.</summary>
    public string? Reference { get; init; }

    /// <summary>Sweeps a million combinations too, which takes minutes.</summary>
    public bool Long { get; init; }

    /// <summary>One turn and three processes instead of three and seven: a look, not a measurement to be kept.</summary>
    public bool Quick { get; init; }

    /// <summary>Writes <c>docs/performance.md</c>.</summary>
    public bool Write { get; init; }

    /// <summary>Prints JSON instead of a table.</summary>
    public bool Json { get; init; }

    /// <summary>The options as they are typed; a reference elsewhere is not named.</summary>
    public string Words => string.Join(' ', new[] { Quick ? "--quick" : "", Long ? "--long" : "", Write ? "--write" : "" }.Where(word => word.Length > 0));

    /// <summary>Null where a word is not understood.</summary>
    public static PerformanceOptions? Read(ReadOnlySpan<string> words) => words switch
    {
        [] => new(),
        ["--reference", var file, .. var rest] => Read(rest) is { } options ? options with { Reference = file } : null,
        ["--long", .. var rest] => Read(rest) is { } options ? options with { Long = true } : null,
        ["--quick", .. var rest] => Read(rest) is { } options ? options with { Quick = true } : null,
        ["--write", .. var rest] => Read(rest) is { } options ? options with { Write = true } : null,
        ["--json", .. var rest] => Read(rest) is { } options ? options with { Json = true } : null,
        _ => null,
    };
}
