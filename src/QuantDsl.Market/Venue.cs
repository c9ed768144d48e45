using System.Collections.Immutable;

namespace QuantDsl.Market;

/// <summary>A trading venue: fees by date, funding schedule, delays, how it liquidates, and its instruments.</summary>
public sealed record Venue(string Name)
{
    /// <summary>The days of a year, for a market that never closes.</summary>
    public const int EveryDay = 365;

    /// <summary>One sentence for people; empty where nothing is said.</summary>
    public string Description { get; init; } = "";

    /// <summary>Path of its file, or the name of the one shipped with the product; empty where it was not read from one.</summary>
    public string File { get; init; } = "";

    public required FeeSchedule Fees { get; init; }

    /// <summary>Hours between scheduled funding settlements, counted from 00:00 UTC; extends a series that ends (RULES T4).</summary>
    public required int FundingIntervalHours { get; init; }

    /// <summary>How long its orders take (RULES V3); null where nothing is said, which is no delay.</summary>
    public LatencyProfile? Latency { get; init; }

    /// <summary>Days of a year on which it trades, by which daily returns are annualised (RULES R3).</summary>
    public int TradingDays { get; init; } = EveryDay;

    /// <summary>How the price of liquidation is found where a run does not say.</summary>
    public LiquidationFormula Liquidation { get; init; }

    public required ImmutableArray<Instrument> Instruments { get; init; }

    /// <summary>What every symbol is that is not listed; null where only the listed ones are traded.</summary>
    public required Instrument? DefaultInstrument { get; init; }

    /// <summary>True for a listed symbol, and for every symbol where there is a <see cref="DefaultInstrument"/>.</summary>
    public bool Trades(string symbol) => DefaultInstrument is not null || Instruments.Any(i => i.Symbol == symbol);

    /// <summary>The instrument of a symbol; for an unlisted one the default, or one without any step or table that cannot be traded.</summary>
    public Instrument InstrumentOf(string symbol) =>
        Instruments.FirstOrDefault(i => i.Symbol == symbol) ?? (DefaultInstrument ?? new("") { MarginTables = [] }) with { Symbol = symbol };
}
