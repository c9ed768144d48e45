using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>The symbols of a strategy: the traded one, and those that <c>of</c> reads.</summary>
internal sealed class SymbolTable
{
    private readonly BindingContext _context;
    private readonly ImmutableArray<Identifier> _names;
    private readonly HashSet<int> _read = [];
    private readonly HashSet<Identifier> _refused = new(ReferenceEqualityComparer.Instance);

    public SymbolTable(BindingContext context, StrategySyntax strategy)
    {
        _context = context;
        _names = strategy.OfKind<SymbolsSyntax>().FirstOrDefault()?.Names ?? [];
        Dictionary<string, Identifier> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (var name in _names)
        {
            if (!IsSymbol(name.Text) || seen.ContainsKey(name.Text)) _refused.Add(name);
            if (!IsSymbol(name.Text))
                context.Report(SymbolDiagnostics.NotASymbol, name.Span, [name.Text], "write it as the market does, such as `BTCUSDT`");
            else if (!seen.TryAdd(name.Text, name))
                context.Report(SymbolDiagnostics.RepeatedSymbol, name.Span, [name.Text], "name each symbol once", context.RemovalOfItem(name.Span), secondary: (seen[name.Text].Span, "first named here"));
        }
    }

    /// <summary>As they are written, the traded one first; empty where none are declared.</summary>
    public ImmutableArray<string> Names => [.. _names.Select(n => n.Text)];

    /// <summary>The place of a symbol among those declared; −1, reported, for any other.</summary>
    public int IndexOf(Identifier symbol)
    {
        for (int i = 0; i < _names.Length; i++)
        {
            if (_names[i].Text != symbol.Text) continue;
            _read.Add(i);
            return i;
        }

        string? nearest = NearestName.Of(symbol.Text, _names.Select(n => n.Text));
        string help = nearest is not null ? $"did you mean `{nearest}`?"
            : _names.IsEmpty ? $"declare it behind the traded one, as in `symbols BTCUSDT, {symbol.Text}`; conditions are counted with a bracket: `2 of (a, b, c)`"
            : $"add it to `symbols`, which has {string.Join(", ", _names.Select(n => $"`{n.Text}`"))}";
        _context.Report(SymbolDiagnostics.UnknownSymbol, symbol.Span, [symbol.Text], help,
            nearest is null ? null : new($"change to `{nearest}`", symbol.Span, nearest));
        return -1;
    }

    /// <summary>Warns of symbols that no rule reads: their bars would be loaded for nothing.</summary>
    public void WarnOfUnread()
    {
        for (int i = 1; i < _names.Length; i++)
            if (!_read.Contains(i) && !_refused.Contains(_names[i])) _context.Report(SymbolDiagnostics.UnreadSymbol, _names[i].Span, [_names[i].Text], $"remove it, or read it, as in `close of {_names[i].Text}`",
                    _context.RemovalOfItem(_names[i].Span));
    }

    private static bool IsSymbol(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':');
}
