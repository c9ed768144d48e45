using System.Collections.Immutable;
using System.Text;
using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Linking;

/// <summary>
/// The files of one strategy laid one after another, so that one offset says file and place; the strategy's own file comes first and keeps
/// its offsets. Behind the files lie expansions: what stands in the place of a call has offsets of its own, which lead back to the call.
/// </summary>
internal sealed class SourceLayout
{
    // Far more than files and expansions within their limits can take.
    private const int End = int.MaxValue / 2;

    private readonly List<(int Start, SourceText Text)> _files = [];
    private readonly List<Expansion> _expansions = [];
    private int _end;

    public SourceLayout(SourceText own)
    {
        Whole = own;
        _files.Add((0, own));
        _end = own.Content.Length + 1;
    }

    /// <summary>All files as one text.</summary>
    public SourceText Whole { get; private set; }

    /// <summary>Lays a file behind the others; no expansion may have been laid before.</summary>
    /// <returns>Its place in <see cref="Whole"/>.</returns>
    public TextSpan Add(SourceText file)
    {
        var place = new TextSpan(_end, file.Content.Length);
        _files.Add((_end, file));
        var whole = new StringBuilder(_end + file.Content.Length).Append(Whole.Content).Append('\n', _end - Whole.Content.Length).Append(file.Content);
        Whole = new(Whole.Path, whole.ToString());
        _end += file.Content.Length + 1;
        return place;
    }

    /// <summary>Lays a copy of a definition's body.</summary>
    /// <param name="body">Where the body stands.</param>
    /// <param name="call">The call it takes the place of.</param>
    /// <param name="name">Of the definition, for messages.</param>
    /// <returns>What to add to the offsets of the body, or null when there is no room left.</returns>
    public int? Expand(TextSpan body, TextSpan call, string name)
    {
        if (body.Length >= End - _end) return null;
        int shift = _end - body.Start;
        _expansions.Add(new(_end, shift, call, name));
        _end += body.Length + 1;
        return shift;
    }

    /// <summary>The file that holds an offset of <see cref="Whole"/>.</summary>
    public SourceText FileAt(int offset) => FileOf(new(offset, 0)).Text;

    /// <summary>Problems at their places in the files the user wrote, in the order of the files; what every call of a definition repeats stands once.</summary>
    public ImmutableArray<Diagnostic> Placed(IEnumerable<Diagnostic> diagnostics)
    {
        HashSet<(string, string, TextSpan)> bodies = [];
        return
        [
            .. diagnostics.Select(d => (Found: d, Call: CallOf(d.Span)))
                .OrderBy(d => d.Call?.At.Start ?? d.Found.Span.Start)
                .Where(d => d.Call is not { } call || bodies.Add((d.Found.Code, d.Found.Message, call.Body)))
                .Select(d => d.Call is { } call ? InCall(d.Found, call) : InFile(d.Found)),
        ];
    }

    private Diagnostic InFile(Diagnostic diagnostic)
    {
        var (start, text) = FileOf(diagnostic.Span);
        return WithSecondary(diagnostic with
        {
            Source = text,
            Span = Moved(diagnostic.Span, start),
            Fixes = [.. diagnostic.Fixes.Where(f => FileOf(f.Span).Start == start).Select(f => f with { Span = Moved(f.Span, start) })],
        }, diagnostic.Secondary is { } other ? (CallOf(other.Span)?.At ?? other.Span, other.Label) : null);
    }

    // A fix of the body would change every other call too.
    private Diagnostic InCall(Diagnostic diagnostic, (TextSpan At, TextSpan Body, string Name) call)
    {
        var (start, text) = FileOf(call.At);
        return WithSecondary(diagnostic with { Source = text, Span = Moved(call.At, start), Fixes = [] }, (call.Body, $"in the definition of `{call.Name}`"));
    }

    private Diagnostic WithSecondary(Diagnostic diagnostic, (TextSpan Span, string Label)? secondary)
    {
        if (secondary is not { } other) return diagnostic with { Secondary = null };
        var (start, text) = FileOf(other.Span);
        return diagnostic with { Secondary = (Moved(other.Span, start), other.Label), SecondarySource = text == diagnostic.Source ? null : text };
    }

    /// <summary>The outermost call whose expansion holds a span, and the place in the innermost definition; null for a span of a file.</summary>
    private (TextSpan At, TextSpan Body, string Name)? CallOf(TextSpan span)
    {
        if (Find(span) is not { } inner) return null;
        var call = inner.Call;
        while (Find(call) is { } outer) call = outer.Call;
        return (call, Moved(span, inner.Shift), inner.Name);
    }

    private Expansion? Find(TextSpan span)
    {
        if (_expansions.Count == 0 || span.Start < _expansions[0].Start) return null;
        int low = 0, high = _expansions.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_expansions[middle].Start <= span.Start) low = middle;
            else high = middle - 1;
        }

        return _expansions[low];
    }

    private (int Start, SourceText Text) FileOf(TextSpan span)
    {
        for (int i = _files.Count - 1; i > 0; i--)
            if (_files[i].Start <= span.Start) return _files[i];
        return _files[0];
    }

    private static TextSpan Moved(TextSpan span, int by) => new(span.Start - by, span.Length);

    private sealed record Expansion(int Start, int Shift, TextSpan Call, string Name);
}
