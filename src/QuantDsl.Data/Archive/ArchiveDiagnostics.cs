using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Archive;

/// <summary>QD503x: problems of the raw archive and of what is imported into it.</summary>
public static class ArchiveDiagnostics
{
    public static readonly DiagnosticDescriptor ArchiveUnwritable = new("QD5032", Severity.Error, "the raw archive cannot be written: {0}")
    {
        Why = "Everything imported is kept in the archive first; the catalog is made from it.",
    };

    public static readonly DiagnosticDescriptor ArchiveDamaged = new("QD5033", Severity.Error, "the raw archive is not a usable database: {0}")
    {
        Why = "The catalog is made from the archive, so a damaged archive would make a damaged catalog.",
    };

    public static readonly DiagnosticDescriptor ArchiveInUse = new("QD5034", Severity.Error, "the raw archive is locked by another process")
    {
        Why = "Several processes may read it, but only one imports at a time.",
    };

    public static readonly DiagnosticDescriptor ArchiveNewer = new("QD5035", Severity.Error, "the raw archive has format {0}, this version reads up to {1}")
    {
        Why = "A newer version may store what this one would misread.",
    };

    public static readonly DiagnosticDescriptor NothingToImport = new("QD5036", Severity.Error, "`{0}` holds no file of an archive's layout")
    {
        Why = "Files are known by their place and name, as in `futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-05.zip`.",
    };

    public static readonly DiagnosticDescriptor NoSuchFolder = new("QD5037", Severity.Error, "there is no folder `{0}`")
    {
        Why = "A directory is imported from where it stands.",
    };

    public static readonly DiagnosticDescriptor RowsConflict = new("QD5038", Severity.Error, "{1} rows of `{0}` contradict the archive, the first at {2}; what the archive had stays")
    {
        Why = "What was imported once is never changed, so that results can be made again; two files that disagree need a person to decide.",
    };

    public static readonly DiagnosticDescriptor OtherSpacing = new("QD5039", Severity.Error, "`{0}` is named as {1} bars, but its rows are {2} apart")
    {
        Why = "The name says what a file is; bars of another length under it would be mixed with real ones.",
    };

    public static readonly DiagnosticDescriptor NoArchive = new("QD5040", Severity.Error, "there is no raw archive yet")
    {
        Why = "The archive is made by the first import; without one there is nothing to read or to rebuild from.",
    };

    /// <summary>Every descriptor of this stage.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
        [ArchiveUnwritable, ArchiveDamaged, ArchiveInUse, ArchiveNewer, NothingToImport, NoSuchFolder, RowsConflict, OtherSpacing, NoArchive];
}
