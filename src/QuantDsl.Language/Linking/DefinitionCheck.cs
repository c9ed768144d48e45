using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Linking;

/// <summary>Reports, at the definition and once, a name in a body that nothing defines: calls would repeat it.</summary>
internal sealed class DefinitionCheck(IReadOnlyList<StatementSyntax> statements, DefinitionTable definitions, IndicatorCatalog catalog, LinkReport report, bool mayHaveLostStatements)
{
    private readonly HashSet<string> _names = new(statements.Where(s => s is not DefineSyntax).Select(StatementKey.NameOf).OfType<Identifier>().Select(n => n.Text)
        .Concat(NameTable.Prices.Keys).Concat(NameTable.PositionValues.Keys), StringComparer.Ordinal);

    /// <param name="own">The statements of the strategy's own file; definitions of other files are checked where they are called.</param>
    public void Check(IReadOnlySet<StatementSyntax> own)
    {
        var called = statements.Where(s => s is not DefineSyntax || own.Contains(s)).SelectMany(SyntaxWalk.ExpressionsOf)
            .SelectMany(SyntaxWalk.SelfAndDescendants).OfType<CallSyntax>().Select(c => c.Function.Text);
        HashSet<string> reached = new(StringComparer.Ordinal);
        Stack<string> open = new(called.Concat(own.OfType<DefineSyntax>().Select(d => d.Name.Text)));
        while (open.TryPop(out string? name))
        {
            if (!reached.Add(name) || definitions.Find(name) is not { } define) continue;
            if (Check(define)) foreach (string next in CallsIn(define)) open.Push(next);
        }
    }

    private static IEnumerable<string> CallsIn(DefineSyntax define) => SyntaxWalk.SelfAndDescendants(define.Body).OfType<CallSyntax>().Select(c => c.Function.Text);

    private bool Check(DefineSyntax define)
    {
        if (mayHaveLostStatements) return true;
        bool isRight = true;
        var formals = define.Parameters.Select(p => p.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var part in SyntaxWalk.SelfAndDescendants(define.Body))
        {
            if (part is NameSyntax name && !formals.Contains(name.Name) && !_names.Contains(name.Name))
                isRight &= Report(BindingDiagnostics.UnknownName, name.Name, name.Span, formals.Concat(_names), "make it an argument, or define it by `let` or `param`");
            if (part is CallSyntax { Function: var function } && !IsFunction(function.Text))
                isRight &= Report(BindingDiagnostics.UnknownFunction, function.Text, function.Span, definitions.Names.Concat(catalog.All.Select(d => d.Name)), "`qdsl indicators list` shows all indicators");
        }

        if (!isRight) definitions.Refuse(define);
        return isRight;
    }

    private bool IsFunction(string name) =>
        definitions.Find(name) is not null || catalog.Find(name) is not null || catalog.Unusable(name) is not null || CallBinder.IsFunction(name) || DistanceBinder.IsKind(name);

    private bool Report(DiagnosticDescriptor descriptor, string name, TextSpan span, IEnumerable<string> known, string help)
    {
        string? nearest = NearestName.Of(name, known);
        report.Add(descriptor, span, [name], nearest is null ? help : $"did you mean `{nearest}`?", nearest is null ? null : new($"change to `{nearest}`", span, nearest));
        return false;
    }
}
