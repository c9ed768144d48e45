using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Events;
using QuantDsl.Backtest.Portfolio;
using QuantDsl.Compiler;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Explanation;

/// <summary>A run of one strategy on one symbol with everything that happened in it, in order.</summary>
public sealed record RecordedRun(RunContext Context, RunResult Result, ImmutableArray<RunEvent> Events)
{
    /// <summary>Runs a combination by the engine that tells what happens.</summary>
    public static RecordedRun Of(IStrategyProgram program, MarketColumns columns, RunContext context, double[] values)
    {
        var rules = program.CreateInstance();
        rules.Bind(columns, values);
        var events = new Recorder();
        var result = new PortfolioWalk([new(program.Plan.Name, context, rules)], PortfolioSettings.None, events).Run();
        return new(context, result.Account, events.ToImmutable());
    }

    private sealed class Recorder : IRunEvents
    {
        private readonly ImmutableArray<RunEvent>.Builder _events = ImmutableArray.CreateBuilder<RunEvent>();

        public void Add(RunEvent happened) => _events.Add(happened);

        public ImmutableArray<RunEvent> ToImmutable() => _events.DrainToImmutable();
    }
}
