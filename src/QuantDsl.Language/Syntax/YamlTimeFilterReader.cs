using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Market;

namespace QuantDsl.Language.Syntax;

/// <summary>The key <c>time_filters</c> as <c>trade</c>, <c>block</c> and <c>avoid funding</c> statements.</summary>
internal sealed class YamlTimeFilterReader(DiagnosticBag diagnostics)
{
    public IEnumerable<StatementSyntax> Read(YamlFields? fields)
    {
        if (fields is null) return [];
        StatementSyntax?[] statements =
        [
            Sessions(fields.Sequence("allowed_sessions")),
            Blocked(fields.Sequence("blocked_days"), fields.Scalar("blocked_days_timezone", "a time zone")),
            Avoidance(fields.FieldsOf("avoid_around_funding")),
        ];
        fields.ReportUnknown();
        return statements.OfType<StatementSyntax>();
    }

    private TradeSyntax? Sessions(YamlSequence? list)
    {
        var sessions = ImmutableArray.CreateBuilder<TradingSession>();
        var spans = ImmutableArray.CreateBuilder<TextSpan>();
        foreach (var item in list?.Items ?? [])
        {
            if (item is not YamlMapping mapping)
            {
                diagnostics.Report(DocumentDiagnostics.WrongValue, item.Span, ["allowed_sessions", "a list of `{start, end, timezone}`", item.Describe()],
                    "write a session such as `{start: \"08:00\", end: \"20:00\"}`");
                continue;
            }

            var fields = new YamlFields(mapping, diagnostics, shape: YamlKeys.Session);
            int? start = Minute(fields.Required("start"), isEnd: false);
            int? end = Minute(fields.Required("end"), isEnd: true);
            string zone = fields.Scalar("timezone", "a time zone")?.Value ?? "UTC";
            fields.ReportUnknown();
            if (start is not { } from || end is not { } to) continue;
            sessions.Add(new(from, to, zone));
            spans.Add(mapping.Span);
        }

        return sessions.Count == 0 ? null : new(sessions.ToImmutable(), spans.ToImmutable(), list?.Span ?? default);
    }

    /// <summary>Minutes after midnight of <c>HH:MM</c>; 24:00 is an end only.</summary>
    private int? Minute(YamlEntry? entry, bool isEnd)
    {
        if (entry is null) return null;
        if (entry.Value is not YamlScalar { IsNull: false } scalar)
        {
            YamlFields.ReportWrong(diagnostics, entry, "a time of day such as `08:00`");
            return null;
        }

        string[] parts = scalar.Value.Split(':');
        if (parts.Length == 2 && Digits(parts[0]) is { } hour && Digits(parts[1]) is { } minute
            && minute < 60 && (hour < 24 || (isEnd && hour == 24 && minute == 0)))
            return 60 * hour + minute;
        diagnostics.Report(SyntaxDiagnostics.BadTime, scalar.Span, [scalar.Value], "write hours and minutes such as `08:00`");
        return null;
    }

    private static int? Digits(string text) =>
        text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private BlockSyntax? Blocked(YamlSequence? list, YamlScalar? zone)
    {
        string[] known = Enum.GetNames<DayOfWeek>();
        var days = ImmutableArray.CreateBuilder<DayOfWeek>();
        foreach (var item in list?.Items ?? [])
        {
            string text = item is YamlScalar scalar ? scalar.Value : item.Describe();
            int day = Array.FindIndex(known, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
            if (day >= 0)
            {
                days.Add((DayOfWeek)day);
                continue;
            }

            string? nearest = NearestName.Of(text, known);
            diagnostics.Report(SyntaxDiagnostics.UnknownDay, item.Span, [text], nearest is null ? "write a day such as `Saturday`" : $"did you mean `{nearest}`?",
                nearest is null ? [] : [new CodeFix($"Change to `{nearest}`", item.Span, nearest)]);
        }

        return days.Count == 0 ? null : new(days.ToImmutable(), zone?.Value ?? "UTC", list?.Span ?? default);
    }

    private AvoidFundingSyntax? Avoidance(YamlFields? fields)
    {
        if (fields is null) return null;
        bool enabled = fields.Boolean("enabled") ?? true;
        int before = Minutes(fields, "minutes_before");
        int after = Minutes(fields, "minutes_after");
        fields.ReportUnknown();
        return enabled ? new(new(before, after), fields.Mapping.Span) : null;
    }

    private int Minutes(YamlFields fields, string key)
    {
        int minutes = fields.Integer(key, "a whole number of minutes") ?? 0;
        if (minutes >= 0) return minutes;
        if (fields.Mapping.Find(key) is { } entry) YamlFields.ReportWrong(diagnostics, entry, "a whole number of minutes from 0");
        return 0;
    }
}
