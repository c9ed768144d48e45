using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Sample;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Research.Validation;

namespace QuantDsl.Cli;

/// <summary>From what the command line names to the history a run reads.</summary>
public static class HistoryLoader
{
    public const string NoFunding = "none", SampleSymbol = "BTCUSDT";

    /// <param name="symbols">Those the strategy names, the traded one first; empty where it names none.</param>
    /// <param name="primary">The timeframe that is traded; null for any.</param>
    /// <exception cref="InputException">No market is named, or its files cannot be used.</exception>
    public static MarketHistory Load(RunRequest request, ProjectFolder project, Terminal terminal, ImmutableArray<string> symbols = default, Timeframe? primary = null)
    {
        var venue = VenueOf(request, terminal);
        string[] others = symbols.IsDefaultOrEmpty ? [] : [.. symbols.Skip(1)];
        if (!symbols.IsDefaultOrEmpty) request = ForTraded(request, symbols[0]);
        // Before anything is read or made where the symbol is said, and where only the files say it, after.
        if ((request.Instrument ?? request.Symbol ?? (request.UseSample ? SampleSymbol : null)) is { } said) Venues.RequireTraded(venue, said);
        var named = new NamedBars(request, others);
        var history = Read(request with { Bars = named.Traded }, project, venue, terminal, primary);
        history = As(history, request.Instrument ?? history.Base.Symbol);
        if (others.Length > 0) history = With(history, [.. others.Select(other => Other(other, named, request, project, venue, terminal))]);
        // Shown as from where the user stands, so that the same command gives the same bytes in every checkout.
        return history with { Sources = [.. history.Sources.Select(path => Path.GetRelativePath(terminal.CurrentFolder, path).Replace('\\', '/'))] };
    }

    /// <summary>A history traded by the rules of an instrument, which its bars may only stand in for.</summary>
    private static MarketHistory As(MarketHistory history, string instrument)
    {
        Venues.RequireTraded(history.Venue, instrument);
        return instrument == history.Base.Symbol ? history : history with
        {
            Instrument = history.Venue.InstrumentOf(instrument),
            Notes = [.. history.Notes, $"the bars of {history.Base.Symbol} stand in for {instrument} of {history.Venue.Name}, whose steps, limits and margins hold"],
        };
    }

    /// <summary>The bars of a symbol that is read and not traded. Funding is of the traded symbol alone.</summary>
    private static MarketHistory Other(string symbol, NamedBars named, RunRequest request, ProjectFolder project, Venue venue, Terminal terminal)
    {
        var own = request with { Bars = named.Of(symbol), Symbol = symbol, Funding = [NoFunding], ReadsMark = false };
        return Read(own, project, venue, terminal, primary: null);
    }

    /// <summary>From a catalog where only a symbol is named or the sample is wanted, else from files.</summary>
    private static MarketHistory Read(RunRequest request, ProjectFolder project, Venue venue, Terminal terminal, Timeframe? primary)
    {
        if (request.UseSample) return ReadSample(request, project, venue, terminal, primary);
        if (request is { Bars.IsEmpty: true, Symbol: { } symbol })
            return ReadCatalog(project.Data(request.DataFolder, terminal.CurrentFolder), symbol, request, venue, primary);
        return HistoryReader.Read(Files(request, terminal, venue) with { FromUtcMs = request.FromUtcMs, ToUtcMs = request.ToUtcMs });
    }

    private static MarketHistory ReadCatalog(DataFolder folder, string symbol, RunRequest request, Venue venue, Timeframe? primary)
    {
        if (request.Funding is { } funding && funding is not [NoFunding])
        {
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "leave it out, or say `--funding none` to charge none",
                $"`--funding {funding[0]}` belongs to `--bars`; the catalog brings the funding of {symbol} itself");
        }

        return CatalogHistory.Read(new(folder, request.Market, symbol, primary, venue)
        {
            Base = request.Base,
            FromUtcMs = request.FromUtcMs,
            ToUtcMs = request.ToUtcMs,
            Funding = request.Funding is null,
            Mark = request.ReadsMark,
        });
    }

    /// <summary>The sample market out of its own catalog, made and filled on first use.</summary>
    private static MarketHistory ReadSample(RunRequest request, ProjectFolder project, Venue venue, Terminal terminal, Timeframe? primary)
    {
        var options = new SampleOptions();
        string folder = Path.Combine(project.Samples, options.Key), symbol = request.Symbol ?? SampleSymbol;
        using (var progress = new ProgressLine(terminal))
        {
            if (!Directory.Exists(folder)) progress.Show("making the sample market (once)…");
            SampleMarket.Ensure(folder, options);
            if (SampleCatalog.CanBeMade)
            {
                SampleCatalog.Ensure(folder, symbol, terminal.Clock,
                    done => progress.Show($"importing {symbol} of the sample (once), files", done.FilesDone, done.FilesTotal, 0),
                    done => progress.Show($"writing {symbol} of the sample (once), rows", done.Done, done.Total, 0), terminal.Cancellation);
            }
        }

        if (SampleCatalog.CanBeMade) return ReadCatalog(SampleCatalog.Of(folder), symbol, request, venue, primary);
        var files = SampleMarket.Request(folder, symbol, venue) with { FromUtcMs = request.FromUtcMs, ToUtcMs = request.ToUtcMs };
        return HistoryReader.Read(request.Funding is [NoFunding] ? files with { FundingFiles = null } : files);
    }

    private static MarketHistory With(MarketHistory traded, MarketHistory[] others) => traded with
    {
        Others = [.. others.Select(o => o.Base)],
        IsSimulated = traded.IsSimulated || others.Any(o => o.IsSimulated),
        Sources = [.. traded.Sources.Concat(others.SelectMany(o => o.Sources))],
        Notes = [.. traded.Notes.Concat(others.SelectMany(o => o.Notes.Select(n => $"{o.Base.Symbol}: {n}")))],
        OtherHashes = [.. others.Select(o => o.ContentHash)],
        ContentHash = ContentHash.Of([traded.ContentHash, .. others.Select(o => o.ContentHash)]),
    };

    /// <summary>A strategy that names its symbols says what is traded; the command line may only agree.</summary>
    private static RunRequest ForTraded(RunRequest request, string symbol) => request.Symbol is null || request.Symbol == symbol
        ? request with { Symbol = symbol }
        : throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, $"leave `--symbol` out, or bind another one, as in `--bind {symbol}={request.Symbol}`",
            $"the strategy trades {symbol}, but `--symbol {request.Symbol}` is given");

    private static HistoryRequest Files(RunRequest request, Terminal terminal, Venue venue)
    {
        if (request.Bars.IsEmpty)
        {
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.NoData,
                "add `--sample` for the simulated sample market, `--symbol NAME` for what `qdsl data ingest` brought, or `--bars FILE… --funding FILE…|none` for your own data");
        }

        var (symbol, bars) = WithoutSymbol(request.Bars, request.Symbol);
        return new HistoryRequest
        {
            BarFiles = InputFiles.Expand(bars, terminal),
            FundingFiles = FundingOf(request, terminal),
            Symbol = symbol,
            Venue = venue,
        };
    }

    /// <summary>The venue that is named, or the default one.</summary>
    public static Venue VenueOf(RunRequest request, Terminal terminal) => request.Venue is { } name ? NamedVenue.Of(name, terminal) : Venues.BinanceUsdM;

    /// <summary>The account with the venue's fees, formula and latency where none were typed, and without the models that are off.</summary>
    public static AccountSettings Account(RunRequest request, Venue venue)
    {
        var account = request.Account with
        {
            Fees = (request.TakerFee, request.MakerFee) switch
            {
                ({ } taker, { } maker) => FeeSchedule.Constant(taker, maker),
                ({ } taker, null) => venue.Fees.WithTaker(taker),
                (null, { } maker) => venue.Fees.WithMaker(maker),
                _ => venue.Fees,
            },
            Liquidation = request.Liquidation ?? venue.Liquidation,
            Models = request.Account.Models with { LatencyNanos = (request.Latency ?? venue.Latency)?.InsertDelayNanos ?? 0 },
        };
        return account.Fills == FillMode.Realistic ? ModelLadder.Without(account, request.Off) : account;
    }

    private static ImmutableArray<string>? FundingOf(RunRequest request, Terminal terminal)
    {
        if (request.Funding is not { } funding)
        {
            throw new InputException(FailureKind.Data, Diagnostic.InFile("", 0, CommandLineDiagnostics.NoFunding) with
            {
                Help = "name its files with `--funding FILE…`, or say `--funding none` to charge none",
            });
        }

        return funding is [NoFunding] ? null : InputFiles.Expand(funding, terminal);
    }

    /// <summary><c>SYMBOL=FILE</c> names the symbol beside the file; one symbol for a run.</summary>
    private static (string? Symbol, IEnumerable<string> Files) WithoutSymbol(ImmutableArray<string> bars, string? symbol)
    {
        var split = bars.Select(NamedFile.Of).ToArray();
        string?[] named = [.. split.Select(s => s.Symbol).Append(symbol).Where(s => s is not null).Distinct()];
        return named.Length <= 1
            ? (named.FirstOrDefault(), split.Select(s => s.Path))
            : throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "run each symbol by itself, or several in one account with `qdsl backtest`", $"a run has one symbol, but {string.Join(" and ", named)} are named");
    }
}
