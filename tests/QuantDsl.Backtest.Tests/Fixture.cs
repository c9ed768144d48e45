using System.Collections.Concurrent;
using System.Globalization;
using QuantDsl.Backtest.Risk;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Testing;

namespace QuantDsl.Backtest.Tests;

/// <summary>
/// One worked run in a file: bars, strategy, account, and what has to come out, worked out by hand. The first line is
/// <c># X1c: what it shows</c>; sections are <c>bars</c>, <c>mark</c> (bars of the mark price), <c>strategy</c>, <c>account</c>, <c>funding</c>,
/// <c>because</c> (prose) and <c>expect</c>, each with indented lines. The first number of a bar row is its slot in time, so a hole is a slot
/// left out; its sixth is the volume, 1 where there is none.
/// </summary>
internal sealed class Fixture
{
    private static readonly MarginTier DefaultTier = new(0, double.MaxValue, 0.005, 125, 0);

    // Every mistake is looked for in every fixture, so each is read often.
    private static readonly ConcurrentDictionary<string, string[]> Lines = new();

    private readonly List<(long Time, double Open, double High, double Low, double Close, double Volume)> _bars = [], _mark = [];
    private readonly List<(long Time, double Rate)> _funding = [];
    private readonly List<MarginTable> _tables = [];
    private readonly List<FeePeriod> _fees = [];
    private readonly FixtureStrategy _strategy = new();
    private AccountSettings _settings = new() { Leverage = 1, Sizing = new Sizing.FixedQuantity(1), TakerFee = 0, MakerFee = 0, Fills = FillMode.Neutral };
    private Instrument _instrument = new("TEST") { MarginTables = [] };
    private Timeframe _spacing;
    private Timeframe? _timeframe;
    private long _start;
    private bool _hasFunding;
    private string _limits = "";

    public required string Name { get; init; }

    public string Title { get; private set; } = "";

    /// <summary>The rules the first line names.</summary>
    public string[] Rules => Title.Split(':')[0].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    public List<string> Expected { get; } = [];

    public string Because { get; private set; } = "";

    public static string Folder => Repository.PathOf("tests", "QuantDsl.Backtest.Tests", "Fixtures");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static Fixture Read(string name) => Of(name, Lines.GetOrAdd(name, _ => File.ReadAllLines(Path.Combine(Folder, name + ".txt"))));

    public static Fixture Of(string name, IEnumerable<string> lines)
    {
        var fixture = new Fixture { Name = name };
        string section = "";
        foreach (string line in lines)
        {
            string text = line.Trim();
            if (text.Length == 0) continue;
            if (line[0] == '#') fixture.Title += text[1..].TrimStart() + " ";
            else if (!char.IsWhiteSpace(line[0]))
            {
                section = text.Split(' ')[0];
                if (section == "bars") fixture.Head(text.Split(' '));
                fixture._hasFunding |= section == "funding";
            }
            else fixture.Add(section, text);
        }

        return fixture;
    }

    public Scenario Scenario()
    {
        if (_limits.Length > 0)
        {
            var diagnostics = new DiagnosticBag(new SourceText(Name, $"strategy_level:\n{_limits}"));
            _settings = _settings with { Limits = RiskDocument.Read(diagnostics).Strategy };
            if (diagnostics.HasErrors) throw new FormatException($"{Name}: {diagnostics.ToImmutable()[0].Message}");
        }

        BarSeries Series(List<(long Time, double Open, double High, double Low, double Close, double Volume)> rows) => new("TEST", _spacing, [.. rows.Select(b => b.Time)],
            [.. rows.Select(b => b.Open)], [.. rows.Select(b => b.High)], [.. rows.Select(b => b.Low)], [.. rows.Select(b => b.Close)], [.. rows.Select(b => b.Volume)]);
        var instrument = _instrument with { MarginTables = _tables.Count > 0 ? [.. _tables] : [new(0, [DefaultTier], "fixture")] };
        var venue = new Venue("fixture") { Fees = FeeSchedule.Constant(0, 0), FundingIntervalHours = 8, Instruments = [], DefaultInstrument = instrument };
        var funding = _hasFunding ? new FundingSeries("TEST", [.. _funding.Select(f => f.Time)], [.. _funding.Select(f => f.Rate)]) : null;
        return new(new(Series(_bars), funding, instrument, venue) { Mark = _mark.Count > 0 ? Series(_mark) : null }, _strategy.Plan(_timeframe ?? _spacing), _strategy.Rules, _settings);
    }

    public static double Number(string text) => text.EndsWith('%')
        ? (double)(decimal.Parse(text[..^1], CultureInfo.InvariantCulture) / 100)
        : double.Parse(text, CultureInfo.InvariantCulture);

    public static long Instant(string date, string time) =>
        DateTimeOffset.Parse($"{date}T{time}Z", CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    /// <summary><c>bars 1h from 2024-01-01 00:00</c>, with <c>seen at 4h</c> where the strategy's timeframe is coarser.</summary>
    private void Head(string[] words)
    {
        _spacing = Timeframe.Parse(words[1]);
        _start = Instant(words[3], words[4]);
        if (words.Length > 5) _timeframe = Timeframe.Parse(words[7]);
    }

    private void Add(string section, string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (section)
        {
            case "bars" or "mark":
                double[] row = [.. words.Select(Number)];
                (section == "bars" ? _bars : _mark).Add((_start + (long)row[0] * _spacing.Milliseconds, row[1], row[2], row[3], row[4], row.Length > 5 ? row[5] : 1));
                break;
            case "strategy":
                _strategy.Add(text, words);
                break;
            case "account":
                foreach (string item in text.Split(';', StringSplitOptions.TrimEntries)) Set(item.Split(' '));
                break;
            case "funding":
                _funding.Add((Instant(words[0], words[1]), Number(words[2])));
                break;
            // Keys of a risk file's `strategy_level`.
            case "limits":
                _limits += $"  {text}\n";
                break;
            case "because":
                Because += text + " ";
                break;
            case "expect":
                Expected.Add(text);
                break;
            default:
                throw new FormatException($"{Name}: `{section}` is not a section");
        }
    }

    private void Set(string[] words)
    {
        double Value() => Number(words[1]);
        switch (words[0])
        {
            case "equity": _settings = _settings with { Equity = Value() }; break;
            case "leverage": _settings = _settings with { Leverage = Value() }; break;
            case "taker": _settings = _settings with { TakerFee = Value() }; break;
            case "maker": _settings = _settings with { MakerFee = Value() }; break;
            case "max_position": _settings = _settings with { MaxPosition = Value() }; break;
            case "max_leverage": _settings = _settings with { MaxLeverage = Value() }; break;
            case "seed": _settings = _settings with { Seed = ulong.Parse(words[1], CultureInfo.InvariantCulture) }; break;
            case "fills": _settings = _settings with { Fills = Enum.Parse<FillMode>(words[1], ignoreCase: true) }; break;
            case "gaps": _settings = _settings with { Gaps = Enum.Parse<GapPolicy>(words[1], ignoreCase: true) }; break;
            case "end": _settings = _settings with { EndOfData = Enum.Parse<EndOfData>(words[1], ignoreCase: true) }; break;
            // Each of RULES V1 to V5 by itself; what is not named is off.
            case "model": _settings = _settings with { Fills = FillMode.Realistic, Models = Model(words, _settings.Fills == FillMode.Realistic ? _settings.Models : ExecutionModels.None) }; break;
            case "spread_ticks": _instrument = _instrument with { SpreadTicks = Value() }; break;
            case "liquidation": _settings = _settings with { Liquidation = LiquidationFormula.Exact }; break;
            case "trade_from":
                _settings = words.Length > 2
                    ? _settings with { TradeFromUtcMs = Instant(words[1], words[2]) }
                    : _settings with { TradeFromBar = (int)Value() };
                break;
            case "sizing":
                _settings = _settings with
                {
                    Sizing = words[1] switch
                    {
                        "equity_fraction" => new Sizing.EquityFraction(Number(words[2])),
                        "fixed_quantity" => new Sizing.FixedQuantity(Number(words[2])),
                        "fixed_notional" => new Sizing.FixedNotional(Number(words[2])),
                        "fixed_fractional" => new Sizing.FixedFractional(Number(words[2])),
                        "atr" => new Sizing.Atr(Number(words[2]), Number(words[3]), (int)Number(words[4])),
                        "kelly" => new Sizing.Kelly(Number(words[2]), (int)Number(words[3]), Number(words[4])),
                        "vol_target" => new Sizing.VolatilityTarget(Number(words[2]), (int)Number(words[3])),
                        _ => throw new FormatException(words[1]),
                    },
                };
                break;
            // fees 2024-01-01 00:00 TAKER MAKER, oldest first
            case "fees":
                _fees.Add(new(Instant(words[1], words[2]), new(Number(words[3]), Number(words[4]))));
                _settings = _settings with { Fees = FeeSchedule.Dated(_fees) };
                break;
            case "borrow": _instrument = _instrument with { BorrowRate = Value() }; break;
            case "leverage_cap": _instrument = _instrument with { MaxLeverage = Value() }; break;
            case "strict": _settings = _settings with { StrictVenue = true }; break;
            case "tick": _instrument = _instrument with { TickSize = Value() }; break;
            case "lot": _instrument = _instrument with { LotSize = Value() }; break;
            case "min_notional": _instrument = _instrument with { MinNotional = Value() }; break;
            // table 2024-01-01 00:00, then its tiers: tier FLOOR CAP RATE MAX_LEVERAGE AMOUNT
            case "table": _tables.Add(new(Instant(words[1], words[2]), [], "fixture")); break;
            case "tier":
                _tables[^1] = _tables[^1] with
                {
                    Tiers = _tables[^1].Tiers.Add(new(Number(words[1]), Number(words[2]), Number(words[3]), Number(words[4]), Number(words[5]))),
                };
                break;
            default: throw new FormatException($"{Name}: `{words[0]}` is not an account setting");
        }
    }

    private static ExecutionModels Model(string[] words, ExecutionModels models) => words[1] switch
    {
        "none" => models,
        "impact" => models with { Impact = true },
        "stop_tick" => models with { StopTick = true },
        // latency 36 s
        "latency" => models with { LatencyNanos = (long)(Number(words[2]) * 1e9) },
        // queue PROBABILITY SHARE
        "queue" => models with { Queue = new(Number(words[2]), Number(words[3])) },
        "inner_bars" => models with { InnerBars = true },
        "mark_price" => models with { MarkPrice = true },
        "without" => words[2] == "funding" ? models with { Funding = false } : models with { Rounding = false },
        _ => models with { Intrabar = Enum.Parse<IntrabarOrder>(words[1], ignoreCase: true) },
    };
}
