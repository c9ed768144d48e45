using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Linking;

/// <summary>Leaves out what other files define and this strategy does not read: it is no dead weight of this one.</summary>
internal static class UnreadParts
{
    public static IEnumerable<StatementSyntax> Without(IReadOnlyList<(StatementSyntax Statement, bool IsOwn)> statements)
    {
        var foreign = statements.Where(s => !s.IsOwn && StatementKey.NameOf(s.Statement) is not null)
            .ToLookup(s => StatementKey.NameOf(s.Statement)?.Text ?? "", s => s.Statement, StringComparer.Ordinal);
        HashSet<string> read = new(StringComparer.Ordinal);
        Stack<string> open = new(statements.Where(s => s.IsOwn || !(StatementKey.IsDefinition(s.Statement) || s.Statement is FormSyntax)).SelectMany(s => NamesIn(s.Statement)));
        while (open.TryPop(out string? name))
        {
            if (!read.Add(name)) continue;
            foreach (var statement in foreign[name])
                foreach (string next in NamesIn(statement)) open.Push(next);
        }

        bool IsLeftOut(StatementSyntax statement) => StatementKey.IsDefinition(statement) && statement is not RequireSyntax && !read.Contains(StatementKey.NameOf(statement)?.Text ?? "");
        var gone = statements.Where(s => !s.IsOwn && s.Statement is ParameterSyntax && IsLeftOut(s.Statement)).Select(s => StatementKey.NameOf(s.Statement)?.Text ?? "").ToHashSet(StringComparer.Ordinal);

        // A constraint of another file holds where all it speaks of is there.
        return statements.Where(s => s.IsOwn || !StatementKey.IsDefinition(s.Statement)
            || (s.Statement is RequireSyntax ? NamesIn(s.Statement).All(read.Contains) : !IsLeftOut(s.Statement)))
            .Where(s => s.IsOwn || s.Statement is not FormSyntax form || !gone.Contains(form.Path.Text))
            .Select(s => s.Statement);
    }

    private static IEnumerable<string> NamesIn(StatementSyntax statement) => statement is FormSyntax form ? [form.Path.Text]
        : SyntaxWalk.ExpressionsOf(statement).SelectMany(SyntaxWalk.SelfAndDescendants).OfType<NameSyntax>().Select(n => n.Name);
}
