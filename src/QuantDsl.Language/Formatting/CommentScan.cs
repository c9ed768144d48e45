using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Language.Syntax.Parsing;

namespace QuantDsl.Language.Formatting;

/// <summary>The comments of a file, found between its words; the readers of both notations leave them out.</summary>
internal static class CommentScan
{
    public static ImmutableArray<FoundComment> Text(SourceText source)
    {
        var range = new TextSpan(0, source.Content.Length);
        var tokens = TokenList.Read(source, range, new DiagnosticBag(source));
        return Between(source.Content, Enumerable.Range(0, tokens.Count).Select(i => TokenList.SpanOf(tokens[i])), "//");
    }

    /// <param name="source">The file.</param>
    /// <param name="root">What it holds: a <c>#</c> inside a key or a value is no comment.</param>
    public static ImmutableArray<FoundComment> Yaml(SourceText source, YamlNode? root) =>
        Between(source.Content, root is null ? [] : Scalars(root).Where(s => s.Length > 0), "#");

    private static ImmutableArray<FoundComment> Between(string content, IEnumerable<TextSpan> words, string marker)
    {
        var found = ImmutableArray.CreateBuilder<FoundComment>();
        int from = 0;
        foreach (var word in words.Append(new(content.Length, 0)))
        {
            Gap(content, from, word.Start, marker, found);
            from = Math.Max(from, word.End);
        }

        return found.ToImmutable();
    }

    private static void Gap(string content, int from, int to, string marker, ImmutableArray<FoundComment>.Builder found)
    {
        bool isYaml = marker == "#";
        for (int i = from; i < to; i++)
        {
            i = content.IndexOf(marker, i, to - i, StringComparison.Ordinal);
            if (i < 0) return;
            // In YAML a `#` that touches something is a part of it.
            if (isYaml && i > 0 && !SourceLine.IsBlank(content[i - 1])) continue;
            int end = i;
            while (end < content.Length && !IsBreak(content[end], isYaml)) end++;
            bool standsAlone = SourceLine.IsFirst(content, i);
            found.Add(new(content[(i + marker.Length)..end].TrimEnd(), TextSpan.FromBounds(i, end), standsAlone, standsAlone && SourceLine.IsBelowBlank(content, i)));
            i = end;
        }
    }

    private static bool IsBreak(char c, bool isYaml) => c is '\n' or '\r' || (isYaml && c is '\u0085' or '\u2028' or '\u2029');

    private static IEnumerable<TextSpan> Scalars(YamlNode node) => node switch
    {
        YamlMapping mapping => mapping.Entries.SelectMany(e => Scalars(e.Value).Prepend(e.KeySpan)),
        YamlSequence sequence => sequence.Items.SelectMany(Scalars),
        _ => [node.Span],
    };
}
