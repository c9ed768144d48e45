namespace QuantDsl.Research.Store;

/// <summary>One strategy on one symbol of a run that is to be stored.</summary>
public sealed record MemberHeader
{
    /// <inheritdoc cref="RunHeader.StrategyName"/>
    public required string StrategyName { get; init; }

    public required string Description { get; init; }

    public required int StrategyVersion { get; init; }

    /// <inheritdoc cref="RunHeader.DocumentHash"/>
    public required string DocumentHash { get; init; }

    /// <inheritdoc cref="RunHeader.Document"/>
    public required string Document { get; init; }

    public required string ProgramHash { get; init; }

    /// <summary>What it trades.</summary>
    public required string Symbol { get; init; }

    public required string Timeframe { get; init; }

    /// <summary>Its values by name, as a JSON object.</summary>
    public required string Parameters { get; init; }

    /// <summary>The part of the account's cash its entries are sized by, a fraction; null for a run of one.</summary>
    public double? Weight { get; init; }
}

/// <summary>The same as the store has it.</summary>
public sealed record StoredMember
{
    public long RunId { get; init; }

    /// <summary>Its place in the run, as trades name it.</summary>
    public long Member { get; init; }

    public long StrategyId { get; init; }

    /// <summary>Name of the strategy.</summary>
    public string Strategy { get; init; } = "";

    public string Symbol { get; init; } = "";

    public string Timeframe { get; init; } = "";

    public string ProgramHash { get; init; } = "";

    /// <inheritdoc cref="MemberHeader.Parameters"/>
    public string Parameters { get; init; } = "{}";

    /// <inheritdoc cref="MemberHeader.Weight"/>
    public double? Weight { get; init; }
}
