using System.Globalization;
using System.Text;
using Antlr4.Runtime;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>Turns single words into values: numbers, text, timeframes, times of day.</summary>
internal sealed class LiteralReader(TokenList tokens, DiagnosticBag diagnostics)
{
    private const int LongestMinutes = 1_000_000;

    /// <summary>The decimal value of digits; 0, reported, where 28 digits do not hold it.</summary>
    public decimal Number(IToken token)
    {
        string text = tokens.TextOf(token);
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value))
        {
            diagnostics.Report(SyntaxDiagnostics.NumberOutOfRange, TokenList.SpanOf(token), [text, "too large"], "the largest number is about 7.9e28");
        }
        else if (value == 0m && text.Split('e', 'E')[0].AsSpan().ContainsAnyInRange('1', '9'))
        {
            diagnostics.Report(SyntaxDiagnostics.NumberOutOfRange, TokenList.SpanOf(token), [text, "too small"], "the smallest number above 0 is 1e-28");
        }

        return value;
    }

    /// <summary>The value of quoted text, without quotes and with its escapes resolved.</summary>
    public string Text(IToken token)
    {
        string raw = tokens.TextOf(token);
        if (!raw.Contains('\\')) return raw[1..^1];
        var text = new StringBuilder(raw.Length);
        for (int i = 1; i < raw.Length - 1; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            char escape = raw[++i];
            char? meaning = escape switch { '"' => '"', '\\' => '\\', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => null };
            if (meaning is null)
            {
                diagnostics.Report(SyntaxDiagnostics.BadEscape, new(token.StartIndex + i - 1, 2), [raw[(i - 1)..(i + 1)]],
                    "write `\\\\` for a backslash", new CodeFix("double the backslash", new(token.StartIndex + i - 1, 1), "\\\\"));
            }

            text.Append(meaning ?? escape);
        }

        return text.ToString();
    }

    /// <summary>A timeframe such as <c>5m</c>; one minute, reported, where there is none such.</summary>
    public Timeframe Timeframe(IToken token)
    {
        string text = tokens.TextOf(token);
        if (Market.Timeframe.TryParse(text, out var timeframe)) return timeframe;
        diagnostics.Report(SyntaxDiagnostics.BadTimeframe, TokenList.SpanOf(token), [text], "write a count and m, h, d or w, such as `5m`");
        return new(Market.Timeframe.Minute);
    }

    /// <summary>A stretch of time in minutes; <c>0m</c> is allowed.</summary>
    public int Minutes(IToken token)
    {
        string text = tokens.TextOf(token);
        int unit = text[^1] switch { 'm' => 1, 'h' => 60, 'd' => 1_440, _ => 10_080 };
        if (int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= LongestMinutes / unit)
            return count * unit;
        diagnostics.Report(SyntaxDiagnostics.NumberOutOfRange, TokenList.SpanOf(token), [text, "too large"], "write a stretch such as `5m`");
        return 0;
    }

    /// <summary>Minutes after midnight; <c>24:00</c> only where it ends a session.</summary>
    public int TimeOfDay(IToken token, bool isEnd)
    {
        string text = tokens.TextOf(token);
        string[] parts = text.Split(':');
        bool isRead = parts[0].Length <= 2 && parts[1].Length == 2;
        int hours = isRead ? int.Parse(parts[0], CultureInfo.InvariantCulture) : 0, minutes = isRead ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        if (isRead && minutes < 60 && (hours < 24 || (isEnd && hours == 24 && minutes == 0))) return hours * 60 + minutes;
        diagnostics.Report(SyntaxDiagnostics.BadTime, TokenList.SpanOf(token), [text],
            hours == 24 && minutes == 0 ? "a session starts at `00:00` and ends at `24:00`" : "write hours and minutes such as `08:00`");
        return 0;
    }
}
