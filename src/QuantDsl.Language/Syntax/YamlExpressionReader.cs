using System.Globalization;
using System.Text;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Language.Syntax.Parsing;

namespace QuantDsl.Language.Syntax;

/// <summary>Expressions and literals inside YAML scalars, with spans in the file the user wrote.</summary>
internal sealed class YamlExpressionReader(SourceText source, DiagnosticBag diagnostics)
{
    /// <summary>The expression a scalar holds, read by the grammar's own rule.</summary>
    public ExpressionSyntax Read(YamlScalar scalar)
    {
        var span = scalar.Span;
        string raw = source.Content.Substring(span.Start, span.Length);
        char escape = scalar.Style switch { YamlScalarStyle.DoubleQuoted => '\\', YamlScalarStyle.SingleQuoted => '\'', _ => '\0' };
        if (escape == '\0' || !raw.Contains(escape)) return QStratReader.ReadExpression(source, span, diagnostics);

        // The same file with the escapes undone at their places and padded with spaces, so that every offset stays true.
        string plain = Unescape(raw) ?? scalar.Value.PadRight(raw.Length);
        var unescaped = new SourceText(source.Path, string.Concat(source.Content.AsSpan(0, span.Start), plain, source.Content.AsSpan(span.End)));
        var found = new DiagnosticBag(unescaped);
        var expression = QStratReader.ReadExpression(unescaped, span, found);
        diagnostics.AddRange(found.ToImmutable().Select(d => d with { Source = source }));
        return expression;
    }

    /// <summary>The expression of an entry, or <see cref="MissingSyntax"/> after saying what it needs.</summary>
    public ExpressionSyntax Read(YamlEntry entry, string needs, string? help = null)
    {
        if (entry.Value is YamlScalar { IsNull: false } scalar) return Read(scalar);
        YamlFields.ReportWrong(diagnostics, entry, needs, help);
        return new MissingSyntax(entry.KeySpan);
    }

    /// <summary>A key that has the form of an expression; null, without a report, where it has not.</summary>
    public ExpressionSyntax? Key(TextSpan span)
    {
        var found = new DiagnosticBag(source);
        var read = QStratReader.ReadExpression(source, span, found);
        return found.HasErrors ? null : read;
    }

    /// <summary>A number or a percentage such as <c>3%</c>; a bare number takes <paramref name="unit"/>. Null when it is neither.</summary>
    public static NumberSyntax? Literal(YamlNode node, LiteralUnit unit = LiteralUnit.None)
    {
        if (node is not YamlScalar scalar) return null;
        if (scalar.AsNumber() is { } number) return new(number, unit, scalar.Span);
        string text = scalar.Value;
        return text.EndsWith('%') && decimal.TryParse(text.AsSpan(0, text.Length - 1),
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
            ? new(number, LiteralUnit.Percent, scalar.Span)
            : null;
    }

    /// <summary>A name with its place, or null after reporting that it cannot be one.</summary>
    public Identifier? Name(string text, TextSpan span)
    {
        if (Vocabulary.IsReserved(text))
        {
            diagnostics.Report(SyntaxDiagnostics.ReservedWord, span, [text], $"choose another name, such as `{text}_value`");
            return new(text, span);
        }

        if (IsName(text)) return new(text, span);
        if (text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c == '_') && !text.All(char.IsAscii))
        {
            diagnostics.Report(SyntaxDiagnostics.ForeignName, span, [text], "choose a name of those letters");
            return null;
        }

        if (!text.All(char.IsAscii) || text.Length == 0)
        {
            diagnostics.Report(YamlDiagnostics.NotAName, span, [text], "use the letters a to z, digits and `_`");
            return null;
        }

        string proposal = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')).Trim('_');
        if (!IsName(proposal)) proposal = $"my_{proposal}".TrimEnd('_');
        diagnostics.Report(YamlDiagnostics.NotAName, span, [text], $"write `{proposal}`", new CodeFix($"Change to `{proposal}`", span, proposal));
        return null;
    }

    private static bool IsName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>Undoes double-quoted escapes without moving a character; null where a padded letter would tear a word apart.</summary>
    private static string? Unescape(string raw)
    {
        var plain = new StringBuilder(raw.Length);
        int run = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\' || i + 1 == raw.Length)
            {
                plain.Append(raw[i]);
                run = plain.Length;
                continue;
            }

            int digits = raw[i + 1] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            char character = raw[i + 1];
            if (digits > 0)
            {
                if (i + 2 + digits > raw.Length
                    || !int.TryParse(raw.AsSpan(i + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
                    || code is < ' ' or > '~') return null;
                character = (char)code;
            }
            else if (character is not ('"' or '\\' or '/'))
            {
                character = ' ';
            }

            if (char.IsAsciiLetterOrDigit(character) || character == '_') return null;

            // The padding stands before a run of escapes, so that `\u003e\u003d` stays one operator.
            plain.Insert(run, " ", 1 + digits).Append(character);
            i += 1 + digits;
        }

        return plain.ToString();
    }
}
