using System.Collections.Immutable;
using System.Globalization;

namespace QuantDsl.Diagnostics;

/// <summary>A change of text that removes a diagnostic.</summary>
public sealed record CodeFix(string Title, TextSpan Span, string Replacement);

/// <summary>One problem at one place.</summary>
/// <param name="Descriptor">What kind of problem.</param>
/// <param name="Message">The wording with its names filled in.</param>
/// <param name="Source">The text it stands in; null for a problem of a whole file (see <see cref="Path"/>).</param>
/// <param name="Span">The smallest range that shows it.</param>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, string Message, SourceText? Source, TextSpan Span)
{
    private readonly string? _path;

    /// <summary>What to type instead; a sentence that follows <c>help:</c>.</summary>
    public string? Help { get; init; }

    public ImmutableArray<CodeFix> Fixes { get; init; } = [];

    /// <summary>The other half of the problem, such as the first of two equal names.</summary>
    public (TextSpan Span, string Label)? Secondary { get; init; }

    /// <summary>The text <see cref="Secondary"/> stands in, where it is another one than <see cref="Source"/>.</summary>
    public SourceText? SecondarySource { get; init; }

    /// <summary>Path of the file, also where no <see cref="Source"/> is loaded (data files).</summary>
    public string Path { get => Source?.Path ?? _path ?? ""; init => _path = value; }

    /// <summary>One-based row of a data file, where there is no <see cref="Source"/>; 0 when the whole file is meant.</summary>
    public int Row { get; init; }

    public Severity Severity => Descriptor.Severity;

    public string Code => Descriptor.Code;

    /// <summary>A problem at a span of a text.</summary>
    public static Diagnostic At(SourceText source, TextSpan span, DiagnosticDescriptor descriptor, params object[] arguments) =>
        new(descriptor, string.Format(CultureInfo.InvariantCulture, descriptor.Message, [.. arguments.Select(Shown)]), source, span);

    // A name of a million letters is not told in full; no word that people write comes near.
    private static object Shown(object argument) => argument is string { Length: > 1_000 } text ? $"{text[..60]}…" : argument;

    /// <summary>A problem of a file that is not text to underline: a data file, a folder, an option.</summary>
    public static Diagnostic InFile(string path, int row, DiagnosticDescriptor descriptor, params object[] arguments) =>
        new(descriptor, string.Format(CultureInfo.InvariantCulture, descriptor.Message, arguments), null, default) { Path = path, Row = row };
}
