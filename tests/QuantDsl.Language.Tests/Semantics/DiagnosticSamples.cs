using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>The samples of every code that a strategy file can give, as the files they stand for.</summary>
internal static class DiagnosticSamples
{
    /// <summary>Every descriptor of the language and of its YAML documents, by code.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        .. new[] { typeof(Binder).Assembly, typeof(YamlDocument).Assembly }.SelectMany(a => a.GetTypes())
            .Where(t => t is { IsAbstract: true, IsSealed: true } && t.Name.EndsWith("Diagnostics", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields()).Select(f => f.GetValue(null)).OfType<DiagnosticDescriptor>().OrderBy(d => d.Code, StringComparer.Ordinal),
    ];

    /// <summary>Everything a sample's file reports, with the files beside it.</summary>
    public static ImmutableArray<Diagnostic> Check(DiagnosticDescriptor descriptor, string sample) => Bind(descriptor, descriptor.Whole(sample));

    /// <summary>Everything the sample's file reports after a fix of it.</summary>
    public static ImmutableArray<Diagnostic> CheckFixed(DiagnosticDescriptor descriptor, Diagnostic diagnostic, CodeFix fix) =>
        Bind(descriptor, Applied(diagnostic.Source!.Content, fix));

    /// <summary>A text with a fix applied.</summary>
    public static string Applied(string text, CodeFix fix) => string.Concat(text.AsSpan(0, fix.Span.Start), fix.Replacement, text.AsSpan(fix.Span.End));

    private static ImmutableArray<Diagnostic> Bind(DiagnosticDescriptor descriptor, string text)
    {
        var files = descriptor.Beside.IsEmpty ? null : new MemoryFiles([.. descriptor.Beside, (descriptor.SampleFile, text)]);
        var diagnostics = Binder.Bind(StrategyReader.Read(new(descriptor.SampleFile, text)) with { Files = files }).Diagnostics;
        // A sample of another rule need not close its positions.
        return descriptor == LintDiagnostics.NeverClosed ? diagnostics : diagnostics.RemoveAll(d => d.Descriptor == LintDiagnostics.NeverClosed);
    }
}
