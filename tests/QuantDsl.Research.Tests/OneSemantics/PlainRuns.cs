using QuantDsl.Backtest;
using QuantDsl.Compiler;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Sweep;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Tests.OneSemantics;

/// <summary>The reference: the compiled class, bar by bar, one combination after another, over columns and a context of its own.</summary>
internal sealed class PlainRuns
{
    private readonly MarketColumns _columns;
    private readonly RunContext _context;
    private readonly CompiledStrategy _strategy;
    private readonly AccountWalk _walk;
    private readonly SweepGrid _grid;
    private readonly double[] _values;

    public PlainRuns(RunInputs inputs, SweepGrid grid, IStrategyProgram program)
    {
        var (history, strategy) = (inputs.History, inputs.Strategy.Bound);
        _columns = new(history.Base, strategy.Timeframe, others: history.Others);
        _context = RunContext.Create(history, _columns, program.Plan, inputs.Account);
        _strategy = program.CreateInstance();
        _walk = new(_context);
        _grid = grid;
        _values = new double[grid.Width];
    }

    /// <summary>One combination; overwritten by the next.</summary>
    public RunResult Run(long combination)
    {
        _grid.Fill(combination, _values);
        _strategy.Bind(_columns, _values);
        return _walk.Run(_strategy);
    }

    /// <summary>The row of a result by the metrics of a backtest.</summary>
    public SweepRow RowOf(long combination, RunResult result) =>
        SweepRow.Of(combination, RunMetrics.Of(result, _columns.Primary.Bars.Count - _context.FirstDecisionBar, _context.History.Venue.TradingDays));
}
