using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>Which parameters and lets the rules depend on, read from the syntax: it also holds where a rule could not be bound.</summary>
internal sealed class NameUsage
{
    private readonly NameTable _names;
    private readonly Dictionary<string, HashSet<string>> _readBy;
    private readonly HashSet<string> _live;
    private readonly HashSet<string> _constrained;

    public NameUsage(NameTable names, StrategySyntax strategy)
    {
        _names = names;
        _readBy = names.Lets.ToDictionary(l => l.Name.Text, l => NamesIn([l.Value]), StringComparer.Ordinal);
        _live = Closure(NamesIn(strategy.Statements.Where(s => s is not (LetSyntax or RequireSyntax)).SelectMany(SyntaxWalk.ExpressionsOf)));
        _constrained = Closure(NamesIn(strategy.OfKind<RequireSyntax>().Select(r => r.Condition)));
    }

    /// <summary>True when an entry, exit, stop or target depends on the name, through lets.</summary>
    public bool IsLive(string name) => _live.Contains(name);

    /// <summary>Warns of parameters and lets that change nothing, one warning for each root of the dead weight.</summary>
    /// <param name="context">Where it is said.</param>
    /// <param name="parameters">Their swept values are what a dead axis costs.</param>
    public void Warn(BindingContext context, IReadOnlyList<BoundParameter> parameters)
    {
        _live.UnionWith(Closure(context.MeantNames));
        HashSet<string> readByLets = [.. _readBy.Values.SelectMany(n => n)];
        HashSet<string> deadAxes = new(StringComparer.Ordinal);
        foreach (var parameter in _names.Parameters)
        {
            string name = parameter.Name.Text;
            if (IsLive(name)) continue;
            if (parameter.Sweep is not null)
            {
                deadAxes.Add(name);
                int values = parameters.FirstOrDefault(p => p.Name == name)?.Sweep.Length ?? 0;
                context.Report(LintDiagnostics.DeadAxis, parameter.Name.Span, [name, Math.Max(1, values)], "its values all give the same program; the axis is not run");
            }
            else if (!readByLets.Contains(name) && !_constrained.Contains(name))
            {
                context.Report(LintDiagnostics.UnusedParameter, parameter.Name.Span, [name], "remove it, or use it in a rule", context.Removal(parameter.Span));
            }
        }

        foreach (var let in _names.Lets)
        {
            string name = let.Name.Text;
            // What only an unused let reads, or what a dead axis ends in, is covered by that one warning.
            if (IsLive(name) || _constrained.Contains(name) || readByLets.Contains(name) || Closure(_readBy[name]).Overlaps(deadAxes)) continue;
            // Without it, what it alone reads would be reported next.
            bool isLast = _readBy[name].All(read => !_names.IsDeclared(read) || IsLive(read) || _constrained.Contains(read));
            context.Report(LintDiagnostics.UnusedLet, let.Name.Span, [name], "remove it, or use it in a rule", isLast ? context.Removal(let.Span) : null);
        }
    }

    private HashSet<string> Closure(IEnumerable<string> roots)
    {
        HashSet<string> reached = new(StringComparer.Ordinal);
        Stack<string> open = new(roots);
        while (open.TryPop(out string? name))
        {
            if (!reached.Add(name) || !_readBy.TryGetValue(name, out var read)) continue;
            foreach (string next in read) open.Push(next);
        }

        return reached;
    }

    private static HashSet<string> NamesIn(IEnumerable<ExpressionSyntax> roots)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        SyntaxWalk.CollectNames(roots, names);
        return names;
    }
}
