using System.Collections.Immutable;
using QuantDsl.Cli.Output;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Cli;

/// <summary>A strategy file, read and bound.</summary>
public sealed record StrategyFile(string Path, ReadResult Read, BindResult Bound)
{
    public ImmutableArray<Diagnostic> Diagnostics => Bound.Diagnostics;

    public static StrategyFile Load(string path, IndicatorCatalog catalog, Terminal terminal)
    {
        var read = StrategyReader.Read(InputFiles.ReadText(path, terminal), catalog);
        return new(path, read, Binder.Bind(read));
    }

    /// <summary>The bound strategy for a run; warnings are shown and do not stop it.</summary>
    /// <exception cref="InputException">The file has errors.</exception>
    public BoundStrategy Require(Terminal terminal)
    {
        if (Bound.Strategy is null) throw new InputException(FailureKind.Input, Diagnostics);
        DiagnosticOutput.Write(terminal, Diagnostics);
        return Bound.Strategy;
    }
}
