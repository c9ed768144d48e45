using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Linking;

/// <summary>Puts bound symbols in the place of the names a template has for them.</summary>
internal sealed class SymbolBinding(ImmutableDictionary<string, string> bindings, LinkReport report)
{
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    public StatementSyntax Of(StatementSyntax statement)
    {
        if (statement is not SymbolsSyntax symbols) return bindings.IsEmpty ? statement : SyntaxMap.Expressions(statement, Of);
        _declared.UnionWith(symbols.Names.Select(n => n.Text));
        return symbols with { Names = [.. symbols.Names.Select(Bound)] };
    }

    /// <summary>Reports every binding that replaces nothing, at the strategy's name.</summary>
    public void ReportUnknown(StrategySyntax strategy)
    {
        foreach (string name in bindings.Keys.Except(_declared).Order(StringComparer.Ordinal))
            report.Add(LinkingDiagnostics.UnknownBinding, strategy.Name.Span, [name],
                _declared.Count == 0 ? "declare it, as in `symbols A, B`" : NearestName.Of(name, _declared) is { } nearest ? $"did you mean `{nearest}`?" : $"its symbols are {string.Join(", ", _declared.Select(d => $"`{d}`"))}");
    }

    private ExpressionSyntax Of(ExpressionSyntax expression)
    {
        var inner = SyntaxMap.Operands(expression, Of);
        return inner is OfSymbolSyntax of ? of with { Symbol = Bound(of.Symbol) } : inner;
    }

    private Identifier Bound(Identifier symbol) => bindings.TryGetValue(symbol.Text, out string? bound) ? symbol with { Text = bound } : symbol;
}
