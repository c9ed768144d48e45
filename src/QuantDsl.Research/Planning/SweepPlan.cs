using System.Collections.Immutable;
using QuantDsl.Compiler;
using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Semantics;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Sweep;

namespace QuantDsl.Research.Planning;

/// <summary>How a sweep is worked out, decided before anything is computed. <see cref="SweepRunner"/> runs by it, and <c>--explain-plan</c> prints it.</summary>
/// <param name="Strategy">Name of the strategy.</param>
/// <param name="Combinations">To run.</param>
/// <param name="Groups">Sets of combinations that share every parameter the signals read.</param>
public sealed record SweepPlan(string Strategy, long Combinations, long Groups)
{
    /// <summary>What is computed from the bars, in the order the rules read it.</summary>
    public required ImmutableArray<PlannedColumn> Columns { get; init; }

    /// <summary>Parts in the order they are worked out, absent ones included.</summary>
    public required ImmutableArray<PlannedPart> Parts { get; init; }

    /// <summary>True when combinations that signal alike are walked together, false when the plain walk takes them one by one.</summary>
    public bool WalksGroups => Parts.All(part => part.Path != PlannedPath.PlainWalk);

    /// <summary>True when rules are asked of a class that the C# compiler makes, false when they are read from columns and it is not loaded.</summary>
    public bool UsesClass => Parts.Any(part => part.Path == PlannedPath.Class);

    /// <summary>Combinations of a walk at most.</summary>
    public int Lanes => WalksGroups ? SweepRunner.MostLanes : 1;

    /// <summary>Columns of all formulas at most.</summary>
    public long ColumnCount => Columns.Sum(column => column.Columns);

    /// <summary>The walks of the workers of a session, as planned; called on each worker's thread.</summary>
    internal Func<IPortionWalk> Walks(RunSession session, SweepGrid grid)
    {
        if (!WalksGroups) return () => new PlainPortionWalk(session.CreateStrategy(), session.Columns, session.Context, grid);
        var signals = session.Program is ColumnarProgram columnar ? columnar.SignalsOn(session.Columns) : new SignalProgram(session.Inputs.Strategy.Bound, session.Columns);
        return () => new GroupPortionWalk(session.CreateStrategy, signals, session.Context, grid);
    }

    /// <summary>The program by the back end that is planned.</summary>
    internal IStrategyProgram Compile(BoundStrategy strategy) => UsesClass ? StrategyCompiler.Compile(strategy) : new ColumnarProgram(strategy);
}
