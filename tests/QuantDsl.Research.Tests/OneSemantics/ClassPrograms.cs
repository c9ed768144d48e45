using QuantDsl.Compiler;
using QuantDsl.Compiler.Tests;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Tests.OneSemantics;

/// <summary>The compiled classes of many strategies, each as a program of its own.</summary>
internal sealed class ClassPrograms(IReadOnlyList<BoundStrategy> strategies) : IDisposable
{
    private readonly ClassBatch _classes = new(strategies);

    public IStrategyProgram this[int index] => new OfBatch(StrategyCompiler.PlanOf(strategies[index]), () => _classes.CreateInstance(index));

    public void Dispose() => _classes.Dispose();

    private sealed class OfBatch(StrategyPlan plan, Func<CompiledStrategy> create) : IStrategyProgram
    {
        public StrategyPlan Plan => plan;

        public CompiledStrategy CreateInstance() => create();

        public void Dispose()
        {
            // The classes go together.
        }
    }
}
