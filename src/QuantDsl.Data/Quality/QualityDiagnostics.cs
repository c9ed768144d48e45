using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Quality;

/// <summary>QD5090 to QD5100 and QD5114 to QD5119: what an inspection of data finds. An error is a fault; a warning is a note, which is no fault.</summary>
public static class QualityDiagnostics
{
    public static readonly DiagnosticDescriptor Gaps = new("QD5090", Severity.Error, "{0}, {1}, longest {2}: {3}")
    {
        Why = "Nothing is invented for a missing bar: indicators run over the hole as if it were not there, and stops are not watched inside it.",
    };

    public static readonly DiagnosticDescriptor RepeatedTimes = new("QD5091", Severity.Error, "{0} the time of an earlier row: {1}")
    {
        Why = "Two bars of one instant cannot both be right.",
    };

    public static readonly DiagnosticDescriptor NotInOrder = new("QD5092", Severity.Error, "{0} earlier than a row before, from {1} on where time steps back: {2}")
    {
        Why = "Times inside a file must rise; rows out of place mean that two exports were pasted together or a sort went wrong.",
    };

    public static readonly DiagnosticDescriptor ImpossibleBars = new("QD5093", Severity.Error, "{0} of {1} bars are impossible, with open or close outside low to high: {2}")
    {
        Why = "Open and close are trades too, so high and low enclose them; stops and targets are judged by that range.",
    };

    public static readonly DiagnosticDescriptor UnreadableCells = new("QD5094", Severity.Error, "{0} of {1} rows have cells that are empty or cannot be read: {2}")
    {
        Why = "An empty or unreadable value is not zero, and nothing is invented in its place.",
    };

    public static readonly DiagnosticDescriptor PricesNotPositive = new("QD5095", Severity.Error, "{0} of {1} bars have a price that is zero or negative: {2}")
    {
        Why = "Returns and quantities divide by prices.",
    };

    public static readonly DiagnosticDescriptor CrossedQuotes = new("QD5096", Severity.Error, "{0} of {1} bars have ask open or close below bid: {2}")
    {
        Why = "Nobody sells below what another pays at the same instant; such quotes come from two clocks or from a broken feed, and fills at them are gifts.",
    };

    public static readonly DiagnosticDescriptor BadTicks = new("QD5097", Severity.Error, "{0} far from the market and back: {1}")
    {
        Why = "One wrong tick trips every stop and target of a backtest, and inflates every range that is measured over it.",
    };

    public static readonly DiagnosticDescriptor Splits = new("QD5098", Severity.Error, "{0}, which the prices are not adjusted for: {1}")
    {
        Why = "A 7:1 split is a fall of 86 % to a backtest, though no holder lost anything.",
    };

    public static readonly DiagnosticDescriptor TickerSplices = new("QD5099", Severity.Error, "{0} so large that another instrument must have had the name before: {1}")
    {
        Why = "Tickers are used again; prices before such a change belong to something else.",
    };

    public static readonly DiagnosticDescriptor PriceBreaks = new("QD5100", Severity.Error, "{0} between one bar's close and the next bar's open, far larger than any other in the file: {1}")
    {
        Why = "Bars of a market that never closes begin where the last one ended; a break shows rows that belong to another time or another market.",
    };

    public static readonly DiagnosticDescriptor ShiftedBlock = new("QD5114", Severity.Error, "{0} hold the prices of {1} {2} according to {3}: {4}")
    {
        Why = "A block written in local time looks perfect by itself; only other data of the same market shows that it is displaced.",
    };

    public static readonly DiagnosticDescriptor SourcesDisagree = new("QD5115", Severity.Error, "{0} of {1} bars that are in {2} too have other prices there: {3}")
    {
        Why = "Two sources of one market should agree on every bar; where they do not, one of them is of another market, incomplete or damaged.",
    };

    public static readonly DiagnosticDescriptor FundingJitter = new("QD5116", Severity.Warning, "{0} of {1} funding times are off the full hour, by up to {2} ms")
    {
        Why = "Venues settle some milliseconds after the hour; a join on the exact hour would lose those rows. Reading snaps them to the minute (RULES X8).",
    };

    public static readonly DiagnosticDescriptor TimesInMicroseconds = new("QD5117", Severity.Warning, "times are in microseconds")
    {
        Why = "Binance's spot archive has had microseconds since 1 January 2025. They are read like milliseconds; other tools may place them in the year 57,000.",
    };

    public static readonly DiagnosticDescriptor MarketCloses = new("QD5118", Severity.Warning, "this market closes: {0}, {1} at nights, weekends, holidays and in quiet minutes, longest {2}")
    {
        Why = "A market with sessions has no bars while it is closed; those holes are its calendar and no fault of the file.",
    };

    public static readonly DiagnosticDescriptor TimesAsWritten = new("QD5119", Severity.Warning, "{0}")
    {
        Why = "A time without a zone, or a date whose month and day could be swapped, is placed by an assumption, which is said here.",
    };

    public static readonly DiagnosticDescriptor FundingHoles = new("QD5220", Severity.Error, "{0} between funding settlements are longer than one and a half intervals: {1}")
    {
        Why = "A missing settlement is a cost or an income that a backtest leaves out.",
    };

    public static readonly DiagnosticDescriptor WrongMarket = new("QD5221", Severity.Error, "{0} of {1} bars equal those of {2}, though one is called {3} and the other {4}")
    {
        Why = "Spot and futures of one symbol trade at different prices; equal bars mean that one of the files bears the wrong name.",
    };
}
