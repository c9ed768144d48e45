using System.Collections.Immutable;
using System.Text.RegularExpressions;
using QuantDsl.Data.Catalog;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data.Ingest;

/// <summary>What is downloaded from a public archive, and how patiently.</summary>
public sealed record HttpArchiveOptions
{
    // Symbols become part of paths here and of addresses there, so nothing but a symbol may pass.
    private static readonly Regex s_symbol = new("^[A-Z0-9]{2,30}(_[A-Z0-9]{1,10})?$", RegexOptions.CultureInvariant);

    /// <summary>Where the layout begins: <c>BASE/futures/um/monthly/…</c>. Nothing is asked of any other host.</summary>
    public string BaseUrl { get; init; } = "https://data.binance.vision";

    /// <summary>At least one.</summary>
    public ImmutableArray<string> Symbols { get; init; } = [];

    /// <summary><c>um</c> (with mark prices and funding) or <c>spot</c> (bars alone).</summary>
    public string Market { get; init; } = "um";

    public Timeframe Interval { get; init; } = new(Timeframe.Minute);

    /// <summary>First month; null to count <see cref="Years"/> back from the last complete one.</summary>
    public Month? From { get; init; }

    /// <summary>Last month; null for the running one, whose finished days are downloaded singly.</summary>
    public Month? To { get; init; }

    /// <summary>Whole years of complete months where <see cref="From"/> is null.</summary>
    public int Years { get; init; } = 2;

    /// <summary>Files downloaded at the same time.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>How often one file is asked for before it is given up.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Wait before the second attempt; it doubles with each.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait, also of what a server asks for by <c>Retry-After</c>: who asks for more is given up.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Time without a byte after which a connection is taken for dead.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most bytes of one file; a month of one-minute bars has about 3 MB.</summary>
    public long LargestFile { get; init; } = 1L << 29;

    /// <summary>The base address, ending with a slash.</summary>
    /// <exception cref="InputException">It is no http address, a symbol is none, or a number makes no sense.</exception>
    internal Uri Checked()
    {
        if (!Uri.TryCreate(BaseUrl.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http")
            || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
        {
            throw DataRefusal.OfOptions("write it like `--base-url https://data.binance.vision`, without a user, `?` or `#`", HttpDiagnostics.BadBaseUrl, BaseUrl);
        }

        if (Symbols.IsEmpty) throw Refused("no symbol is named", "name them: `--symbols BTCUSDT,ETHUSDT`");
        if (Symbols.FirstOrDefault(symbol => !s_symbol.IsMatch(symbol)) is { } wrong)
            throw Refused($"`{wrong}` is no symbol of the archive", "symbols are written as the venue does, in capitals: `--symbols BTCUSDT,ETHUSDT`");
        if (Market is not ("um" or "spot")) throw Refused($"there is no market `{Market}`", "write `--market um` or `--market spot`");
        if (Connections is < 1 or > 16) throw Refused($"{Connections} connections are not 1 to 16", "4 are enough for most lines");
        if (Years is < 1 or > 30) throw Refused($"{Years} years are not 1 to 30", "for example `--years 2`");
        return address;
    }

    internal static InputException Refused(string reason, string help) => DataRefusal.OfOptions(help, HttpDiagnostics.NothingToDownload, reason);
}
