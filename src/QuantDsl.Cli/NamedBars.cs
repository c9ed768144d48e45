using System.Collections.Immutable;

namespace QuantDsl.Cli;

/// <summary>The bar files of a run by the symbol they are of: <c>--bars A=x.csv --bars B=y.csv</c>, where a name may be a symbol or what is bound to it.</summary>
public sealed class NamedBars
{
    private readonly ImmutableDictionary<string, ImmutableArray<string>> _others;

    /// <param name="request">The files as typed; those without a name are the traded symbol's.</param>
    /// <param name="others">The symbols that are read and not traded.</param>
    public NamedBars(RunRequest request, string[] others)
    {
        var names = request.Bars.Select(NamedFile.Of).Select(file => file with { Symbol = file.Symbol is { } name ? request.Bindings.GetValueOrDefault(name, name) : null }).ToArray();
        _others = others.Distinct(StringComparer.Ordinal).ToImmutableDictionary(other => other,
            other => names.Where(n => n.Symbol == other).Select(n => n.Path).ToImmutableArray(), StringComparer.Ordinal);
        Traded = [.. names.Where(n => n.Symbol is null || !_others.ContainsKey(n.Symbol)).Select(n => n.ToString())];
        if (!request.Bars.IsEmpty && Traded.IsEmpty && request.Symbol is { } traded) throw Missing(traded);
        if (!request.Bars.IsEmpty)
            foreach (string other in others.Where(o => _others[o].IsEmpty)) throw Missing(other);
    }

    /// <summary>As typed, with symbols in the place of the names bound to them.</summary>
    public ImmutableArray<string> Traded { get; }

    /// <summary>Empty where the run reads no files.</summary>
    public ImmutableArray<string> Of(string symbol) => _others[symbol];

    private static Diagnostics.InputException Missing(string symbol) =>
        CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, $"name them, as in `--bars {symbol}=FILE…`", $"the strategy reads {symbol}, but none of the bars are of it");
}
