using System.Collections.Immutable;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Testing.Generation;

/// <summary>
/// Random strategies that are right, as syntax trees without spans: every name known, every unit and range kept. The same seed is
/// the same strategy. Statements stand in canonical order and once each where only one may stand.
/// </summary>
public sealed class StrategyGenerator
{
    internal const int ShortestPeriod = 2, LongestPeriod = 30;

    private static readonly string[] Docs =
        ["", "", "plain", "a \"quoted\" word", "back\\slash \\n", "line\nbreak\ttab\r", "größe – 価格 🚀", "# prose: // no comment"];

    private static readonly string[] Zones = ["UTC", "UTC", "UTC", "Europe/London", "America/Port-au-Prince", "Etc/GMT+5", "America/Argentina/Buenos_Aires", "EST5EDT"];

    private readonly Random _random, _forms;
    private readonly GeneratedNames _names;
    private readonly Timeframe _timeframe;
    private readonly bool _complete;
    private readonly ExpressionGenerator _values;
    private readonly ConditionGenerator _conditions;
    private readonly ImmutableArray<StatementSyntax>.Builder _statements = ImmutableArray.CreateBuilder<StatementSyntax>();

    private StrategyGenerator(int seed, Timeframe? timeframe, bool complete)
    {
        _random = new(seed);
        // A stream of its own: what is kept for forms changes no other choice.
        _forms = new(seed + 1_000_003);
        _names = new(_random);
        _timeframe = timeframe ?? Timeframe.Parse(Pick(["5m", "15m", "30m", "1h"]));
        _complete = complete;
        _values = new(_random, _names, _timeframe);
        _conditions = new(_random, _names, _values);
    }

    /// <param name="seed">Chooses the strategy.</param>
    /// <param name="timeframe">Its primary timeframe; one of four when null.</param>
    /// <param name="complete">True for a strategy with both sides, both exits, a time exit, an ATR stop and a target.</param>
    public static StrategySyntax Strategy(int seed, Timeframe? timeframe = null, bool complete = false) => new StrategyGenerator(seed, timeframe, complete).Make();

    /// <summary>The same strategy as canonical text.</summary>
    public static string Text(int seed, Timeframe? timeframe = null) => SyntaxPrinter.Print(Strategy(seed, timeframe));

    private StrategySyntax Make()
    {
        var name = Tree.Id(_names.Fresh());
        Add(new TimeframeSyntax(_timeframe, Tree.Nowhere));
        AddParameters();
        AddLets();
        if (_random.Next(2) == 0) Repeat(_random.Next(1, 3), AddRegime);
        foreach (var side in Sides()) Repeat(_random.Next(1, 3), () => Add(new EnterSyntax(side, NeededRegime(), _conditions.Condition(3), Tree.Nowhere)));
        foreach (var side in new[] { Side.Long, Side.Short })
            Repeat(_complete ? 1 : _random.Next(3), () => Add(new ExitSyntax(side, _conditions.Condition(2, inExit: true), Tree.Nowhere)));
        if (Maybe(3)) Add(new ExitAfterSyntax(_values.Bars(1, 60), Tree.Nowhere));
        AddStop();
        if (Maybe(2)) Add(new TargetSyntax(TargetDistance(), _random.Next(3) == 0, Tree.Nowhere));
        AddFilters();
        if (_random.Next(3) == 0) AddLiveSettings();
        if (_random.Next(4) == 0) Add(new ScaleInSyntax(SmallPercent(), _values.Bars(1, 4), Tree.Nowhere));
        if (_random.Next(4) == 0) Add(new TakeSyntax(Pick<ExpressionSyntax>([Tree.Percent(25), Tree.Percent(50), SmallPercent()]), SmallPercent(), Tree.Nowhere));
        if (_random.Next(4) == 0) Add(new ReverseSyntax(true, Tree.Nowhere));
        return new(name, _random.Next(1, 4), Pick(Docs), _statements.ToImmutable(), Tree.Nowhere);
    }

    private void Add(StatementSyntax statement) => _statements.Add(statement);

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>Always in a complete strategy, otherwise one time in so many.</summary>
    private bool Maybe(int times) => _complete || _random.Next(times) == 0;

    private Side[] Sides() => _complete ? [Side.Long, Side.Short] : Pick<Side[]>([[Side.Long, Side.Short], [Side.Long], [Side.Short]]);

    private static void Repeat(int times, Action action)
    {
        for (int i = 0; i < times; i++) action();
    }

    private void AddParameters()
    {
        Repeat(_random.Next(3), () => Declare(_names.Periods, Tree.Number(_random.Next(ShortestPeriod, 20)), PeriodSweep(), new(Tree.Number(1), Tree.Number(200), Tree.Nowhere)));
        Repeat(_random.Next(3), () => Declare(_names.Percents, Tree.Percent(_random.Next(2, 10) / 2m), PercentSweep(), new(Tree.Percent(0.5m), Tree.Percent(20), Tree.Nowhere)));
        Repeat(_random.Next(3), () => Declare(_names.Multiples, _values.Quarters(2, 12), MultipleSweep(), new(Tree.Number(0.25m), Tree.Number(50), Tree.Nowhere)));
        Repeat(_random.Next(2), () => Declare(_names.Levels, Tree.Number(_random.Next(-9, 10) / 4m), LevelSweep(), new(Tree.Number(-9.5m), Tree.Number(9.5m), Tree.Nowhere)));
        AddForms();
        if (_names.Periods.Count > 1 && _random.Next(2) == 0) Add(new RequireSyntax(_conditions.Constraint(_names.Periods[0], _names.Periods[1]), Tree.Nowhere));
    }

    private void AddForms()
    {
        if (_forms.Next(3) != 0) return;
        foreach (string name in _names.Periods.Concat(_names.Multiples).Where(_ => _forms.Next(2) == 0))
            Form(name, [Word("type", PickForm(["integer", "float", "number"])), .. _forms.Next(2) == 0 ? [Value("step", _forms.Next(1, 5) / 4m)] : Array.Empty<FormSettingSyntax>()]);
        if (_forms.Next(2) == 0) Form("time_filters.blocked_days", [Word("type", "day list"), Word("default", "[\"Saturday\", \"Sunday\"]"), Word("description", PickForm(Docs[2..]))]);
        if (_forms.Next(2) == 0) Form("timeframe", [Word("type", "timeframe"), Word("default", PickForm(["\"5m\"", "null", "{\"a b\": [true, 1.50]}"]))]);
        if (_forms.Next(3) == 0) Form("time_filters.avoid_around_funding.minutes_before", [Value("min", 0), Value("max", 60), Value("default", 5)]);

        void Form(string path, FormSettingSyntax[] settings) => Add(new FormSyntax(Tree.Id(path), [.. settings], Tree.Nowhere));
        FormSettingSyntax Word(string name, string text) => new(Tree.Id(name), null, text, Tree.Nowhere);
        FormSettingSyntax Value(string name, decimal value) => new(Tree.Id(name), Tree.Number(value), "", Tree.Nowhere);
    }

    private string PickForm(string[] items) => items[_forms.Next(items.Length)];

    private void Declare(List<string> names, NumberSyntax initial, SweepSyntax? sweep, RangeSyntax range)
    {
        string name = _names.Fresh();
        Add(new ParameterSyntax(Tree.Id(name), initial, sweep, _random.Next(3) == 0 ? range : null, Pick(Docs), Tree.Nowhere));
        names.Add(name);
    }

    private SweepSyntax? PeriodSweep() => _random.Next(4) switch
    {
        0 => new ListSweepSyntax([Tree.Number(_random.Next(2, 15)), Tree.Number(_random.Next(15, LongestPeriod))], Tree.Nowhere),
        1 => new StepSweepSyntax(Tree.Number(4), Tree.Number(12), Tree.Number(Pick([2m, 4m])), Tree.Nowhere),
        2 => new CountSweepSyntax(Tree.Number(5), Tree.Number(25), Tree.Number(3), Logarithmic: false, Tree.Nowhere),
        _ => null,
    };

    private SweepSyntax? PercentSweep() => _random.Next(3) switch
    {
        0 => new ListSweepSyntax([Tree.Percent(1.5m), Tree.Percent(2), Tree.Percent(_random.Next(3, 8))], Tree.Nowhere),
        1 => new StepSweepSyntax(Tree.Percent(1), Tree.Percent(5), Tree.Percent(Pick([0.5m, 1m, 2m])), Tree.Nowhere),
        _ => null,
    };

    private SweepSyntax? MultipleSweep() => _random.Next(3) switch
    {
        0 => new CountSweepSyntax(Tree.Number(1), Tree.Number(_random.Next(3, 9)), Tree.Number(3), Logarithmic: true, Tree.Nowhere),
        1 => new ListSweepSyntax([Tree.Number(1.5m)], Tree.Nowhere),
        _ => null,
    };

    private SweepSyntax? LevelSweep() => _random.Next(3) switch
    {
        0 => new StepSweepSyntax(Tree.Number(-1.5m), Tree.Number(1.5m), Tree.Number(0.5m), Tree.Nowhere),
        1 => new ListSweepSyntax([Tree.Number(-2), Tree.Number(0), Tree.Number(2)], Tree.Nowhere),
        _ => null,
    };

    private void AddLets() => Repeat(_random.Next(6), () =>
    {
        var kind = Pick(Enum.GetValues<ValueKind>());
        bool isCondition = _random.Next(4) == 0;
        var value = isCondition ? _conditions.Condition(1) : _values.Series(kind, 3);
        string name = _names.Fresh();
        Add(new LetSyntax(Tree.Id(name), value, Tree.Nowhere));
        (isCondition ? _names.Conditions : _names.Series[kind]).Add(name);
    });

    private void AddRegime()
    {
        string name = _names.Fresh();
        Add(new RegimeSyntax(Tree.Id(name), _conditions.Condition(1), Tree.Nowhere));
        _names.Regimes.Add(name);
        int settings = _random.Next(4);
        if (settings == 0) return;
        var stop = settings == 1 ? null : new StopSyntax(StopDistance(), _random.Next(3) == 0, Tree.Nowhere);
        Add(new RegimeSettingsSyntax(Tree.Id(name), settings == 2 ? null : Pick<ExpressionSyntax>([Tree.Percent(50), Tree.Percent(125), SmallPercent()]), stop, Tree.Nowhere));
    }

    private Identifier? NeededRegime() => _complete || _names.Regimes.Count == 0 || _random.Next(2) == 0 ? null : Tree.Id(Pick(_names.Regimes));

    private ExpressionSyntax SmallPercent() => _random.Next(2) == 0 ? Tree.Percent(_random.Next(1, 13) / 4m) : _values.Percent();

    private void AddStop() =>
        Add(new StopSyntax(_complete ? Tree.Call("atr_fixed", _values.StopDistance(), _values.Multiple()) : StopDistance(), _random.Next(3) == 0, Tree.Nowhere));

    private ExpressionSyntax StopDistance()
    {
        return _random.Next(5) switch
        {
            0 => _values.Percent(),
            1 => Tree.Call("fixed_pct", _values.Percent()),
            2 => Tree.Call("atr_fixed", _values.StopDistance(), _values.Multiple()),
            3 => Tree.Call("atr_trailing", _values.StopDistance(), _values.Multiple()),
            _ => Tree.Call("pct_trailing", _values.Percent()),
        };
    }

    private ExpressionSyntax TargetDistance() => _random.Next(4) switch
    {
        0 => _values.Percent(),
        1 => Tree.Combine(_values.Percent(), ArithmeticOperator.Multiply, Tree.Number(2)),
        2 => Tree.Call("risk_reward", _values.Multiple()),
        _ => Tree.Call("atr_fixed", _values.StopDistance(), _values.Multiple()),
    };

    private void AddLiveSettings()
    {
        LiveSettingSyntax[] settings =
        [
            new(Tree.Id("allowed_modes"), null, [.. Pick<string[]>([["live"], ["paper", "live"], ["backtest", "paper"]]).Select(Tree.Id)], IsList: true, Tree.Nowhere),
            new(Tree.Id("max_slippage_pct"), _values.Quarters(1, 9), [], IsList: false, Tree.Nowhere),
            new(Tree.Id("order_type"), null, [Tree.Id(Pick(["market", "limit"]))], IsList: false, Tree.Nowhere),
            new(Tree.Id("cancel_if_latency_ms"), _values.Whole(1, 900), [], IsList: false, Tree.Nowhere),
            new(Tree.Id("hellmoon_compatible"), null, [Tree.Id(Pick(["true", "false"]))], IsList: false, Tree.Nowhere),
        ];
        settings = [.. settings.Where(_ => _random.Next(2) == 0)];
        if (settings.Length > 0) Add(new LiveSettingsSyntax([.. settings], Tree.Nowhere));
    }

    private void AddFilters()
    {
        if (_random.Next(2) == 0)
        {
            // Long sessions, so that a filtered strategy still trades.
            TradingSession[] sessions = [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => new TradingSession(_random.Next(480), _random.Next(960, 1441), Pick(Zones)))];
            Add(new TradeSyntax([.. sessions], [.. sessions.Select(_ => Tree.Nowhere)], Tree.Nowhere));
        }

        if (_random.Next(3) == 0) Add(new BlockSyntax(Pick<ImmutableArray<DayOfWeek>>([[DayOfWeek.Saturday, DayOfWeek.Sunday], [DayOfWeek.Monday]]), Pick(Zones), Tree.Nowhere));
        if (_random.Next(3) == 0) Add(new AvoidFundingSyntax(Pick<FundingAvoidance>([new(5, 10), new(30, 0), new(0, 15)]), Tree.Nowhere));
    }
}
