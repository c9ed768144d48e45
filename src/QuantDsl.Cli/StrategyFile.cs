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

    /// <param name="bind">Bindings of symbols as typed; null for a verb without them.</param>
    public static StrategyFile Load(string path, IndicatorCatalog catalog, Terminal terminal, string[]? bind = null)
    {
        var read = ReadOnly(path, catalog, terminal, bind);
        return new(path, read, Binder.Bind(read));
    }

    /// <summary>The file as it is written, with the folder its other files are in.</summary>
    public static ReadResult ReadOnly(string path, IndicatorCatalog catalog, Terminal terminal, string[]? bind) =>
        StrategyReader.Read(InputFiles.ReadText(path, terminal), catalog) with { Files = new StrategyFolder(terminal.CurrentFolder), Bindings = SymbolBindings.Read(bind) };

    /// <summary>The bound strategy for a run; warnings are shown and do not stop it.</summary>
    /// <exception cref="InputException">The file has errors.</exception>
    public BoundStrategy Require(Terminal terminal)
    {
        if (Bound.Strategy is null) throw new InputException(FailureKind.Input, Diagnostics);
        DiagnosticOutput.Write(terminal, Diagnostics);
        return Bound.Strategy;
    }
}
