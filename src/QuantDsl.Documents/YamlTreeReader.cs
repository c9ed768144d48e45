using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace QuantDsl.Documents;

/// <summary>Turns the parser's events into the tree; stops at the first thing that is not YAML.</summary>
internal sealed class YamlTreeReader
{
    private readonly SourceText _source;
    private readonly DiagnosticBag _diagnostics;
    private readonly Parser _parser;

    private readonly TextSpan _range;

    /// <summary>Offset of the parser's text in the source: 1 more behind a byte order mark.</summary>
    private readonly int _shift;

    private readonly Stack<int> _openBrackets = new();

    public YamlTreeReader(SourceText source, TextSpan range, DiagnosticBag diagnostics)
    {
        _source = source;
        _range = range;
        _diagnostics = diagnostics;
        _shift = range.Length > 0 && source.Content[range.Start] == '\uFEFF' ? range.Start + 1 : range.Start;
        _parser = new Parser(new Scanner(new StringReader(source.Content[_shift..range.End]), skipComments: true));
    }

    public YamlNode? Read()
    {
        try
        {
            return ReadDocument();
        }
        catch (YamlException exception)
        {
            var problem = new YamlSyntaxProblem(_source, Offset(exception.Start), Offset(exception.End), exception.Message,
                [.. _openBrackets]);
            _diagnostics.Add(problem.ToDiagnostic());
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // The library lets some of its own slips through, such as an escape beyond Unicode; they are the text's fault all the same.
            if (_openBrackets.TryPeek(out int bracket))
                _diagnostics.Report(DocumentDiagnostics.UnclosedBracket, new(bracket, 1), [_source.Content[bracket]], "close it behind its last item");
            else
                _diagnostics.Report(DocumentDiagnostics.Unreadable, _parser.Current is { } at ? SpanOf(at) : default, ["a key or a value"], "every line is `key: value` or `- item`");
            return null;
        }
    }

    private YamlNode? ReadDocument()
    {
        _parser.MoveNext();
        if (!_parser.MoveNext() || _parser.Current is not DocumentStart)
        {
            _diagnostics.Report(DocumentDiagnostics.Empty, new(_range.Start, 0), [], "write `key: value` lines");
            return null;
        }

        _parser.MoveNext();
        if (_parser.Current is Scalar { IsPlainImplicit: true, Value: "" })
        {
            _diagnostics.Report(DocumentDiagnostics.Empty, new(_range.Start, 0), [], "write `key: value` lines");
            return null;
        }

        var root = ReadNode(depth: 1);
        if (root is null) return null;
        while (_parser.MoveNext() && _parser.Current is not StreamEnd)
            if (_parser.Current is DocumentStart second)
            {
                int start = Offset(second.Start);
                _diagnostics.Report(DocumentDiagnostics.SecondDocument, new(start, Math.Min(3, _range.End - start)), [],
                    "keep one document in a file");
                return null;
            }

        return root;
    }

    /// <summary>Reads the node whose first event is current and leaves its last event current.</summary>
    private YamlNode? ReadNode(int depth)
    {
        var current = _parser.Current;
        if (current is AnchorAlias) return Refuse(current, "an alias");
        if (current is NodeEvent { Anchor.IsEmpty: false }) return Refuse(current, "an anchor");
        if (current is NodeEvent { Tag.IsEmpty: false }) return Refuse(current, "a tag");
        if (current is Scalar scalar) return new YamlScalar(scalar.Value, StyleOf(scalar), ContentOf(scalar));
        if (depth > YamlDocument.MaximumDepth)
        {
            _diagnostics.Report(DocumentDiagnostics.TooDeep, current is null ? default : new(Offset(current.Start), 1), [YamlDocument.MaximumDepth], "write it flatter");
            return null;
        }

        if (current is MappingStart mapping) return ReadMapping(mapping, depth);
        if (current is SequenceStart sequence) return ReadSequence(sequence, depth);

        // A lone `:` makes the library close a mapping that still owes a value.
        _diagnostics.Report(DocumentDiagnostics.Unreadable, current is null ? default : SpanOf(current), ["`key: value`"], "write the value behind `: `");
        return null;
    }

    private YamlMapping? ReadMapping(MappingStart opening, int depth)
    {
        // The library gives `[a: b]` a mapping that begins at 0, so only a bracket is believed.
        int start = Offset(opening.Start);
        bool bracketed = opening.Style == MappingStyle.Flow && _source.Content[start] == '{';
        if (bracketed) _openBrackets.Push(start);
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        Dictionary<string, TextSpan> seen = new(StringComparer.Ordinal);
        TextSpan? extent = bracketed ? new(start, 1) : null;
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            if (_parser.Current is not Scalar keyScalar)
                return _parser.Current is AnchorAlias ? (YamlMapping?)Refuse(_parser.Current, "an alias") : RefuseKey();
            if (ReadNode(depth + 1) is not YamlScalar key) return null;
            _parser.MoveNext();
            if (ReadNode(depth + 1) is not { } value) return null;
            extent = (extent ?? SpanOf(keyScalar)).Union(SpanOf(keyScalar)).Union(value.Span);
            if (seen.TryAdd(key.Value, key.Span)) entries.Add(new(key.Value, key.Span, value));
            else
                _diagnostics.Add(Diagnostic.At(_source, key.Span, DocumentDiagnostics.DuplicateKey, key.Value) with
                {
                    Help = "remove one of the two",
                    Fixes = bracketed || value is not YamlScalar ? [] : [.. YamlRepair.RemoveLine(_source, SpanOf(keyScalar).Union(value.Span))],
                    Secondary = (seen[key.Value], "first written here"),
                });
        }

        if (bracketed) extent = TextSpan.FromBounds(_openBrackets.Pop(), EndOfBracket());
        return new(entries.ToImmutable(), extent ?? new(start, 0));
    }

    private YamlSequence? ReadSequence(SequenceStart opening, int depth)
    {
        int start = Offset(opening.Start);
        bool bracketed = opening.Style == SequenceStyle.Flow;
        if (bracketed) _openBrackets.Push(start);
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        var extent = new TextSpan(start, 1);
        while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
        {
            if (ReadNode(depth + 1) is not { } item) return null;
            items.Add(item);
            extent = extent.Union(item.Span);
        }

        if (bracketed) extent = TextSpan.FromBounds(_openBrackets.Pop(), EndOfBracket());
        return new(items.ToImmutable(), extent);
    }

    /// <summary>Behind the closing bracket, whose event's marks both stand before it.</summary>
    private int EndOfBracket()
    {
        int start = _parser.Current is { } closing ? Offset(closing.Start) : _range.Start;
        return Math.Min(start + 1, _range.End);
    }

    private YamlNode? Refuse(ParsingEvent at, string feature)
    {
        // The marks of an anchored node reach over its value.
        int start = Offset(at.Start), end = start;
        while (end < _range.End && !char.IsWhiteSpace(_source.Content[end])) end++;
        _diagnostics.Report(DocumentDiagnostics.UnsupportedFeature, TextSpan.FromBounds(start, end), [feature], "write the value out where it is used");
        return null;
    }

    private YamlMapping? RefuseKey()
    {
        int start = _parser.Current is { } at ? Offset(at.Start) : _range.Start;
        _diagnostics.Report(DocumentDiagnostics.KeyIsNotText, new(start, Math.Min(1, _range.End - start)), [], "write the key as a name: `key: value`");
        return null;
    }

    private TextSpan ContentOf(Scalar scalar)
    {
        var (start, end) = (Offset(scalar.Start), Offset(scalar.End));
        switch (scalar.Style)
        {
            case ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted when end - start >= 2:
                return TextSpan.FromBounds(start + 1, end - 1);
            case ScalarStyle.Literal or ScalarStyle.Folded:
                string content = _source.Content;
                int header = content.IndexOf('\n', start);
                start = header < 0 || header >= end ? end : header + 1;
                while (start < end && char.IsWhiteSpace(content[start])) start++;
                while (end > start && char.IsWhiteSpace(content[end - 1])) end--;
                return TextSpan.FromBounds(start, end);
            default:
                return TextSpan.FromBounds(start, end);
        }
    }

    private static YamlScalarStyle StyleOf(Scalar scalar) => scalar.Style switch
    {
        ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
        ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
        ScalarStyle.Literal => YamlScalarStyle.Literal,
        ScalarStyle.Folded => YamlScalarStyle.Folded,
        _ => YamlScalarStyle.Plain,
    };

    private TextSpan SpanOf(ParsingEvent @event) => TextSpan.FromBounds(Offset(@event.Start), Math.Max(Offset(@event.Start), Offset(@event.End)));

    private int Offset(Mark mark) => (int)Math.Clamp(mark.Index + _shift, _range.Start, _range.End);
}
