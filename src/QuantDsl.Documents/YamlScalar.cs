using System.Globalization;
using QuantDsl.Diagnostics;

namespace QuantDsl.Documents;

/// <summary>How a scalar is written.</summary>
public enum YamlScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,

    /// <summary><c>|</c></summary>
    Literal,

    /// <summary><c>&gt;</c></summary>
    Folded,
}

/// <summary>A text, number, truth value or nothing; which of them is asked of it, never guessed.</summary>
/// <param name="Value">The text with quotes, escapes and folding undone.</param>
/// <param name="Span">The content: inside the quotes, below the header of a block; empty where nothing is written.</param>
public sealed record YamlScalar(string Value, YamlScalarStyle Style, TextSpan Span) : YamlNode(Span)
{
    /// <summary>Nothing, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => Style == YamlScalarStyle.Plain && Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary><c>true</c> or <c>false</c> as YAML 1.2 spells them; null for anything else, <c>yes</c> and <c>on</c> included.</summary>
    public bool? AsBoolean() => Style != YamlScalarStyle.Plain ? null : Value switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    /// <summary>A number in decimal, or null: quoted numbers are text, and so is what a decimal cannot hold.</summary>
    public decimal? AsNumber()
    {
        const NumberStyles Style10 = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return Style == YamlScalarStyle.Plain && decimal.TryParse(Value, Style10, CultureInfo.InvariantCulture, out decimal number) ? number : null;
    }

    /// <summary>A whole number, or null.</summary>
    public int? AsInteger() =>
        AsNumber() is { } number && number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue ? (int)number : null;

    public override string Describe()
    {
        if (IsNull) return "nothing";
        string shown = Value.Length <= 40 ? $"`{Value}`" : $"`{Value[..37]}...`";
        // In quotes `1` is no number and `true` no truth value, which the bare text would not explain.
        var plain = this with { Style = YamlScalarStyle.Plain };
        return Style != YamlScalarStyle.Plain && (plain.AsNumber() is not null || plain.AsBoolean() is not null) ? $"the text {shown}" : shown;
    }
}
