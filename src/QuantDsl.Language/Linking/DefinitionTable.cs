using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Linking;

/// <summary>The definitions of a strategy by name, and whether each may be called.</summary>
internal sealed class DefinitionTable
{
    private readonly Dictionary<string, DefineSyntax> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unusable = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<StatementSyntax> _statements;
    private readonly IndicatorCatalog _catalog;
    private readonly LinkReport _report;

    public DefinitionTable(IReadOnlyList<StatementSyntax> statements, IndicatorCatalog catalog, LinkReport report)
    {
        (_statements, _catalog, _report) = (statements, catalog, report);
        foreach (var define in statements.OfType<DefineSyntax>()) Declare(define);
        foreach (var define in _byName.Values) ReportCycle(define);
        foreach (var define in _byName.Values) CheckFormals(define);
    }

    /// <summary>The definition of that name, or null.</summary>
    public DefineSyntax? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>False for one whose mistake is reported: a call of it stands for nothing.</summary>
    public bool IsUsable(DefineSyntax define) => !_unusable.Contains(define.Name.Text);

    /// <summary>Makes every call of a definition stand for nothing, after its mistake was reported.</summary>
    public void Refuse(DefineSyntax define) => _unusable.Add(define.Name.Text);

    /// <summary>Names that may be called, for suggestions.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    private void Declare(DefineSyntax define)
    {
        string name = define.Name.Text;
        if (name.Length == 0) return;
        if (Taken(name) is var (what, place))
        {
            _report.Add(LinkingDiagnostics.DefinitionTakesName, define.Name.Span, [name, what], $"choose another name, such as `MY_{name.ToUpperInvariant()}`",
                secondary: place is { } other ? (other, "defined here") : null);
            return;
        }

        if (_byName.Values.FirstOrDefault(d => d.Name.Text.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } first)
        {
            bool same = first.Name.Text == name;
            _report.Add(same ? BindingDiagnostics.DuplicateName : BindingDiagnostics.NamesDifferByCase, define.Name.Span,
                same ? [name] : [name, first.Name.Text], "choose another name", secondary: (first.Name.Span, same ? "first defined here" : "the other one"));
            return;
        }

        _byName.Add(name, define);
    }

    private (string What, TextSpan? Place)? Taken(string name)
    {
        if (_catalog.Find(name) is { } indicator) return ($"the indicator `{indicator.Name}`", null);
        if (CallBinder.IsFunction(name) || DistanceBinder.IsKind(name)) return ($"the function `{name.ToLowerInvariant()}`", null);
        if (NameTable.Prices.ContainsKey(name)) return ("a price series", null);
        var other = _statements.FirstOrDefault(s => s is ParameterSyntax or LetSyntax && StatementKey.NameOf(s)?.Text == name);
        return other is null ? null : (other is LetSyntax ? "a `let`" : "a parameter", StatementKey.NameOf(other)?.Span);
    }

    private void CheckFormals(DefineSyntax define)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var formal in define.Parameters)
        {
            if (NameTable.Prices.ContainsKey(formal.Text))
                _report.Add(BindingDiagnostics.PriceRedeclared, formal.Span, [formal.Text], "choose another name for the argument");
            else if (!seen.Add(formal.Text))
                _report.Add(BindingDiagnostics.DuplicateName, formal.Span, [formal.Text], "choose another name for the argument");
            else continue;
            _unusable.Add(define.Name.Text);
        }
    }

    /// <summary>Reports the shortest way from a definition back to itself, once for each circle.</summary>
    private void ReportCycle(DefineSyntax define)
    {
        string start = define.Name.Text;
        if (_unusable.Contains(start)) return;
        Queue<ImmutableArray<string>> ways = new([[start]]);
        HashSet<string> reached = new(StringComparer.Ordinal);
        while (ways.TryDequeue(out var way))
        {
            foreach (string next in CallsOf(_byName[way[^1]]))
            {
                if (next == start)
                {
                    _report.Add(LinkingDiagnostics.CyclicDefinition, define.Name.Span, [start, string.Join(" → ", way.Add(start).Select(n => $"`{n}`"))], "write one of them without calling the others");
                    _unusable.UnionWith(way);
                    return;
                }

                if (reached.Add(next)) ways.Enqueue(way.Add(next));
            }
        }
    }

    private IEnumerable<string> CallsOf(DefineSyntax define) =>
        SyntaxWalk.SelfAndDescendants(define.Body).OfType<CallSyntax>().Select(c => c.Function.Text).Where(_byName.ContainsKey);
}
