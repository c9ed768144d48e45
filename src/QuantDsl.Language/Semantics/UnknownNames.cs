using System.Text.RegularExpressions;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>Names that rules read and nothing defines, gathered first: one slip where a name is defined is not a slip at every place that reads it.</summary>
internal sealed class UnknownNames
{
    private readonly List<Use> _uses = [];

    /// <summary>One reading of a name, with what to say of it alone.</summary>
    public void Add(NameSyntax syntax, string help, CodeFix? fix) => _uses.Add(new(syntax, help, fix));

    /// <summary>Reports each slip once.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="names">What is defined.</param>
    /// <param name="strategy">Everything that reads names.</param>
    public void Report(BindingContext context, NameTable names, StrategySyntax strategy)
    {
        var groups = _uses.DistinctBy(use => use.Syntax.Span).GroupBy(use => use.Syntax.Name, StringComparer.Ordinal).ToList();
        if (groups.Count == 0 || context.MayMissFiles) return;
        HashSet<string> read = [.. strategy.Statements.SelectMany(SyntaxWalk.ExpressionsOf).SelectMany(SyntaxWalk.SelfAndDescendants).OfType<NameSyntax>().Select(n => n.Name)];
        var unread = names.Declared.Where(name => !read.Contains(name.Text) && names.RegimeIndex(name.Text) < 0).ToList();
        // A definition whose name could not be read accounts for a name that nothing else comes near.
        var lost = strategy.OfKind<LetSyntax>().Where(let => let.Name.Text.Length == 0).ToList();
        int nameless = lost.Count;
        // The name may still stand there, at the wrong place.
        var words = lost.SelectMany(let => Regex.Matches(context.Diagnostics.Source.Content.Substring(let.Span.Start, let.Span.Length), @"\w+")).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var group in groups.OrderBy(g => words.Contains(g.Key) ? 0 : NearestName.Of(g.Key, names.Declared.Select(n => n.Text)) is null ? 1 : 2))
        {
            var first = group.MinBy(use => use.Syntax.Span.Start) ?? group.First();
            if (NearestName.Of(group.Key, unread.Select(name => name.Text)) is { } near && unread.Find(name => name.Text == near) is { } declaration)
            {
                unread.Remove(declaration);
                context.MeantNames.Add(near);
                if (group.Count() > 1) context.Report(BindingDiagnostics.MisspelledDeclaration, declaration.Span, [near, group.Key], $"did you mean `{group.Key}`?",
                    new($"change to `{group.Key}`", declaration.Span, group.Key), (first.Syntax.Span, "read here"));
                else context.Report(BindingDiagnostics.UnknownName, first.Syntax.Span, [group.Key], $"did you mean `{near}`?",
                    new($"change to `{near}`", first.Syntax.Span, near), (declaration.Span, "defined here, and never read"));
                continue;
            }

            if (nameless > 0 && !NearestName.IsSlipOf(group.Key, names.Readable(inExit: true)))
            {
                nameless--;
                continue;
            }

            foreach (var use in group) context.Report(BindingDiagnostics.UnknownName, use.Syntax.Span, [group.Key], use.Help, use.Fix);
        }
    }

    private sealed record Use(NameSyntax Syntax, string Help, CodeFix? Fix);
}
