using QuantDsl.Compiler.Emission;
using QuantDsl.Compiler.Loading;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler;

/// <summary>Bound strategy to C# to a class in a collectible context. One compilation per structure; parameters are arguments.</summary>
public static class StrategyCompiler
{
    /// <summary>Emits, compiles and loads. Never fails on a bound strategy: a Roslyn error here is a defect of the emitter.</summary>
    public static CompiledProgram Compile(BoundStrategy strategy)
    {
        var emitted = ClassEmitter.Emit(strategy);
        return new(PlanOf(strategy), emitted, RoslynBackEnd.Compile(emitted));
    }

    /// <summary>The same by columns: nothing is emitted, and there is no C# compiler to load.</summary>
    public static ColumnarProgram Columnar(BoundStrategy strategy) => new(strategy);

    /// <summary>Loads the C# compiler by compiling a small strategy. The first compilation of a process takes about a second, so a host may
    /// call this on another thread while it reads data; it is never needed.</summary>
    public static void Prepare()
    {
        var close = new BoundPrice(PriceField.Close, SeriesUnit.Price);
        var mean = new BoundIndicator(Ema.Definition, [close], [new BoundConstant(20, SeriesUnit.Number)], 0, SeriesUnit.Price);
        var strategy = new BoundStrategy
        {
            Name = "prepare",
            Version = 1,
            Description = "",
            Timeframe = new(Timeframe.Minute),
            Parameters = [],
            Lets = [],
            EnterLong = new BoundAnd([new BoundCross(close, CrossDirection.Above, mean, Negated: false), new BoundComparison(close, ComparisonOperator.Greater, mean)]),
            Filters = new(),
            Constraints = [],
            HigherTimeframes = [],
            Warmup = [],
        };
        Compile(strategy).Dispose();
    }

    /// <summary>The C# a person would have written for the strategy.</summary>
    public static string EmitCSharp(BoundStrategy strategy) => ClassEmitter.Emit(strategy).Source;

    /// <summary>What is the same for every combination.</summary>
    public static StrategyPlan PlanOf(BoundStrategy strategy) => new(strategy.Name, strategy.Timeframe)
    {
        Warmup = strategy.Warmup,
        HigherTimeframes = strategy.HigherTimeframes,
        Filters = strategy.Filters,
        Reverse = strategy.Reverse,
        EntersLong = strategy.EnterLong is not null,
        EntersShort = strategy.EnterShort is not null,
        Scales = strategy.ScaleIn is not null || strategy.Take is not null,
        Regimes = [.. strategy.Regimes.Select(r => r.Name)],
        HasStop = strategy.EveryEntryHasAStop,
    };
}
