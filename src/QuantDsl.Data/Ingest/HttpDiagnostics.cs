using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Ingest;

/// <summary>QD505x: problems of downloading from a public archive.</summary>
public static class HttpDiagnostics
{
    public static readonly DiagnosticDescriptor BadBaseUrl = new("QD5050", Severity.Error, "`{0}` is not the address of an archive")
    {
        Why = "The address names the one host that is asked; paths of the archive's layout are appended to it.",
    };

    public static readonly DiagnosticDescriptor NothingToDownload = new("QD5051", Severity.Error, "nothing can be downloaded: {0}")
    {
        Why = "What is downloaded follows from symbols, months and market; with one of them wrong every address would be.",
    };

    public static readonly DiagnosticDescriptor DownloadRefused = new("QD5052", Severity.Error, "`{0}` refused `{1}`: {2}")
    {
        Why = "An answer such as 401 or 403 is meant: asking again would not change it.",
    };

    public static readonly DiagnosticDescriptor DownloadFailed = new("QD5053", Severity.Error, "`{1}` could not be downloaded from `{0}` in {2} attempts: {3}")
    {
        Why = "Servers that are busy, silent or cut an answer short are asked again, each time after a longer wait, but not for ever.",
    };

    public static readonly DiagnosticDescriptor RedirectElsewhere = new("QD5054", Severity.Error, "`{0}` sends `{1}` on to {2}, and only the host that was named is asked")
    {
        Why = "A redirection to another host would bring data of unknown origin under the archive's name.",
    };

    public static readonly DiagnosticDescriptor DownloadTooLarge = new("QD5055", Severity.Error, "`{1}` on `{0}` has more than {2} bytes")
    {
        Why = "A month of one-minute bars has about 3 MB; what is a hundred times larger is something else, and could fill the disk.",
    };

    public static readonly DiagnosticDescriptor DownloadMismatch = new("QD5056", Severity.Error, "`{1}` from `{0}` does not have its checksum, downloaded twice: SHA-256 is {2}, the archive says {3}")
    {
        Why = "The file was changed or cut after its publisher computed the checksum, so its prices cannot be trusted; nothing of it was kept.",
    };

    public static readonly DiagnosticDescriptor NothingPublished = new("QD5057", Severity.Error, "`{0}` has no {1} bars of `{2}` from {3} to {4}")
    {
        Why = "An archive answers 404 both for months before a listing and for a symbol that never was; a symbol without any month is most often misspelt.",
    };

    public static readonly DiagnosticDescriptor DownloadsUnwritable = new("QD5058", Severity.Error, "downloads cannot be written to `{0}`: {1}")
    {
        Why = "Files are kept in a folder before they are imported, so that an interrupted download continues where it stopped.",
    };

    public static readonly DiagnosticDescriptor ServerGivenUp = new("QD5059", Severity.Error, "`{0}` failed {1} files in a row; {2} more were not asked for")
    {
        Why = "A server that fails file after file is down or does not want to be asked; hundreds of further attempts would help neither side.",
    };
}
