using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Linking;

/// <summary>Where problems of linking go: each place and code once.</summary>
internal sealed class LinkReport(SourceLayout layout, List<Diagnostic> diagnostics)
{
    private readonly HashSet<(string Code, TextSpan Span)> _reported = [];

    public void Add(DiagnosticDescriptor descriptor, TextSpan span, object[] arguments, string? help, CodeFix? fix = null, (TextSpan Span, string Label)? secondary = null)
    {
        if (!_reported.Add((descriptor.Code, span))) return;
        diagnostics.Add(Diagnostic.At(layout.Whole, span, descriptor, arguments) with { Help = help, Fixes = fix is null ? [] : [fix], Secondary = secondary });
    }
}
