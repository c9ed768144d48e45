using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Compiler.Tests;

/// <summary>Strategies from text.</summary>
internal static class Library
{
    public static TheoryData<string> Files { get; } =
        [.. Directory.GetFiles(Repository.PathOf("strategies"), "*.qstrat").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public static BoundStrategy Read(string file) => Bind(File.ReadAllText(Repository.PathOf("strategies", file)));

    /// <summary>A generated strategy on five-minute bars, with both sides, both exits, an ATR stop and a target.</summary>
    public static BoundStrategy Generated(int seed) => Bind(SyntaxPrinter.Print(StrategyGenerator.Strategy(seed, Tests.Bound.M5, complete: true)));

    /// <summary>The strategy of a text without mistakes.</summary>
    public static BoundStrategy Bind(string text)
    {
        var bound = Binder.Bind(StrategyReader.Read(new SourceText("test.qstrat", text)));
        Assert.True(bound.Strategy is not null, string.Join('\n', bound.Diagnostics.Select(d => d.Message)));
        return bound.Strategy;
    }
}
