using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler;

/// <summary>Bound strategy to C# to a class in a collectible context. One compilation per structure; parameters are arguments.</summary>
public static class StrategyCompiler
{
    /// <summary>Emits, compiles and loads. Never fails on a bound strategy: a Roslyn error here is a defect of the emitter.</summary>
    public static CompiledProgram Compile(BoundStrategy strategy) => throw new NotImplementedException();

    /// <summary>The C# a person would have written for the strategy.</summary>
    public static string EmitCSharp(BoundStrategy strategy) => throw new NotImplementedException();
}

/// <summary>A loaded program; disposing it unloads the class.</summary>
public sealed class CompiledProgram : IDisposable
{
    public StrategyPlan Plan => throw new NotImplementedException();

    public string Source => throw new NotImplementedException();

    /// <summary>A fresh, unbound instance; one per worker.</summary>
    public CompiledStrategy CreateInstance() => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
