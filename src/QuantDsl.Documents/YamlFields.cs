using QuantDsl.Diagnostics;

namespace QuantDsl.Documents;

/// <summary>Reads the keys of one mapping by name and kind; what is not asked for by the time of <see cref="ReportUnknown"/> is an error.</summary>
/// <remarks>
/// A key that is absent or holds nothing reads as null without a word; a value of the wrong kind is reported and reads as null.
/// With a shape, its keys are the known ones: a reader that asks for another is wrong itself.
/// </remarks>
public sealed class YamlFields(YamlMapping mapping, DiagnosticBag diagnostics, TextSpan? owner = null, YamlShape? shape = null)
{
    private readonly List<string> _asked = [];
    private YamlShape? _shape = shape;

    public YamlMapping Mapping { get; } = mapping;

    /// <summary>Where something about the whole mapping is shown: the key it belongs to, else itself if it is one line, else its first key.</summary>
    public TextSpan Place { get; } = owner ?? PlaceOf(mapping, diagnostics.Source);

    /// <summary>The entry, with whatever value; null when absent.</summary>
    /// <exception cref="ArgumentException">The shape of the mapping has no such key.</exception>
    public YamlEntry? Entry(string key)
    {
        if (_shape is not null && _shape.Find(key) is null) throw new ArgumentException($"{_shape.Title} has no key `{key}`", nameof(key));
        _asked.Add(key);
        return Mapping.Find(key);
    }

    /// <summary>The entry; reports the missing key at <see cref="Place"/> when it is absent.</summary>
    public YamlEntry? Required(string key)
    {
        if (Entry(key) is { } entry) return entry;
        if (!IsMisspelled(key)) diagnostics.Report(DocumentDiagnostics.MissingKey, Place, [key], $"add `{key}: ...`");
        return null;
    }

    /// <summary>A text, number or truth value as it is written.</summary>
    public YamlScalar? Scalar(string key, string needs = "a value") => Read(key, needs, node => node as YamlScalar);

    public decimal? Number(string key, string needs = "a number") => ReadValue(key, needs, scalar => scalar.AsNumber());

    public int? Integer(string key, string needs = "a whole number") => ReadValue(key, needs, scalar => scalar.AsInteger());

    public bool? Boolean(string key) => ReadValue(key, "true or false", scalar => scalar.AsBoolean());

    public YamlMapping? MappingOf(string key) => Read(key, "a mapping", node => node as YamlMapping);

    /// <summary>The keys of the mapping at a key.</summary>
    public YamlFields? FieldsOf(string key) =>
        MappingOf(key) is { } inner ? new(inner, diagnostics, Mapping.Find(key)?.KeySpan, (_shape?.Find(key)?.Value as YamlSection)?.Shape) : null;

    /// <summary>Says which keys the mapping may have, once the word that decides it is read.</summary>
    public void Narrow(YamlShape shape) => _shape = shape;

    public YamlSequence? Sequence(string key) => Read(key, "a list", node => node as YamlSequence);

    /// <summary>True where an unknown key was probably meant to be this one, which <see cref="ReportUnknown"/> says of it: its absence is no mistake of its own.</summary>
    public bool IsMisspelled(string key)
    {
        if (_shape is not { } known || Mapping.Find(key) is not null) return false;
        var missing = known.Keys.Select(k => k.Name).Where(name => Mapping.Find(name) is null).ToList();
        return Mapping.Entries.Any(entry => known.Find(entry.Key) is null && NearestName.Of(entry.Key, missing) == key);
    }

    /// <summary>Reports every key that is not known, or, without a shape, that nobody asked for, with the nearest one that is.</summary>
    public void ReportUnknown()
    {
        IReadOnlyList<string> known = _shape is null ? _asked : [.. _shape.Keys.Select(key => key.Name)];
        List<string>? missing = null;
        foreach (var entry in Mapping.Entries)
        {
            if (known.Contains(entry.Key)) continue;
            if (diagnostics.IsFull) return;
            missing ??= [.. known.Where(key => Mapping.Find(key) is null)];
            if (NearestName.Of(entry.Key, missing) is { } nearest)
                diagnostics.Report(DocumentDiagnostics.UnknownKey, entry.KeySpan, [entry.Key], $"did you mean `{nearest}`?",
                    new CodeFix($"Change to `{nearest}`", entry.KeySpan, nearest));
            else
                diagnostics.Report(DocumentDiagnostics.UnknownKey, entry.KeySpan, [entry.Key], $"known here: {string.Join(", ", known.Select(key => $"`{key}`"))}");
        }
    }

    /// <summary>Reports a value of the wrong kind, at the value or, where nothing is written, at its key.</summary>
    public static void ReportWrong(DiagnosticBag diagnostics, YamlEntry entry, string needs, string? help = null) =>
        diagnostics.Report(DocumentDiagnostics.WrongValue, entry.Value.Span.Length == 0 ? entry.KeySpan : FirstLine(diagnostics.Source, entry.Value.Span),
            [entry.Key, needs, entry.Value.Describe()], help ?? $"write {needs} behind `{entry.Key}:`");

    private T? Read<T>(string key, string needs, Func<YamlNode, T?> read) where T : class
    {
        if (Entry(key) is not { } entry || entry.Value is YamlScalar { IsNull: true }) return null;
        var value = read(entry.Value);
        if (value is null) ReportWrong(diagnostics, entry, needs);
        return value;
    }

    private T? ReadValue<T>(string key, string needs, Func<YamlScalar, T?> read) where T : struct
    {
        if (Entry(key) is not { } entry || entry.Value is YamlScalar { IsNull: true }) return null;
        var value = entry.Value is YamlScalar scalar ? read(scalar) : null;
        if (value is null) ReportWrong(diagnostics, entry, needs);
        return value;
    }

    private static TextSpan PlaceOf(YamlMapping mapping, SourceText source) =>
        mapping.Entries.IsEmpty || source.Content.IndexOf('\n', mapping.Span.Start, mapping.Span.Length) < 0
            ? FirstLine(source, mapping.Span)
            : mapping.Entries[0].KeySpan;

    /// <summary>The part of a span on its first line: a whole block underlined shows nothing.</summary>
    private static TextSpan FirstLine(SourceText source, TextSpan span)
    {
        int end = source.Content.IndexOf('\n', span.Start, span.Length);
        return end < 0 ? span : TextSpan.FromBounds(span.Start, end);
    }
}
