using QuantDsl.Compiler;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Jobs;

/// <summary>A program that is made on another thread, while what needs only its plan goes on here; whoever wants an instance waits for it.</summary>
internal sealed class ProgramInMaking : IStrategyProgram
{
    private readonly Task<(IStrategyProgram Program, double Seconds)> _making;

    /// <param name="make">By which back end.</param>
    public ProgramInMaking(BoundStrategy strategy, Func<BoundStrategy, IStrategyProgram> make, TimeProvider clock)
    {
        Plan = StrategyCompiler.PlanOf(strategy);
        _making = Task.Run(() =>
        {
            long begun = clock.GetTimestamp();
            var program = make(strategy);
            return (program, clock.GetElapsedTime(begun).TotalSeconds);
        });
    }

    /// <inheritdoc/>
    public StrategyPlan Plan { get; }

    /// <summary>How long it took to make it; waits for it.</summary>
    public double Seconds => Made.Seconds;

    // What failed there is thrown here as it was, not wrapped.
    private (IStrategyProgram Program, double Seconds) Made => _making.GetAwaiter().GetResult();

    /// <inheritdoc/>
    public CompiledStrategy CreateInstance() => Made.Program.CreateInstance();

    /// <summary>Unloads the class, now or when it is there.</summary>
    public void Dispose() => _making.ContinueWith(made => made.Result.Program.Dispose(), CancellationToken.None,
        TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
