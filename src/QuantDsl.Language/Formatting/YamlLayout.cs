using System.Collections.Immutable;
using System.Text.RegularExpressions;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Formatting;

/// <summary>
/// A YAML document on lines of one shape: its keys, their order and what stands behind them are its author's, since YAML has more to
/// say than the tree keeps. Two spaces a level, lists in from their key, brackets on one line unless their author broke them.
/// </summary>
internal sealed class YamlLayout
{
    private readonly string _content;
    private readonly ImmutableArray<FoundComment> _comments;
    private readonly PrintedLines _lines = new("#");
    private readonly YamlScalarText _scalars;
    private int _comment;
    private int _dashes;

    private YamlLayout(SourceText source, YamlNode root, IReadOnlyDictionary<TextSpan, ExpressionSyntax> expressions)
    {
        _content = source.Content;
        _comments = CommentScan.Yaml(source, root);
        _scalars = new(_content, expressions);
    }

    /// <param name="source">The file.</param>
    /// <param name="root">Its document.</param>
    /// <param name="expressions">What is read of its scalars as an expression, by the scalar's place.</param>
    public static string Write(SourceText source, YamlNode root, IReadOnlyDictionary<TextSpan, ExpressionSyntax> expressions)
    {
        var layout = new YamlLayout(source, root, expressions);
        layout.Markers(0, root.Span.Start);
        layout.Block(root, 0, source.Content.Length);
        layout.Markers(root.Span.End, source.Content.Length);
        layout.Above(source.Content.Length, 0);
        return layout._lines.ToString();
    }

    /// <summary>Lines outside the document's content: <c>---</c>, <c>...</c> and directives.</summary>
    private void Markers(int from, int to)
    {
        foreach (Match marker in Regex.Matches(_content[from..to], @"^\uFEFF?(%[^\r\n#]*|---|\.\.\.)(?=\s|$)", RegexOptions.Multiline | RegexOptions.CultureInvariant))
        {
            int at = from + marker.Groups[1].Index;
            if (SourceLine.StartOf(_content, at) < from && from > 0) continue;
            Above(at, 0);
            _lines.Line(marker.Groups[1].Value.TrimEnd(), Behind(at + marker.Groups[1].Length));
        }
    }

    /// <summary>A node with lines of its own, the first of which goes on with the dashes that are open.</summary>
    /// <param name="node">The node.</param>
    /// <param name="depth">Levels of its lines.</param>
    /// <param name="limit">Where what follows it begins: comments before that may be its own.</param>
    private void Block(YamlNode node, int depth, int limit)
    {
        switch (node)
        {
            case YamlMapping { Entries.IsEmpty: false } mapping when !IsFlow(mapping):
                for (int i = 0; i < mapping.Entries.Length; i++)
                {
                    var entry = mapping.Entries[i];
                    if (_dashes == 0) Above(entry.KeySpan.Start, depth);
                    int next = i + 1 < mapping.Entries.Length ? mapping.Entries[i + 1].KeySpan.Start : limit;
                    Entry(entry, depth, next, _scalars.StartOfKey(mapping.Entries[0]));
                }

                Trailing(_scalars.StartOfKey(mapping.Entries[0]), depth, limit);
                break;
            case YamlSequence { Items.IsEmpty: false } sequence when !IsFlow(sequence):
                for (int i = 0; i < sequence.Items.Length; i++)
                {
                    var item = sequence.Items[i];
                    if (_dashes == 0) Above(item.Span.Start, depth);
                    _dashes++;
                    Block(item, depth + 1, i + 1 < sequence.Items.Length ? sequence.Items[i + 1].Span.Start : limit);
                }

                Trailing(sequence.Span.Start, depth, limit);
                break;
            default:
                Value("", node, depth, _dashes > 0 ? depth - 1 : depth);
                break;
        }
    }

    private void Entry(YamlEntry entry, int depth, int limit, int parent)
    {
        string key = $"{_scalars.Key(entry)}:";
        if (entry.Value is YamlScalar or { Span.Length: 0 } || IsFlow(entry.Value))
        {
            Value(entry.Value is YamlScalar { Span.Length: 0, Style: YamlScalarStyle.Plain } ? key : key + " ", entry.Value, depth, depth, entry, parent);
            return;
        }

        Emit(depth, key, Behind(_scalars.EndOfKey(entry)), opens: true);
        Block(entry.Value, depth + 1, limit);
    }

    /// <summary>A scalar or a bracket behind what is written before it on its line.</summary>
    private void Value(string before, YamlNode node, int depth, int owner, YamlEntry? entry = null, int parent = 0)
    {
        if (node is not YamlScalar scalar)
        {
            Flow(before, node, "", depth, owner);
            return;
        }

        if (scalar.Style is YamlScalarStyle.Literal or YamlScalarStyle.Folded)
        {
            var block = _scalars.Block(scalar, entry is null ? AfterDash(scalar) : _scalars.EndOfKey(entry), parent - SourceLine.StartOf(_content, parent));
            Emit(depth, before + block.Header, Behind(block.HeaderEnd), opens: true);
            foreach (string line in block.Lines) _lines.Line(line.Length == 0 ? "" : new string(' ', 2 * owner) + line);
            return;
        }

        string[] lines = _scalars.Lines(scalar);
        var behind = Behind(_scalars.EndOf(scalar));
        Emit(depth, before + lines[0], lines.Length == 1 ? behind : null);
        for (int i = 1; i < lines.Length; i++)
            _lines.Line(lines[i].Length == 0 ? "" : new string(' ', 2 * (owner + 1)) + lines[i], i == lines.Length - 1 ? behind : null);
    }

    /// <summary>Offset behind the dash of an item with lines of its own: its header is on the last line above them that says something.</summary>
    private int AfterDash(YamlScalar scalar)
    {
        int line = SourceLine.StartOf(_content, scalar.Span.Start);
        do line = SourceLine.StartOf(_content, Math.Max(0, line - 1)); while (line > 0 && _content[line..].TrimStart(' ', '\t') is ['\n' or '\r', ..]);
        while (line < _content.Length && _content[line] is ' ' or '-') line++;
        return line;
    }

    /// <summary>A bracket: on one line, or with each part on its own where its author began them so or commented them.</summary>
    private void Flow(string before, YamlNode node, string after, int depth, int owner)
    {
        if (!IsFlow(node) || !IsBroken(node))
        {
            Emit(depth, before + _scalars.Flow(node) + after, Behind(_scalars.EndOf(node)));
            return;
        }

        bool isMapping = node is YamlMapping;
        Emit(depth, before + (isMapping ? "{" : "["), Behind(node.Span.Start + 1), opens: true);
        int inner = owner + 1, count = isMapping ? ((YamlMapping)node).Entries.Length : ((YamlSequence)node).Items.Length;
        for (int i = 0; i < count; i++)
        {
            string comma = i < count - 1 ? "," : "";
            if (node is YamlMapping mapping)
            {
                var entry = mapping.Entries[i];
                Above(entry.KeySpan.Start, inner);
                Flow($"{_scalars.Key(entry)}: ", entry.Value, comma, inner, inner);
            }
            else if (node is YamlSequence sequence)
            {
                Above(sequence.Items[i].Span.Start, inner);
                Flow("", sequence.Items[i], comma, inner, inner);
            }
        }

        Above(node.Span.End - 1, inner);
        Emit(owner, (isMapping ? "}" : "]") + after, Behind(node.Span.End));
    }

    private bool IsFlow(YamlNode node) => node is YamlMapping or YamlSequence && node.Span.Length > 0 && _content[node.Span.Start] is '{' or '[';

    private bool IsBroken(YamlNode node)
    {
        int first = node switch
        {
            YamlMapping { Entries: [var entry, ..] } => entry.KeySpan.Start,
            YamlSequence { Items: [var item, ..] } => item.Span.Start,
            _ => node.Span.Start,
        };
        bool isCommented = _comment < _comments.Length && _comments[_comment].Span.Start < node.Span.End;
        return isCommented || !SourceLine.IsSame(_content, node.Span.Start, first);
    }

    /// <summary>The comments that stand before an offset and are not written yet, and the empty line above it.</summary>
    private void Above(int offset, int depth)
    {
        for (; _comment < _comments.Length && _comments[_comment].Span.Start < offset; _comment++) Comment(_comments[_comment], depth);
        if (offset < _content.Length && SourceLine.IsBelowBlank(_content, offset)) _lines.BlankLine();
    }

    /// <summary>Comments below the last part of a block that stand as far to the right as its parts do.</summary>
    private void Trailing(int first, int depth, int limit)
    {
        int column = first - SourceLine.StartOf(_content, first);
        for (; _comment < _comments.Length && _comments[_comment] is { StandsAlone: true } found && found.Span.Start < limit; _comment++)
        {
            if (column == 0 || found.Span.Start - SourceLine.StartOf(_content, found.Span.Start) < column) return;
            Comment(found, depth);
        }
    }

    private void Comment(FoundComment found, int depth) => _lines.Comment(2 * depth, new(found.Text, found.AfterBlankLine));

    /// <summary>The comment behind what ends at an offset, if it is the next and on that line.</summary>
    private Comment? Behind(int end)
    {
        if (_comment >= _comments.Length || _comments[_comment] is not { StandsAlone: false } found || !SourceLine.IsSame(_content, end, found.Span.Start)) return null;
        _comment++;
        return new(found.Text, AfterBlankLine: false);
    }

    private void Emit(int depth, string text, Comment? behind, bool opens = false)
    {
        string dashes = string.Concat(Enumerable.Repeat("- ", _dashes));
        _lines.Line((new string(' ', 2 * (depth - _dashes)) + dashes + text).TrimEnd(), behind, opens);
        _dashes = 0;
    }
}
