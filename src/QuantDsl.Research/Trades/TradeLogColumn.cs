using System.Collections.Immutable;
using QuantDsl.Data.Query;

namespace QuantDsl.Research.Trades;

/// <summary>One column of the canonical trade log.</summary>
/// <param name="Name">As CSV, JSON and Parquet have it.</param>
/// <param name="Unit">Empty where there is none.</param>
/// <param name="Meaning">What it is and, where it is computed, how: the line of the reference.</param>
/// <param name="Read">The value of a trade: a string, long or double as <paramref name="Type"/> says, an instant as a long, null where it is
/// not defined; never NaN, an infinity or −0.</param>
public sealed record TradeLogColumn(string Name, ColumnType Type, string Unit, string Meaning, Func<LoggedTrade, object?> Read)
{
    /// <summary>True where a trade may have no value.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The words it can be; empty where any text can stand.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>The smallest value of a whole number; null where there is none.</summary>
    public long? Least { get; init; }

    /// <summary>What is true of every value of a text without words; null where nothing is.</summary>
    public string? Pattern { get; init; }
}
