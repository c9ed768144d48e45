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
        var names = request.Bars.Select(text => (Text: text, Symbol: SymbolOf(text, request.Bindings))).ToArray();
        _others = others.Distinct(StringComparer.Ordinal).ToImmutableDictionary(other => other,
            other => names.Where(n => n.Symbol == other).Select(n => n.Text[(n.Text.IndexOf('=', StringComparison.Ordinal) + 1)..]).ToImmutableArray(), StringComparer.Ordinal);
        Traded = [.. names.Where(n => n.Symbol is null || !_others.ContainsKey(n.Symbol)).Select(n => n.Symbol is null ? n.Text : $"{n.Symbol}={n.Text[(n.Text.IndexOf('=', StringComparison.Ordinal) + 1)..]}")];
        if (!request.Bars.IsEmpty && Traded.IsEmpty && request.Symbol is { } traded) throw Missing(traded);
        if (!request.Bars.IsEmpty)
            foreach (string other in others.Where(o => _others[o].IsEmpty)) throw Missing(other);
    }

    /// <summary>As typed, with symbols in the place of the names bound to them.</summary>
    public ImmutableArray<string> Traded { get; }

    /// <summary>Empty where the run reads no files.</summary>
    public ImmutableArray<string> Of(string symbol) => _others[symbol];

    private static string? SymbolOf(string text, ImmutableDictionary<string, string> bindings)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || !text.AsSpan(0, equals).ToString().All(c => char.IsLetterOrDigit(c) || c is '_' or '-')) return null;
        string name = text[..equals];
        return bindings.GetValueOrDefault(name, name);
    }

    private static Diagnostics.InputException Missing(string symbol) =>
        CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, $"name them, as in `--bars {symbol}=FILE…`", $"the strategy reads {symbol}, but none of the bars are of it");
}
