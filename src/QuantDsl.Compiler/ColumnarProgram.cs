using System.Runtime.CompilerServices;
using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler;

/// <summary>A strategy run by columns, without a class of its own: there at once, where compiling takes the C# compiler.</summary>
/// <param name="strategy">Its rules are read when an instance is first bound to a market.</param>
/// <param name="budgetBytes">For the sets of bars of each market.</param>
public sealed class ColumnarProgram(BoundStrategy strategy, long budgetBytes = SignalProgram.DefaultBudgetBytes) : IStrategyProgram
{
    private readonly ConditionalWeakTable<MarketColumns, SignalProgram> _signals = [];

    /// <inheritdoc/>
    public StrategyPlan Plan { get; } = StrategyCompiler.PlanOf(strategy);

    /// <summary>What combinations signal on a market: one program for all instances, and whoever else asks.</summary>
    public SignalProgram SignalsOn(MarketColumns market) => _signals.GetValue(market, m => new SignalProgram(strategy, m, budgetBytes));

    /// <inheritdoc/>
    public CompiledStrategy CreateInstance() => new ColumnarStrategy(this);

    /// <summary>Nothing is held that the collector does not see.</summary>
    public void Dispose()
    {
    }
}
