using System.Collections.Immutable;

namespace QuantDsl.Diagnostics;

/// <summary>Collects the problems of one text, in the order they are found.</summary>
public sealed class DiagnosticBag(SourceText source)
{
    /// <summary>The most errors, and the most warnings, that are kept of one text: nobody reads more, and a file that is all mistakes has millions.</summary>
    public const int Limit = 100;

    private readonly List<Diagnostic> _items = [];
    private int _errors, _warnings;

    public SourceText Source { get; } = source;

    public bool HasErrors => _errors > 0;

    /// <summary>True when another error would not be kept, so that what to say about it need not be found out.</summary>
    public bool IsFull => _errors > Limit;

    /// <summary>Adds a problem; give <paramref name="help"/> the text to type.</summary>
    public void Report(DiagnosticDescriptor descriptor, TextSpan span, object[] arguments, string? help = null, params CodeFix[] fixes)
    {
        if (!IsFull || descriptor.Severity != Severity.Error) Add(Diagnostic.At(Source, span, descriptor, arguments) with { Help = help, Fixes = [.. fixes] });
    }

    /// <summary>Adds a problem; of those over <see cref="Limit"/> the first becomes the word that there are more.</summary>
    public void Add(Diagnostic diagnostic)
    {
        bool isError = diagnostic.Severity == Severity.Error;
        int count = isError ? ++_errors : ++_warnings;
        if (count <= Limit) _items.Add(diagnostic);
        else if (count == Limit + 1) _items.Add(LimitDiagnostics.More(Source, diagnostic));
    }

    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics) Add(diagnostic);
    }

    /// <summary>All problems in file order (by start of the span, then as found).</summary>
    public ImmutableArray<Diagnostic> ToImmutable() => [.. _items.OrderBy(d => d.Span.Start)];
}
