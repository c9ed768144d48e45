using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>A strategy whose rules are sets of bars; only what reads the position is evaluated bar by bar. Same answers as the emitted class, bit for bit.</summary>
/// <remarks>Binding a combination whose columns and signals are there allocates nothing, but when the market is another than before.</remarks>
internal sealed class ColumnarStrategy : CompiledStrategy
{
    private readonly ColumnarProgram _program;
    private readonly BarSet[] _regimes;
    private readonly StopPlan[] _stops;
    private readonly double[] _sizes;
    private SignalProgram? _signals;
    private Evaluation? _evaluation;
    private BarSet _enterLong = BarSet.None(0), _enterShort = BarSet.None(0);
    private BarSet? _exitLong, _exitShort;
    private BarCondition? _exitLongRule, _exitShortRule;

    public ColumnarStrategy(ColumnarProgram program)
    {
        _program = program;
        int regimes = program.Plan.Regimes.Length;
        _regimes = new BarSet[regimes];
        _stops = new StopPlan[regimes];
        _sizes = new double[regimes];
    }

    public override void Bind(MarketColumns market, ReadOnlySpan<double> parameters)
    {
        if (_signals is not { } program || _evaluation is not { } evaluation || program.Market != market)
        {
            _signals = program = _program.SignalsOn(market);
            _evaluation = evaluation = program.Strategy.CreateEvaluation();
        }

        var signals = program.Of(parameters);
        (_enterLong, _enterShort, _exitLong, _exitShort) = (signals.EnterLong, signals.EnterShort, signals.ExitLong, signals.ExitShort);
        var strategy = program.Strategy;
        (_exitLongRule, _exitShortRule) = (strategy.ExitLong, strategy.ExitShort);
        evaluation.Begin(parameters);
        var plans = strategy.Plans;
        Stop = plans.Stop(evaluation);
        Target = plans.Target(evaluation);
        ExitAfterBars = plans.ExitAfterBars(evaluation);
        Scale = plans.Scale(evaluation);
        Take = plans.Take(evaluation);
        for (int i = 0; i < _regimes.Length; i++)
        {
            _regimes[i] = evaluation.BarsOf(strategy.Regimes[i]);
            _stops[i] = plans.StopIn(i, evaluation) ?? Stop;
            _sizes[i] = plans.SizeIn(i, evaluation);
        }
    }

    public override bool EnterLong(int bar) => _enterLong.Contains(bar);

    public override bool EnterShort(int bar) => _enterShort.Contains(bar);

    public override bool ExitLong(int bar, in PositionView position) =>
        _exitLong is { } bars ? bars.Contains(bar) : Holds(_exitLongRule, bar, position);

    public override bool ExitShort(int bar, in PositionView position) =>
        _exitShort is { } bars ? bars.Contains(bar) : Holds(_exitShortRule, bar, position);

    private bool Holds(BarCondition? rule, int bar, in PositionView position) => rule is not null && _evaluation is { } evaluation && rule.Holds(evaluation, bar, position);

    public override int Regime(int bar)
    {
        for (int i = 0; i < _regimes.Length; i++)
            if (_regimes[i].Contains(bar)) return i;
        return NoRegime;
    }

    public override StopPlan StopIn(int regime) => (uint)regime < (uint)_stops.Length ? _stops[regime] : Stop;

    public override double SizeIn(int regime) => (uint)regime < (uint)_sizes.Length ? _sizes[regime] : 1;
}
