using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Quality;

/// <summary>QD5222 to QD5231: what a verification of the data folder finds. An error is damage; a warning is a fact about the market data itself.</summary>
public static class VerificationDiagnostics
{
    public static readonly DiagnosticDescriptor PartitionMissing = new("QD5222", Severity.Error, "the file is gone; it was written with {0}")
    {
        Why = "A month that is missing from the catalog is a hole in every run.",
    };

    public static readonly DiagnosticDescriptor PartitionChanged = new("QD5223", Severity.Error, "the file was changed since it was written: its SHA-256 is {0}, recorded is {1}")
    {
        Why = "The catalog's files are written once and never edited, so a changed one is damaged, by a disk or by a hand.",
    };

    public static readonly DiagnosticDescriptor PartitionUnknown = new("QD5224", Severity.Error, "the file was written by no import")
    {
        Why = "Runs read every file of the catalog; one that does not come from the archive cannot be traced to a source.",
    };

    public static readonly DiagnosticDescriptor CatalogDiffers = new("QD5225", Severity.Error, "{0} of {1} not the same in the archive, the first at {2}")
    {
        Why = "The catalog is made from the archive row for row; where they differ, one of the two was changed.",
    };

    public static readonly DiagnosticDescriptor ArchiveRowsDiffer = new("QD5226", Severity.Error, "the archive holds {0} rows of {1}, and remembers {2}")
    {
        Why = "Rows are only ever added, and counted as they are; another number means that rows were added or taken away by something else.",
    };

    public static readonly DiagnosticDescriptor CatalogBehind = new("QD5227", Severity.Warning, "{0} of the archive not in the catalog yet: {1}")
    {
        Why = "An import was interrupted between archive and catalog; nothing is lost.",
    };

    public static readonly DiagnosticDescriptor TimeframesDisagree = new("QD5228", Severity.Warning, "{0} of {1} bars differ from the {2} bars of the same time: {3}")
    {
        Why = "Both were published by the venue, at different times; a bar stored before it was complete is the usual reason.",
    };

    public static readonly DiagnosticDescriptor SeriesHoles = new("QD5229", Severity.Warning, "{0} of {1} expected bars are there; {2}, longest {3}: {4}")
    {
        Why = "A run over a span with holes is refused without `--gaps` (RULES T5), because stops are not watched inside them.",
    };

    public static readonly DiagnosticDescriptor BeforeListing = new("QD5230", Severity.Warning, "{0} before {1}, the day on which the instrument was listed")
    {
        Why = "Bars older than the listing belong to something else, or to a test system.",
    };

    public static readonly DiagnosticDescriptor FundingIncomplete = new("QD5231", Severity.Warning, "{0} between funding settlements: {1}")
    {
        Why = "A missing settlement is a cost or an income that a backtest leaves out.",
    };
}
