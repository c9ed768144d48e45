using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Data;

/// <summary>Reads the keys of one mapping of a venue's file by its shape: ranges and kinds are the shape's to say.</summary>
internal sealed class VenueFields(YamlMapping mapping, YamlShape shape, DiagnosticBag diagnostics, TextSpan? owner = null)
{
    private readonly YamlFields _fields = new(mapping, diagnostics, owner, shape);

    public YamlMapping Mapping => mapping;

    /// <summary>A number inside its range; null where it is absent or was reported.</summary>
    public double? Number(string key)
    {
        var needs = (YamlNumberIn)Key(key).Value;
        if (Entry(key) is not { } entry) return null;
        if (_fields.Number(key, needs.Needs) is not { } number)
        {
            if (IsEmpty(entry) && !Key(key).MayBeEmpty) YamlFields.ReportWrong(diagnostics, entry, needs.Needs);
            return null;
        }

        if (needs.Holds(number)) return (double)number;
        Refuse(entry, number, needs.Needs);
        return null;
    }

    public void Refuse(YamlEntry entry, decimal number, string needs) =>
        diagnostics.Report(DataDiagnostics.VenueValueAbsurd, entry.Value.Span, [entry.Key, number, needs],
            needs.Contains("fraction", StringComparison.Ordinal) ? "a fraction is written like `0.0004`, which is 0.04 %" : $"write {needs}");

    /// <summary>A text; empty where it is absent or was reported.</summary>
    public string Text(string key)
    {
        if (Entry(key) is not { } entry) return "";
        if (IsEmpty(entry) && !Key(key).MayBeEmpty) YamlFields.ReportWrong(diagnostics, entry, "a text");
        return _fields.Scalar(key, "a text") is { IsNull: false } scalar ? scalar.Value : "";
    }

    /// <summary>A day as its first instant, UTC milliseconds; null where it is absent or was reported.</summary>
    public long? Day(string key)
    {
        if (Entry(key) is not { } entry) return null;
        string text = entry.Value is YamlScalar scalar ? scalar.Value : entry.Value.Describe();
        if (IsEmpty(entry) && Key(key).MayBeEmpty) return null;
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return date.ToUnixTimeMilliseconds();
        diagnostics.Report(DataDiagnostics.NotADate, entry.Value.Span.Length == 0 ? entry.KeySpan : entry.Value.Span, [text], "write it as 2024-10-24");
        return null;
    }

    /// <summary>A mapping whose keys the author chooses, or one of a shape; null where it is absent or was reported.</summary>
    public YamlMapping? Map(string key)
    {
        if (Entry(key) is not { } entry) return null;
        if (IsEmpty(entry) && !Key(key).MayBeEmpty) YamlFields.ReportWrong(diagnostics, entry, "a mapping");
        return _fields.MappingOf(key);
    }

    /// <summary>A list with at least one item; null where it is absent or was reported.</summary>
    public YamlSequence? List(string key)
    {
        if (Entry(key) is not { } entry) return null;
        if (_fields.Sequence(key) is { Items.Length: > 0 } list) return list;
        if (IsEmpty(entry) || entry.Value is YamlSequence) YamlFields.ReportWrong(diagnostics, entry, "a list with at least one item");
        return null;
    }

    /// <summary>The entry; a missing one is reported where it is required.</summary>
    public YamlEntry? Entry(string key) => Key(key).IsRequired ? _fields.Required(key) : _fields.Entry(key);

    /// <summary>Reports every key that the shape has not.</summary>
    public void ReportUnknown() => _fields.ReportUnknown();

    /// <summary>The keys of a mapping that stands in a list or behind a name of the author's; null, and reported, where something else does.</summary>
    public static VenueFields? Of(YamlEntry entry, YamlShape shape, DiagnosticBag diagnostics)
    {
        if (entry.Value is YamlMapping mapping) return new(mapping, shape, diagnostics, entry.KeySpan);
        YamlFields.ReportWrong(diagnostics, entry, "a mapping");
        return null;
    }

    public static bool IsEmpty(YamlEntry entry) => entry.Value is YamlScalar { IsNull: true };

    private YamlKey Key(string key) => shape.Find(key) ?? throw new ArgumentException($"{shape.Title} has no key `{key}`", nameof(key));
}
