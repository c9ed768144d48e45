using QuantDsl.Diagnostics;

namespace QuantDsl.Data;

/// <summary>QD5310 to QD5319: contradictions in venue files, and venues and symbols that are not there.</summary>
public static class VenueDiagnostics
{
    private const string Hours = "funding_interval_hours: 8\n", Fees = "fees: {taker: 0.0004, maker: 0.0002}\n", Second = "{floor: 50000, cap: 1000000, rate: 0.02, max_leverage: 25, amount: 500}";

    public static readonly DiagnosticDescriptor UnknownLatency = new("QD5310", Severity.Error, "there is no latency preset `{0}`")
    {
        Why = "A latency is one of the presets, or a mapping with the four numbers of an own one.",
        Bad = With(Hours, Hours + "latency: retial\n"),
        Good = With(Hours, Hours + "latency: retail\n"),
        SampleFile = DataDiagnostics.VenueFile,
    };

    public static readonly DiagnosticDescriptor LatencyTooLong = new("QD5311", Severity.Error, "the latency of {0} ns and {1} ns on top is a minute or more")
    {
        Why = "An order that takes a minute would arrive a bar late; most often milliseconds were meant, or a zero is too many.",
        Bad = With(Hours, Hours + "latency: {base_nanos: 40000000000, insert_nanos: 20000000000, update_nanos: 0, cancel_nanos: 0}\n"),
        Good = With(Hours, Hours + "latency: {base_nanos: 40000000, insert_nanos: 20000000, update_nanos: 0, cancel_nanos: 0}\n"),
        SampleFile = DataDiagnostics.VenueFile,
    };

    public static readonly DiagnosticDescriptor FeesNotByDate = new("QD5312", Severity.Error, "fees from {0} stand after fees from {1}")
    {
        Why = "Fees hold until the next ones begin, so they are listed oldest first and every day once.",
        Bad = With(Fees, "fees:\n  - {from: 2024-01-01, taker: 0.0004, maker: 0.0002}\n  - {from: 2023-01-01, taker: 0.0005, maker: 0.0002}\n"),
        Good = With(Fees, "fees:\n  - {from: 2023-01-01, taker: 0.0005, maker: 0.0002}\n  - {from: 2024-01-01, taker: 0.0004, maker: 0.0002}\n"),
        SampleFile = DataDiagnostics.VenueFile,
    };

    public static readonly DiagnosticDescriptor TierNotStricter = new("QD5313", Severity.Error, "`{0}` is {1}, but {2} in the tier before")
    {
        Why = "Tiers grow stricter with the position: a rate that falls or a leverage that rises is a slip of the pen, and would make a larger position the safer one.",
        Bad = With(Second, "{floor: 50000, cap: 1000000, rate: 0.002, max_leverage: 25, amount: 0}"),
        Good = DataDiagnostics.VenueSample,
        SampleFile = DataDiagnostics.VenueFile,
    };

    public static readonly DiagnosticDescriptor TierLiquidatesAtOnce = new("QD5314", Severity.Error, "a maintenance rate of {0} at leverage {1} leaves nothing of the initial margin, which is {2}")
    {
        Why = "A position is liquidated when its margin falls to the maintenance margin; one that begins there is liquidated as it opens.",
        Bad = With("max_leverage: 25, amount: 500}", "max_leverage: 50, amount: 500}"),
        Good = DataDiagnostics.VenueSample,
        SampleFile = DataDiagnostics.VenueFile,
    };

    public static readonly DiagnosticDescriptor LeverageCapContradicts = new("QD5315", Severity.Error, "`max_leverage` is {0}, but no margin table allows more than {1}")
    {
        Why = "The smaller of both limits holds, so a cap above every tier never acts: one of the two numbers is wrong.",
        Bad = With("lot: 0.001, ", "lot: 0.001, max_leverage: 100, "),
        Good = With("lot: 0.001, ", "lot: 0.001, max_leverage: 20, "),
        SampleFile = DataDiagnostics.VenueFile,
    };

    public static readonly DiagnosticDescriptor TableUnused = new("QD5316", Severity.Warning, "no instrument uses the margin table `{0}`")
    {
        Why = "A table that is written and not named changes nothing, which is seldom what its author thinks.",
        Bad = DataDiagnostics.VenueSample + "  older:\n    from: 2023-01-01\n    source: the venue's page on margin\n    tiers:\n      - {floor: 0, cap: 50000, rate: 0.01, max_leverage: 50, amount: 0}\n",
        Good = DataDiagnostics.VenueSample,
        SampleFile = DataDiagnostics.VenueFile,
    };

    public static readonly DiagnosticDescriptor UnknownVenue = new("QD5317", Severity.Error, "there is no venue `{0}`")
    {
        Why = "A venue is one that is shipped with the product, or a file; a file is named with its folder or its ending.",
    };

    public static readonly DiagnosticDescriptor SymbolNotTraded = new("QD5318", Severity.Error, "{0} does not trade {1}")
    {
        Why = "A venue without a `default_instrument` trades what it lists: for anything else its steps, limits and margins are not known.",
    };

    private static string With(string old, string changed) => DataDiagnostics.VenueSample.Replace(old, changed, StringComparison.Ordinal);
}
