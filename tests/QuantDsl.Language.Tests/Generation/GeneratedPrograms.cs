using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Language.Tests.Generation;

/// <summary>Reading and binding of generated strategies.</summary>
internal static class GeneratedPrograms
{
    public static ReadResult Read(string file, string text)
    {
        var read = StrategyReader.Read(new(file, text));
        Assert.True(read.Diagnostics.IsEmpty, $"{string.Join('\n', read.Diagnostics.Select(d => $"{d.Code} {d.Message}"))}\n{text}");
        return read;
    }

    public static BoundStrategy Bind(StrategySyntax strategy) => Bind(Read("generated.qstrat", SyntaxPrinter.Print(strategy)));

    public static BoundStrategy Bind(ReadResult read)
    {
        var bound = Binder.Bind(read);
        Assert.True(bound.Strategy is not null, $"{string.Join('\n', bound.Diagnostics.Select(d => $"{d.Code} {d.Message}"))}\n{read.Source.Content}");
        return bound.Strategy!;
    }

    public static BoundStrategy Bound(int seed) => Bind(StrategyGenerator.Strategy(seed));
}
