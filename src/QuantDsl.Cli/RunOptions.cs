using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Cli;

/// <summary>The options every run takes: data, account, span. Each is also a key of <c>qdsl.yaml</c>; the command line wins.</summary>
public sealed class RunOptions
{
    public Option<string[]> Bars { get; } = Many("--bars", "FILE…", "Bars to run on: CSV, or zips of Binance's archive");

    public Option<string[]> Funding { get; } = Many("--funding", "FILE…|none", "Funding rates for --bars, or none");

    public Option<bool> Sample { get; } = new("--sample") { Description = "Run on the simulated sample market (made on first use)" };

    public Option<string[]> Set { get; } = Many("--set", "NAME=VALUE", "Give a parameter a value; may be repeated");

    public Option<string[]> Bind { get; } = SymbolBindings.Option();

    private readonly Option<string?> _symbol = One("--symbol", "NAME", "Symbol: of the catalog, or of --bars and --sample (from the file names; BTCUSDT)");
    private readonly Option<string?> _market = One("--market", "um|spot", "Market of --symbol in the catalog: perpetual futures or spot (um)");
    private readonly Option<string?> _base = One("--base", "TF", "Catalog series to build all timeframes from (the finest that covers the span)");
    private readonly Option<string?> _data = One("--data", "DIR", "Folder of the market data (.qdsl/data of the project)");
    private readonly Option<string?> _timeframe = One("--timeframe", "TF", "Run on this timeframe instead of the strategy's own");
    private readonly Option<string?> _from = One("--from", "DATE", "First bar read, UTC");
    private readonly Option<string?> _to = One("--to", "DATE", "End of the bars read, UTC, not included");
    private readonly Option<string?> _tradeFrom = One("--trade-from", "DATE|BAR", "First close at which a decision may be taken; earlier bars warm up");
    private readonly Option<string?> _endOfData = One("--end-of-data", "close|mark", "Close a position at the last close, or report it open (close)");
    private readonly Option<string?> _gaps = One("--gaps", "refuse|carry|flat", "Holes in the data: refuse, join, or be flat before them (carry with --bars)");
    private readonly Option<string?> _equity = One("--equity", "AMOUNT", "Initial equity (10000)");
    private readonly Option<string?> _leverage = One("--leverage", "X", "Leverage of every position (10)");
    private readonly Option<string?> _sizing = One("--sizing", "METHOD:N", "equity_fraction:F, fixed_fractional:R, fixed_quantity:Q, fixed_notional:V, atr:R,K, kelly:C or vol_target:T (equity_fraction:0.1)");
    private readonly Option<string?> _risk = One("--risk", "FILE", "Sizing, caps and circuit breakers, as `docs/risk.md` has them (none)");
    private readonly Option<string?> _taker = One("--taker", "FRACTION", "Fee of market fills and stops (the venue's, 0.0004)");
    private readonly Option<string?> _maker = One("--maker", "FRACTION", "Fee of limit targets (the venue's, 0.0002)");
    private readonly Option<string?> _fills = One("--fills", "neutral|screening|realistic", "Fidelity of fills (screening; `validate` is realistic)");
    private readonly Option<string?> _venue = One("--venue", "NAME|FILE", "Fees, steps, limits and margin tiers; `qdsl venues` lists them (binance-usdm)");
    private readonly Option<string?> _instrument = One("--instrument", "NAME", "Instrument of the venue whose steps and limits hold, where the bars are of another symbol");
    private readonly Option<string?> _liquidation = One("--liquidation", "simple|exact", "Formula of the liquidation price (the venue's, simple)");
    private readonly Option<string?> _latency = One("--latency", "PRESET|custom:NANOS|none", "Delay of orders under realistic fills: co_located, domestic, international, retail, or custom:BASE,INSERT,UPDATE,CANCEL in nanoseconds (the venue's)");
    private readonly Option<bool> _strictVenue = new("--strict-venue") { Description = "Refuse a run that begins before the venue's first margin table or fees" };
    private readonly Option<string?> _seed = One("--seed", "N", "Seed of every random draw (1)");

    private readonly ModelOptions _models = new();

    /// <summary>Those that say what realistic execution models, which a stored run may be validated with anew.</summary>
    public IReadOnlyList<Option<string?>> Models => [_latency, .. _models.Single];

    /// <summary>In the order help shows them.</summary>
    public IEnumerable<Option> All => [Bars, Funding, Sample, Bind, Set, .. Single, _strictVenue];

    /// <summary>Those that choose bars, for verbs without an account.</summary>
    public IEnumerable<Option> DataOptions => [Bars, Sample, _symbol, _market, _base, _data, _timeframe, _from, _to];

    /// <summary>Those with one value, which <c>qdsl.yaml</c> may give.</summary>
    public IReadOnlyList<Option<string?>> Single =>
        [_symbol, _market, _base, _data, _timeframe, _from, _to, _tradeFrom, _endOfData, _gaps, _equity, _leverage, _sizing, _risk, _taker, _maker, _fills, _venue, _instrument, _liquidation, _latency, _seed, .. _models.Single];

    /// <summary>What each of them takes: the check that reading it makes, for a name to show and a text.</summary>
    public IEnumerable<(Option<string?> Option, Action<string, string> Check)> Checked =>
    [
        (_symbol, Anything), (_data, Anything), (_venue, Anything), (_instrument, Anything), (_risk, Anything),
        (_market, (o, t) => OptionValue.Market(o, t)), (_base, (o, t) => OptionValue.Timeframe(o, t)), (_timeframe, (o, t) => OptionValue.Timeframe(o, t)),
        (_from, (o, t) => OptionValue.Instant(o, t)), (_to, (o, t) => OptionValue.Instant(o, t)), (_tradeFrom, (o, t) => TradeFrom(o, t)),
        (_endOfData, (o, t) => OptionValue.Choice<EndOfData>(o, t)), (_gaps, (o, t) => OptionValue.Choice<GapPolicy>(o, t)), (_fills, (o, t) => OptionValue.Choice<FillMode>(o, t)),
        (_equity, (o, t) => Equity(o, t)), (_leverage, (o, t) => Leverage(o, t)), (_sizing, (o, t) => OptionValue.Sizing(o, t)),
        (_liquidation, (o, t) => OptionValue.Choice<LiquidationFormula>(o, t)), (_latency, (o, t) => OptionValue.Latency(o, t)),
        (_taker, (o, t) => Fee(o, t)), (_maker, (o, t) => Fee(o, t)), (_seed, (o, t) => OptionValue.WholeNumber(o, t)), .. _models.Checked,
    ];

    /// <summary>The values typed, or else set in the project, or else the defaults.</summary>
    public RunRequest Read(ParseResult arguments, ProjectSettings settings, Terminal terminal)
    {
        string? Value(Option<string?> option) => arguments.GetValue(option) ?? settings.Value(option.Name);
        T Parsed<T>(Option<string?> option, T otherwise, Func<string, string, T> parse) =>
            Value(option) is { } text ? parse(option.Name, text) : otherwise;

        bool ownFiles = arguments.GetValue(Bars) is { Length: > 0 };
        if (ownFiles && arguments.GetValue(Sample))
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "leave one of them out", "`--bars` and `--sample` name two markets at once");
        var defaults = new AccountSettings();
        var (tradeFromBar, tradeFromUtcMs) = Value(_tradeFrom) is { } tradeFrom ? TradeFrom(_tradeFrom.Name, tradeFrom) : (null, null);
        var (models, off) = _models.Read(Value);
        var account = defaults with
        {
            Models = models,
            Equity = Parsed(_equity, defaults.Equity, Equity),
            Leverage = Parsed(_leverage, defaults.Leverage, Leverage),
            Sizing = Parsed(_sizing, defaults.Sizing, OptionValue.Sizing),
            Fills = Parsed(_fills, defaults.Fills, OptionValue.Choice<FillMode>),
            EndOfData = Parsed(_endOfData, defaults.EndOfData, OptionValue.Choice<EndOfData>),
            Gaps = Parsed(_gaps, ownFiles ? GapPolicy.Carry : defaults.Gaps, OptionValue.Choice<GapPolicy>),
            Seed = (ulong)Parsed(_seed, 1, (o, t) => OptionValue.WholeNumber(o, t)),
            TradeFromBar = tradeFromBar,
            TradeFromUtcMs = tradeFromUtcMs,
            StrictVenue = arguments.GetValue(_strictVenue),
        };
        var request = new RunRequest(Limited(account, arguments, settings, terminal))
        {
            Bars = arguments.GetValue(Bars) is { Length: > 0 } bars ? bars.ToImmutableArray() : [],
            Funding = arguments.GetValue(Funding) is { Length: > 0 } funding ? funding.ToImmutableArray() : null,
            UseSample = arguments.GetValue(Sample),
            Symbol = Value(_symbol),
            Market = Value(_market) is { } market ? OptionValue.Market(_market.Name, market) : "um",
            Base = Value(_base) is { } spacing ? OptionValue.Timeframe(_base.Name, spacing) : null,
            DataFolder = Value(_data),
            Timeframe = Value(_timeframe) is { } timeframe ? OptionValue.Timeframe(_timeframe.Name, timeframe) : null,
            FromUtcMs = Value(_from) is { } from ? OptionValue.Instant(_from.Name, from) : null,
            ToUtcMs = Value(_to) is { } to ? OptionValue.Instant(_to.Name, to) : null,
            TakerFee = Value(_taker) is { } taker ? Fee(_taker.Name, taker) : null,
            MakerFee = Value(_maker) is { } maker ? Fee(_maker.Name, maker) : null,
            Venue = Value(_venue),
            Instrument = Value(_instrument),
            Liquidation = Value(_liquidation) is { } formula ? OptionValue.Choice<LiquidationFormula>(_liquidation.Name, formula) : null,
            Latency = Value(_latency) is { } latency ? OptionValue.Latency(_latency.Name, latency) : null,
            Bindings = SymbolBindings.Read(arguments.GetValue(Bind)),
            Off = off,
            Overrides = [.. (arguments.GetValue(Set) ?? []).Select(Assignment)],
        };
        request = request with { ReadsMark = account is { Fills: FillMode.Realistic, Models.MarkPrice: true } && !off.Contains("mark-price") };
        if (request.FromUtcMs >= request.ToUtcMs)
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "`--from` is the first bar read, `--to` the first one not read", "the span from `--from` to `--to` is empty");
        return request;
    }

    /// <summary>A value of <c>qdsl.yaml</c> as it would be typed in the current folder: a risk file lies beside the settings.</summary>
    public string AsTyped(Option option, string value, ProjectSettings settings) => option == _risk ? RiskFile.InProject(settings, value) : value;

    /// <summary>The account under its risk file.</summary>
    /// <exception cref="InputException">The file has errors, or a sizing method beside <c>--sizing</c>.</exception>
    private AccountSettings Limited(AccountSettings account, ParseResult arguments, ProjectSettings settings, Terminal terminal)
    {
        string? path = arguments.GetValue(_risk) ?? (settings.Value(_risk.Name) is { } set ? AsTyped(_risk, set, settings) : null);
        if (path is null) return account;
        var risk = RiskFile.Read(path, terminal);
        return risk.Sizing is not null && (arguments.GetValue(_sizing) ?? settings.Value(_sizing.Name)) is { } sizing
            ? throw CommandLineDiagnostics.Usage(BacktestDiagnostics.SizingTwice, "leave the sizing out, or `method` and its settings in the file", path, sizing)
            : risk.On(account);
    }

    private static void Anything(string option, string text)
    {
    }

    private static double Equity(string option, string text) => OptionValue.Number(option, text, 1e-9);

    private static double Leverage(string option, string text) => OptionValue.Number(option, text, 0.01, 1000);

    private static double Fee(string option, string text) => OptionValue.Number(option, text, -0.01, 0.1, "a fee is a fraction: `0.0004` is 0.04 %");

    private static (int? Bar, long? UtcMs) TradeFrom(string option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? (OptionValue.WholeNumber(option, text), null) : (null, OptionValue.Instant(option, text));

    private KeyValuePair<string, string> Assignment(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && equals < text.Length - 1
            ? new(text[..equals].Trim(), text[(equals + 1)..].Trim())
            : throw OptionValue.Bad(Set.Name, text, "NAME=VALUE is expected", "for example `--set rsi_period=10`");
    }

    private static Option<string?> One(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<string[]> Many(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, AllowMultipleArgumentsPerToken = name is "--bars" or "--funding" };
}

/// <summary>What a run was asked to do, checked but not yet read.</summary>
public sealed record RunRequest(AccountSettings Account)
{
    public ImmutableArray<string> Bars { get; init; } = [];

    /// <summary>Null when nothing was said; a single <c>none</c> for no funding.</summary>
    public ImmutableArray<string>? Funding { get; init; }

    public bool UseSample { get; init; }

    public string? Symbol { get; init; }

    /// <summary>Of the catalog: <c>um</c> or <c>spot</c>.</summary>
    public string Market { get; init; } = "um";

    /// <summary>The catalog's series to read; null for the finest that covers the span.</summary>
    public Timeframe? Base { get; init; }

    /// <summary>Null for the project's own.</summary>
    public string? DataFolder { get; init; }

    public Timeframe? Timeframe { get; init; }

    public long? FromUtcMs { get; init; }

    public long? ToUtcMs { get; init; }

    /// <summary>Null for the venue's.</summary>
    public double? TakerFee { get; init; }

    public double? MakerFee { get; init; }

    public string? Venue { get; init; }

    /// <summary>Null for that of the symbol.</summary>
    public string? Instrument { get; init; }

    /// <summary>Null for the venue's.</summary>
    public LiquidationFormula? Liquidation { get; init; }

    /// <summary>Null for the venue's; all zero for none.</summary>
    public LatencyProfile? Latency { get; init; }

    /// <summary>Models of realistic execution that are switched off, by name.</summary>
    public ImmutableArray<string> Off { get; init; } = [];

    /// <summary>Whether the models of the run look at mark prices.</summary>
    public bool ReadsMark { get; init; }

    /// <summary><c>--bind</c>: names of a template and the symbols in their place.</summary>
    public ImmutableDictionary<string, string> Bindings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary><c>--set</c>, in the order typed.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Overrides { get; init; } = [];
}
