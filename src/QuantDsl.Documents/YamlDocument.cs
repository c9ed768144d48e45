using QuantDsl.Diagnostics;

namespace QuantDsl.Documents;

/// <summary>YAML 1.2 (and so JSON) as a tree with spans; the one place that knows the YAML library.</summary>
public static class YamlDocument
{
    /// <summary>The deepest nesting that is read; deeper is an attack or an accident.</summary>
    public const int MaximumDepth = 64;

    /// <summary>Reads the one document of a text.</summary>
    /// <returns>The tree, or null after reporting exactly one error: the text is empty or is not YAML. A key written twice
    /// is reported and the rest is still read. Never throws on content.</returns>
    public static YamlNode? Read(SourceText source, DiagnosticBag diagnostics) => Read(source, new(0, source.Content.Length), diagnostics);

    /// <summary>Reads the document that stands at a range of a larger text; spans point into that text.</summary>
    /// <inheritdoc cref="Read(SourceText, DiagnosticBag)"/>
    public static YamlNode? Read(SourceText source, TextSpan range, DiagnosticBag diagnostics) => new YamlTreeReader(source, range, diagnostics).Read();
}
