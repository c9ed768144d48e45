using QuantDsl.Runtime;

namespace QuantDsl.Compiler;

/// <summary>A strategy that can be run, whichever back end made it; all of them give the same answers to the last bit.</summary>
public interface IStrategyProgram : IDisposable
{
    /// <summary>What is the same for every combination.</summary>
    StrategyPlan Plan { get; }

    /// <summary>A fresh, unbound instance; one per worker.</summary>
    /// <exception cref="ObjectDisposedException">The program has been disposed.</exception>
    CompiledStrategy CreateInstance();
}
