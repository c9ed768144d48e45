using System.Collections.Immutable;

namespace QuantDsl.Diagnostics;

/// <summary>Collects the problems of one text, in the order they are found.</summary>
public sealed class DiagnosticBag(SourceText source)
{
    private readonly List<Diagnostic> _items = [];

    public SourceText Source { get; } = source;

    public bool HasErrors => _items.Any(d => d.Severity == Severity.Error);

    /// <summary>Adds a problem; give <paramref name="help"/> the text to type.</summary>
    public void Report(DiagnosticDescriptor descriptor, TextSpan span, object[] arguments, string? help = null, params CodeFix[] fixes) =>
        Add(Diagnostic.At(Source, span, descriptor, arguments) with { Help = help, Fixes = [.. fixes] });

    public void Add(Diagnostic diagnostic) => _items.Add(diagnostic);

    public void AddRange(IEnumerable<Diagnostic> diagnostics) => _items.AddRange(diagnostics);

    /// <summary>All problems in file order (by start of the span, then as found).</summary>
    public ImmutableArray<Diagnostic> ToImmutable() => [.. _items.OrderBy(d => d.Span.Start)];
}
