using System.Collections.Immutable;
using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Syntax;

/// <summary>A tree and the problems found while reading it.</summary>
public sealed record ReadResult(SourceText Source, StrategySyntax Strategy, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>The one door for strategy files: chooses the notation by the file's extension; never throws on content.</summary>
public static class StrategyReader
{
    /// <summary><c>.yaml</c>, <c>.yml</c> and <c>.json</c> are YAML; everything else is text, as <c>.qstrat</c> is.</summary>
    public static ReadResult Read(SourceText source) =>
        Path.GetExtension(source.Path).ToLowerInvariant() is ".yaml" or ".yml" or ".json" ? YamlReader.Read(source) : QStratReader.Read(source);
}
