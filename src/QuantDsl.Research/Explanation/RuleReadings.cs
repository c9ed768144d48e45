using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Events;
using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Analysis;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Research.Events;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Explanation;

/// <summary>What each rule of a strategy reads, by name: the column behind every name, price and indicator in it, in the order of the rule.</summary>
/// <remarks>Values of the position and parameters are left out: they are no columns. Columns are fetched once, so reading a bar computes nothing.</remarks>
public sealed class RuleReadings
{
    private readonly Dictionary<(Side Side, bool Enters), ImmutableArray<(string Name, double[] Values)>> _rules = [];

    /// <param name="strategy">Whose rules are read.</param>
    /// <param name="market">Of the run.</param>
    /// <param name="parameters">Of the run, in declared order.</param>
    public RuleReadings(BoundStrategy strategy, MarketColumns market, double[] parameters)
    {
        var series = new SeriesEvaluator(market, parameters);
        var text = new BoundSyntax(strategy, parameters);
        foreach (var (side, enters, rule) in new[]
        {
            (Side.Long, true, strategy.EnterLong), (Side.Short, true, strategy.EnterShort), (Side.Long, false, strategy.ExitLong), (Side.Short, false, strategy.ExitShort),
        })
        {
            if (rule is null) continue;
            _rules.Add((side, enters), [.. ValuesOf(strategy, rule).Select(value => (Name: text.Print(value), series.ColumnOf(value).Values)).DistinctBy(column => column.Name)]);
        }
    }

    /// <summary>The columns a rule reads; none where the strategy has no such rule.</summary>
    /// <param name="side">Of the position.</param>
    /// <param name="enters">True for the entry, false for the exit.</param>
    public ImmutableArray<(string Name, double[] Values)> Of(Side side, bool enters) => _rules.GetValueOrDefault((side, enters), []);

    /// <summary>Adds what the rule behind a signal read. A signal that no rule gave, such as a time exit or an addition, has nothing to add.</summary>
    public void Read(SignalEvent signal, SignalValues values)
    {
        bool enters = signal.Intent is SignalIntent.Enter or SignalIntent.Reverse;
        if (!enters && signal is not { Intent: SignalIntent.Exit, Reason: ExitReason.Signal }) return;
        foreach (var (name, column) in Of(signal.Side, enters)) values.Add(name, column[signal.Bar]);
    }

    /// <summary>The series in a rule that have a name or are a call, left to right; arithmetic and functions are gone into.</summary>
    private static IEnumerable<BoundExpression> ValuesOf(BoundStrategy strategy, BoundCondition condition) => condition switch
    {
        BoundComparison c => ValuesOf(c.Left).Concat(ValuesOf(c.Right)),
        BoundCross c => ValuesOf(c.Left).Concat(ValuesOf(c.Right)),
        BoundTrend t => ValuesOf(t.Operand),
        BoundWithin w => ValuesOf(strategy, w.Condition),
        BoundAnd and => and.Operands.SelectMany(o => ValuesOf(strategy, o)),
        BoundOr or => or.Operands.SelectMany(o => ValuesOf(strategy, o)),
        BoundAtLeast a => a.Operands.SelectMany(o => ValuesOf(strategy, o)),
        BoundInRegime regime => ValuesOf(strategy, strategy.Regimes[regime.Index].Condition),
        _ => [],
    };

    private static IEnumerable<BoundExpression> ValuesOf(BoundExpression expression) => expression switch
    {
        { IsScalar: true } or BoundPositionValue => [],
        BoundArithmetic sum => ValuesOf(sum.Left).Concat(ValuesOf(sum.Right)),
        BoundNegation negation => ValuesOf(negation.Operand),
        BoundFunction function => function.Arguments.SelectMany(ValuesOf),
        BoundHistory { Operand: BoundPositionValue } => [],
        _ => [expression],
    };
}

/// <summary>What the rules of a run's members saw, for its event log.</summary>
/// <param name="Members">In the order of the run.</param>
public sealed record SignalReadings(ImmutableArray<RuleReadings> Members) : ISignalContext
{
    public void Read(SignalEvent signal, SignalValues values) => Members[signal.Member].Read(signal, values);
}
