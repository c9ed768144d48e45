using QuantDsl.Diagnostics;

namespace QuantDsl.Data;

/// <summary>QD5xxx: problems of market data files, venue files and the sample market.</summary>
/// <remarks>QD50xx a file as a whole (from QD5060 on the catalog), QD51xx one row, QD52xx several files together, QD53xx venues (from QD5310 on in <see cref="VenueDiagnostics"/>), QD54xx the sample market.</remarks>
public static class DataDiagnostics
{
    private const string Tables = "margin_tables:\n  standard:\n    from: 2024-01-01\n    source: the venue's page on margin\n    tiers:\n      - {floor: 0, cap: 50000, rate: 0.01, max_leverage: 50, amount: 0}\n      - {floor: 50000, cap: 1000000, rate: 0.02, max_leverage: 25, amount: 500}\n";
    internal const string VenueSample = "name: my-venue\nfees: {taker: 0.0004, maker: 0.0002}\nfunding_interval_hours: 8\ninstruments:\n  BTCUSDT: {tick: 0.1, lot: 0.001, margin_tables: [standard]}\ndefault_instrument: {margin_tables: [standard]}\n" + Tables;
    internal const string VenueFile = "venue.yaml";

    public static readonly DiagnosticDescriptor FileMissing = new("QD5001", Severity.Error, "there is no file `{0}`")
    {
        Why = "A path that names nothing is most often a typing mistake or a month that was never downloaded.",
    };

    public static readonly DiagnosticDescriptor FileUnreadable = new("QD5002", Severity.Error, "`{0}` cannot be read: {1}")
    {
        Why = "The system refused to open the file, so nothing is known about its contents.",
    };

    public static readonly DiagnosticDescriptor PathIsFolder = new("QD5003", Severity.Error, "`{0}` is a folder, not a file")
    {
        Why = "A folder may hold several symbols and spacings; which files belong together is for the user to say.",
    };

    public static readonly DiagnosticDescriptor FileEmpty = new("QD5004", Severity.Error, "`{0}` is empty")
    {
        Why = "An empty file is most often a download that never started.",
    };

    public static readonly DiagnosticDescriptor NotAZip = new("QD5005", Severity.Error, "`{0}` is named as a zip but is not one")
    {
        Why = "A web page saved under the archive's name, or an interrupted download, looks like this.",
    };

    public static readonly DiagnosticDescriptor ZipCutOff = new("QD5006", Severity.Error,
        "`{0}` is cut off: it begins as a zip, but the directory at its end is missing or damaged")
    {
        Why = "A zip keeps its table of contents at the end, so an interrupted download loses it first.",
    };

    public static readonly DiagnosticDescriptor ZipWithoutCsv = new("QD5007", Severity.Error, "`{0}` holds no CSV file, only {1}")
    {
        Why = "The archive's zips hold exactly one CSV each.",
    };

    public static readonly DiagnosticDescriptor ZipWithSeveralCsv = new("QD5008", Severity.Error, "`{0}` holds {1} CSV files: {2}")
    {
        Why = "The archive's zips hold exactly one CSV each; with several it is not known which is meant.",
    };

    public static readonly DiagnosticDescriptor ZipDamaged = new("QD5009", Severity.Error, "`{1}` inside `{0}` is damaged: {2}")
    {
        Why = "Every file in a zip carries its length and a CRC-32; data that does not agree with them was changed or cut on the way.",
    };

    public static readonly DiagnosticDescriptor LfsPointer = new("QD5010", Severity.Error,
        "`{0}` is a Git LFS pointer: the place-holder of {1}, not the data")
    {
        Why = "A clone without LFS leaves a three-line text file where the data should be.",
    };

    public static readonly DiagnosticDescriptor ChecksumMismatch = new("QD5011", Severity.Error,
        "`{0}` does not have the checksum that stands beside it: SHA-256 is {1}, `{2}` says {3}")
    {
        Why = "The file was changed or cut after its publisher computed the checksum, so its prices cannot be trusted.",
    };

    public static readonly DiagnosticDescriptor ChecksumUnreadable = new("QD5012", Severity.Error, "`{0}` does not begin with a SHA-256 of 64 hex digits")
    {
        Why = "A checksum file holds `sha256  name`; anything else cannot vouch for the data beside it.",
    };

    public static readonly DiagnosticDescriptor NotText = new("QD5013", Severity.Error, "`{0}` is {1}, neither CSV text nor a zip of it")
    {
        Why = "Bars are read from CSV and from zips of CSV; other formats have to be converted first.",
    };

    public static readonly DiagnosticDescriptor NoHeader = new("QD5014", Severity.Error,
        "`{0}` has no header and {1} columns; without a header the archive's 12 columns are expected")
    {
        Why = "Which of several columns is the close cannot be guessed from numbers.",
    };

    public static readonly DiagnosticDescriptor ColumnMissing = new("QD5015", Severity.Error, "`{0}` has no column {1}; its columns are {2}")
    {
        Why = "Columns are found by name, and every one of them is needed.",
    };

    public static readonly DiagnosticDescriptor ColumnRepeated = new("QD5016", Severity.Error, "`{0}` has more than one column `{1}`")
    {
        Why = "With two columns of one name it is not known which is meant.",
    };

    public static readonly DiagnosticDescriptor NoRows = new("QD5017", Severity.Error, "`{0}` has no rows")
    {
        Why = "A file with a header alone is most often an export that failed.",
    };

    public static readonly DiagnosticDescriptor NoFiles = new("QD5018", Severity.Error, "no file of bars is given")
    {
        Why = "There is nothing to run on.",
    };

    public static readonly DiagnosticDescriptor DateAndTimeApart = new("QD5019", Severity.Error,
        "`{0}` keeps the date and the time of day in two columns, `{1}` and `{2}`")
    {
        Why = "The open of a bar is one instant; a date alone would give all bars of a day the same one.",
    };

    public static readonly DiagnosticDescriptor ZipPathEscapes = new("QD5030", Severity.Error, "`{0}` holds `{1}`, a path that leads out of its folder")
    {
        Why = "Nothing is ever unpacked to disk here, but a zip made to write where it should not is not to be trusted with prices either.",
    };

    public static readonly DiagnosticDescriptor ZipTooLarge = new("QD5031", Severity.Error, "`{1}` inside `{0}` unpacks to {2} bytes from {3}")
    {
        Why = "Prices compress to a fifth or a tenth; what expands hundreds of times, or to more than 512 MiB, is made to fill the memory.",
    };

    public static readonly DiagnosticDescriptor DuckDbMissing = new("QD5060", Severity.Error, "DuckDB's library is not here, and the catalog is read and written by it")
    {
        Why = "The library is 70 MB of machine code for one platform, so it is fetched by the build and not kept with the source.",
    };

    public static readonly DiagnosticDescriptor DuckDbUnusable = new("QD5061", Severity.Error, "`{0}` cannot serve as DuckDB's library: {1}")
    {
        Why = "`QDSL_DUCKDB` names the shared library itself, built for this machine; it goes before every other place.",
    };

    public static readonly DiagnosticDescriptor CatalogUnwritable = new("QD5062", Severity.Error, "`{0}` cannot be written: {1}")
    {
        Why = "A file of the catalog is written whole under another name and renamed, so what was there before is still there.",
    };

    public static readonly DiagnosticDescriptor CatalogUnreadable = new("QD5063", Severity.Error, "`{0}` cannot be read: {1}")
    {
        Why = "The catalog is made from the archive, so nothing is lost when one of its files is damaged.",
    };

    public static readonly DiagnosticDescriptor FundingTwice = new("QD5064", Severity.Error, "funding of {0} at {1} is stored as {2} and as {3}")
    {
        Why = "Settlements within a second of a whole minute are the settlement of that minute (RULES X8), and it has one rate.",
    };

    public static readonly DiagnosticDescriptor QueryWrong = new("QD5065", Severity.Error, "the query is not understood: {0}")
    {
        Why = "It is read by DuckDB, in whose SQL it has to be written.",
    };

    public static readonly DiagnosticDescriptor QueryRefused = new("QD5066", Severity.Error, "the query is refused: {0}")
    {
        Why = "A query only reads, and only what is in the data folder and the store of runs: it can be pasted from anywhere without harm.",
    };

    public static readonly DiagnosticDescriptor StoredTablesUnreadable = new("QD5067", Severity.Error, "its tables cannot be read: {0}")
    {
        Why = "The archive and the runs are SQLite files; one that is damaged or of another program cannot be asked.",
    };

    public static readonly DiagnosticDescriptor StoredTablesInUse = new("QD5068", Severity.Error, "another process is writing it")
    {
        Why = "Reading waits some seconds for a writer, then gives up.",
    };

    public static readonly DiagnosticDescriptor ExportFormat = new("QD5069", Severity.Error, "what `{0}` is to hold is not known")
    {
        Why = "The ending of the name chooses between text that anything reads and columns that keep their types.",
    };

    public static readonly DiagnosticDescriptor ExportUnwritable = new("QD5070", Severity.Error, "`{0}` cannot be written: {1}")
    {
        Why = "An export is written whole under another name and renamed, so half a file is never left behind.",
    };

    public static readonly DiagnosticDescriptor ExportExists = new("QD5340", Severity.Error, "there is a `{0}` already")
    {
        Why = "An export replaces a file only when that is asked for: what is there may be the only copy of another run.",
    };

    public static readonly DiagnosticDescriptor NothingToExport = new("QD5071", Severity.Error, "the catalog has nothing of {0} in this span")
    {
        Why = "A file with a header alone would look like data.",
    };

    public static readonly DiagnosticDescriptor SimulatedIntoReal = new("QD5072", Severity.Error, "`{0}` is a simulated market, and `{1}` holds real data")
    {
        Why = "Results on simulated data say so. In one catalog with real data nobody could tell any more which bar is which.",
    };

    public static readonly DiagnosticDescriptor RealIntoSimulated = new("QD5073", Severity.Error, "`{0}` is not simulated, and `{1}` holds a simulated market")
    {
        Why = "Everything below a simulated folder is marked as simulated; real bars in it would be marked wrongly.",
    };

    public static readonly DiagnosticDescriptor SymbolNotStored = new("QD5074", Severity.Error, "the catalog has no bars of {0} in market {1}; it has {2}")
    {
        Why = "A run reads from the catalog what an import brought there.",
    };

    public static readonly DiagnosticDescriptor SpanNotStored = new("QD5075", Severity.Error, "no stored series of {0} that the timeframe can be built from covers {1} to {2}; stored are {3}")
    {
        Why = "All bars of a run come from one series, never from a mixture, so that one must cover the whole span.",
    };

    public static readonly DiagnosticDescriptor WrongColumnCount = new("QD5101", Severity.Error, "the row has {0} columns, the file's first line has {1}")
    {
        Why = "A row that is too short was cut; one that is too long has a separator inside a value. Either way its values may stand in the wrong column.",
    };

    public static readonly DiagnosticDescriptor BadTime = new("QD5102", Severity.Error, "`{0}` in column `{1}` is not a time")
    {
        Why = "Day and month cannot be told apart in 01/03/2017, and a local time cannot be placed; ISO 8601 and epoch numbers are exact.",
    };

    public static readonly DiagnosticDescriptor BadNumber = new("QD5103", Severity.Error, "`{0}` in column `{1}` is not a finite number")
    {
        Why = "An empty or unreadable value is not zero, and nothing is invented in its place.",
    };

    public static readonly DiagnosticDescriptor HighBelowLow = new("QD5104", Severity.Error, "high {0} is below low {1}")
    {
        Why = "No trading can produce such a bar; columns may be in the wrong order.",
    };

    public static readonly DiagnosticDescriptor OutsideRange = new("QD5105", Severity.Error, "{0} {1} lies outside the bar's range {2} to {3}")
    {
        Why = "Open and close are trades too, so high and low enclose them; stops and targets are judged by that range.",
    };

    public static readonly DiagnosticDescriptor PriceNotPositive = new("QD5106", Severity.Error, "{0} {1} is not above zero")
    {
        Why = "Returns and quantities divide by prices.",
    };

    public static readonly DiagnosticDescriptor VolumeNegative = new("QD5107", Severity.Error, "volume {0} is negative")
    {
        Why = "Volume counts what was traded.",
    };

    public static readonly DiagnosticDescriptor OutOfOrder = new("QD5108", Severity.Error, "{0} stands after {1} of row {2}")
    {
        Why = "Times inside a file must rise; a row out of place means the file was not written by time.",
    };

    public static readonly DiagnosticDescriptor DuplicateTime = new("QD5109", Severity.Error, "{0} stands already in row {1}")
    {
        Why = "Two bars of one instant cannot both be right.",
    };

    public static readonly DiagnosticDescriptor Misaligned = new("QD5110", Severity.Error, "{0} is not the open of a {1} bar: the nearest before it is {2}")
    {
        Why = "Bars open on whole multiples of their spacing in UTC, weeks on Monday; higher timeframes are built on that.",
    };

    public static readonly DiagnosticDescriptor TimeUnitChanges = new("QD5111", Severity.Error, "the time `{0}` is in {1}, the rows before it are in {2}")
    {
        Why = "One file is written in one unit; a change inside it means two exports were pasted together.",
    };

    public static readonly DiagnosticDescriptor AbsurdRate = new("QD5112", Severity.Error, "funding rate {0} is not a fraction between -1 and 1")
    {
        Why = "A rate is a fraction of the notional: 0.0001 is 0.01 %.",
    };

    public static readonly DiagnosticDescriptor MoreProblems = new("QD5113", Severity.Error, "and {0} more in this file")
    {
        Why = "The first problems of a file mostly explain the rest.",
    };

    public static readonly DiagnosticDescriptor SeveralSymbols = new("QD5201", Severity.Error, "the files are of more than one symbol: {0}")
    {
        Why = "Prices of different instruments do not make one series.",
    };

    public static readonly DiagnosticDescriptor MixedSpacings = new("QD5202", Severity.Error, "the files have different spacings and none of them covers the whole span: {0}")
    {
        Why = "Bars of different length are never mixed in one series (RULES T2).",
    };

    public static readonly DiagnosticDescriptor ConflictingRows = new("QD5203", Severity.Error, "{0} stands in `{1}` row {2} with other values: {3}, here {4}")
    {
        Why = "Where two files hold the same bar they must agree; which of two different ones is right cannot be known.",
    };

    public static readonly DiagnosticDescriptor EmptySpan = new("QD5204", Severity.Error, "no bar opens in [{0}, {1}): the files hold {2} to {3}")
    {
        Why = "`--from` is inclusive and `--to` exclusive, both compared with the open of a bar (RULES R1).",
    };

    public static readonly DiagnosticDescriptor SpacingUnknown = new("QD5205", Severity.Error, "`{0}` has one row, which does not tell the length of its bar")
    {
        Why = "The spacing of bars is measured between them.",
    };

    public static readonly DiagnosticDescriptor SpacingNotMinutes = new("QD5206", Severity.Error,
        "the rows of `{0}` are {1} ms apart, which is not a whole number of minutes")
    {
        Why = "The shortest bar is one minute; times in seconds read as milliseconds also look like this.",
    };

    public static readonly DiagnosticDescriptor SpanReversed = new("QD5207", Severity.Error, "the span ends at {1}, which is not after its beginning {0}")
    {
        Why = "`--from` is inclusive and `--to` exclusive, so equal bounds hold no bar.",
    };

    public static readonly DiagnosticDescriptor OtherSymbolsFunding = new("QD5208", Severity.Error, "the bars are of {0}, the funding is of {1}")
    {
        Why = "Every perpetual has its own funding rates.",
    };

    public static readonly DiagnosticDescriptor OtherSpacingOfMark = new("QD5209", Severity.Error, "the bars are {0}, the mark prices are {1}")
    {
        Why = "Mark prices stand beside the bars, one for one (RULES V5).",
    };

    public static readonly DiagnosticDescriptor UnknownMarginTable = new("QD5301", Severity.Error, "there is no margin table `{0}`")
    {
        Why = "An instrument names the tables that apply to it; each stands under `margin_tables`.",
        Bad = VenueSample.Replace("default_instrument: {margin_tables: [standard]}", "default_instrument: {margin_tables: [standrad]}", StringComparison.Ordinal),
        Good = VenueSample,
        SampleFile = VenueFile,
    };

    public static readonly DiagnosticDescriptor TierOutOfOrder = new("QD5302", Severity.Error, "the tier begins at {0}, but the one before it ends at {1}")
    {
        Why = "Tiers cover all notionals without gap or overlap, so that every position has exactly one (RULES X9).",
        Bad = VenueSample.Replace("{floor: 50000,", "{floor: 60000,", StringComparison.Ordinal),
        Good = VenueSample,
        SampleFile = VenueFile,
    };

    public static readonly DiagnosticDescriptor TierAmountWrong = new("QD5303", Severity.Error, "the maintenance amount is {0}, but the tiers before it give {1}")
    {
        Why = "The amount makes maintenance margin continuous from tier to tier: it grows by floor × (rate − rate before).",
        Bad = VenueSample.Replace("amount: 500}", "amount: 5000}", StringComparison.Ordinal),
        Good = VenueSample,
        SampleFile = VenueFile,
    };

    public static readonly DiagnosticDescriptor VenueValueAbsurd = new("QD5304", Severity.Error, "`{0}` is {1}; it needs {2}")
    {
        Why = "Fees and rates are fractions: 0.0004 is 0.04 %.",
        Bad = VenueSample.Replace("taker: 0.0004", "taker: 0.4", StringComparison.Ordinal),
        Good = VenueSample,
        SampleFile = VenueFile,
    };

    public static readonly DiagnosticDescriptor NotADate = new("QD5305", Severity.Error, "`{0}` is not a date")
    {
        Why = "Margin tables hold from a day on, written year first.",
        Bad = VenueSample.Replace("from: 2024-01-01", "from: 01.01.2024", StringComparison.Ordinal),
        Good = VenueSample,
        SampleFile = VenueFile,
    };

    public static readonly DiagnosticDescriptor TablesNotByDate = new("QD5306", Severity.Error, "`{0}` is in force from {1}, not after the table before it")
    {
        Why = "The tables of an instrument are listed oldest first.",
        Bad = VenueSample.Replace("instruments:\n  BTCUSDT: {tick: 0.1, lot: 0.001, margin_tables: [standard]}", "instruments:\n  BTCUSDT: {tick: 0.1, lot: 0.001, margin_tables: [standard, standard]}", StringComparison.Ordinal),
        Good = VenueSample,
        SampleFile = VenueFile,
    };

    public static readonly DiagnosticDescriptor SampleOptionAbsurd = new("QD5401", Severity.Error, "`--{0}` is {1}; it needs {2}")
    {
        Why = "The sample market is small enough to be made while one waits.",
    };

    public static readonly DiagnosticDescriptor SampleUnwritable = new("QD5402", Severity.Error, "the sample market cannot be written to `{0}`: {1}")
    {
        Why = "It is kept in a folder so that it is made only once; nothing half-made is left behind.",
    };

    public static readonly DiagnosticDescriptor NotASample = new("QD5403", Severity.Error, "`{0}` is there already, but is no complete sample market")
    {
        Why = "A folder that was not made by this program is never overwritten.",
    };

    public static readonly DiagnosticDescriptor SampleWithoutSymbol = new("QD5404", Severity.Error, "the sample market has no {0}; it has {1}")
    {
        Why = "A sample market holds the symbols it was made with.",
    };
}
