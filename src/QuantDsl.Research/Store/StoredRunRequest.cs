using System.Collections.Immutable;
using System.Text.Json;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Validation;

namespace QuantDsl.Research.Store;

/// <summary>A stored run with what it takes to do it again.</summary>
public sealed record StoredRunRequest
{
    public long Id { get; init; }

    /// <summary>As <see cref="RunHeader.Mode"/>.</summary>
    public string Mode { get; init; } = "";

    public string Status { get; init; } = "";

    public string ProgramHash { get; init; } = "";

    public string DataHash { get; init; } = "";

    /// <summary>As <see cref="RunHeader.Request"/>.</summary>
    public string Words { get; init; } = "null";

    /// <summary>The options it was asked for with; null for a run of a version that did not keep them.</summary>
    public TypedRequest? Typed => JsonSerializer.Deserialize<TypedRequest?>(Words);

    /// <summary>As <see cref="RunHeader.Settings"/>.</summary>
    public string Settings { get; init; } = "{}";

    public long Combinations { get; init; }

    /// <summary>Strategies on symbols that shared its account.</summary>
    public long Members { get; init; }

    public string Strategy { get; init; } = "";

    /// <summary>The canonical print.</summary>
    public string Document { get; init; } = "";
}

/// <summary>Where a validated run comes from, and how it got where it is.</summary>
/// <param name="SourceRun">The screen; null for a file.</param>
/// <param name="Combination">Its row there.</param>
public sealed record ValidationOrigin(long? SourceRun, long? Combination, double BareEquity, ImmutableArray<StepResult> Steps);
