using System.Globalization;

namespace QuantDsl.Compiler.Emission;

/// <summary>C# text of an expression, and how tightly it binds: a looser part is put in parentheses.</summary>
internal readonly record struct CSharpText(string Text, Binding Binding)
{
    public static CSharpText Atom(string text) => new(text, Binding.Primary);

    /// <summary>The text where at least <paramref name="needed"/> is wanted.</summary>
    public string In(Binding needed) => Binding >= needed ? Text : $"({Text})";

    /// <summary>A double, exactly. A whole number keeps its point, so that 1 / 2 stays a half.</summary>
    public static CSharpText Number(double value)
    {
        if (double.IsNaN(value)) return Atom("double.NaN");
        if (double.IsInfinity(value)) return Atom(value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity");
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        bool isPlain = text.All(c => char.IsAsciiDigit(c) || c == '-');
        return new(isPlain ? text + ".0" : text, double.IsNegative(value) ? Binding.Unary : Binding.Primary);
    }

    /// <summary>A double where its type is given from outside, as an argument or beside a series: 14, not 14.0.</summary>
    public static string PlainNumber(double value)
    {
        string text = Number(value).Text;
        return text.EndsWith(".0", StringComparison.Ordinal) && text.Length <= 10 ? text[..^2] : text;
    }
}

/// <summary>C# precedence, loosest first.</summary>
internal enum Binding
{
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Unary,
    Primary,
}
