using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Linking;

/// <summary>Puts a strategy together from its parts: the files it uses and extends, its definitions and the symbols it is bound to.</summary>
public static class Linker
{
    /// <summary>The strategy without <c>use</c>, <c>extends</c> and <c>define</c>, and with its symbols bound: it means the same, and needs no other file.
    /// Spans are of no use. Where there are mistakes it is what could be put together; binding the same tree reports them.</summary>
    public static StrategySyntax Flatten(ReadResult read) => Link(read).Flat.Strategy;

    internal static LinkResult Link(ReadResult read)
    {
        var layout = new SourceLayout(read.Source);
        if (!NeedsLinking(read)) return new(read, layout, []);
        List<Diagnostic> diagnostics = [.. read.Diagnostics];
        var files = new FileLinker(layout, read.Files, read.Catalog, diagnostics);
        var statements = files.Flatten(read.Strategy, FilePath.Resolve(read.Source.Path, ""));
        // What the reader gave up may define what a body names.
        bool mayHaveLostStatements = diagnostics.Any(d => d.Severity == Severity.Error && d.Code.StartsWith("QD1", StringComparison.Ordinal));
        var report = new LinkReport(layout, diagnostics);
        var own = new HashSet<StatementSyntax>(read.Strategy.Statements, ReferenceEqualityComparer.Instance);
        var definitions = new DefinitionTable(statements, read.Catalog, report);
        new DefinitionCheck(statements, definitions, read.Catalog, report, mayHaveLostStatements).Check(own);
        var expansion = new DefinitionExpansion(definitions, layout, report);
        var symbols = new SymbolBinding(read.Bindings, report);
        List<(StatementSyntax Statement, bool IsOwn)> flat =
            [.. statements.Where(s => s is not DefineSyntax).Select(s => (symbols.Of(expansion.Of(s)), own.Contains(s) || files.SweptHere.Contains(s)))];
        symbols.ReportUnknown(read.Strategy);
        var strategy = read.Strategy with
        {
            Description = read.Strategy.Description.Length > 0 ? read.Strategy.Description : files.Description,
            Statements = [.. UnreadParts.Without(flat)],
        };
        return new(read with { Source = layout.Whole, Strategy = strategy, Diagnostics = [.. diagnostics] }, layout, [.. definitions.Names]);
    }

    private static bool NeedsLinking(ReadResult read) =>
        !read.Bindings.IsEmpty || read.Strategy.Statements.Any(s => s is UseSyntax or ExtendsSyntax or DefineSyntax);
}

/// <summary>A strategy put together, the way back from its offsets to the files, and the names of the definitions that could be called.</summary>
internal sealed record LinkResult(ReadResult Flat, SourceLayout Layout, ImmutableArray<string> Definitions);
