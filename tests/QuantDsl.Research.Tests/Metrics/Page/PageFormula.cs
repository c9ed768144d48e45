using System.Globalization;

namespace QuantDsl.Research.Tests.Metrics.Page;

/// <summary>
/// Works out the formulas of <c>docs/metrics.md</c> as they stand: <c>mean(net[net > 0]) ÷ √(count(R))</c>. What a row of numbers and a
/// number make is worked out place by place; what cannot be said is NaN.
/// </summary>
internal sealed class PageFormula
{
    private static readonly string[] s_comparisons = ["<", ">", "≤", "≥", "=", "≠"];

    private readonly string _text;
    private readonly IReadOnlyDictionary<string, Quantity> _names;
    private int _at;

    private PageFormula(string text, IReadOnlyDictionary<string, Quantity> names)
    {
        _text = text;
        _names = names;
    }

    /// <summary>The functions that formulas use.</summary>
    public static IEnumerable<string> Functions => PageFunctions.Names;

    public static Quantity Evaluate(string formula, IReadOnlyDictionary<string, Quantity> names)
    {
        var reader = new PageFormula(formula, names);
        var value = reader.Comparison();
        return reader.Peek() is '\0' ? value : throw reader.Wrong("an operator");
    }

    private Quantity Comparison()
    {
        var left = Sum();
        return s_comparisons.FirstOrDefault(Take) is not { } sign ? left : Quantity.Each(left, Sum(), (a, b) => Holds(sign, a, b) ? 1 : 0);
    }

    private Quantity Sum()
    {
        var value = Product();
        while (true)
        {
            if (Take("+")) value = Quantity.Each(value, Product(), (a, b) => a + b);
            else if (Take("−")) value = Quantity.Each(value, Product(), (a, b) => a - b);
            else return value;
        }
    }

    private Quantity Product()
    {
        var value = Signed();
        while (true)
        {
            if (Take("×")) value = Quantity.Each(value, Signed(), (a, b) => a * b);
            else if (Take("÷")) value = Quantity.Each(value, Signed(), (a, b) => a / b);
            else return value;
        }
    }

    private Quantity Signed() => Take("−") ? Signed().Each(x => -x) : Take("√") ? Power().Each(Math.Sqrt) : Power();

    private Quantity Power()
    {
        var value = Picked();
        return Take("^") ? Quantity.Each(value, Picked(), Math.Pow) : value;
    }

    /// <summary><c>net[net > 0]</c>: the places at which a condition holds.</summary>
    private Quantity Picked()
    {
        var value = Atom();
        while (Take("["))
        {
            var condition = Comparison();
            Need("]");
            value = (Quantity)value.Items.Where((_, i) => condition.Items[i] != 0).ToArray();
        }

        return value;
    }

    private Quantity Atom()
    {
        if (Take("("))
        {
            var inner = Comparison();
            Need(")");
            return inner;
        }

        string word = Word();
        if (word.Length == 0) throw Wrong("a value");
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return number;
        if (!Take("(")) return _names.TryGetValue(word, out var named) ? named : throw new InvalidOperationException($"`{word}` of `{_text}` is not defined");
        List<Quantity> arguments = [Comparison()];
        while (Take(",")) arguments.Add(Comparison());
        Need(")");
        return PageFunctions.Call(word, arguments);
    }

    private static bool Holds(string sign, double a, double b) => sign switch
    {
        "<" => a < b,
        ">" => a > b,
        "≤" => a <= b,
        "≥" => a >= b,
        "=" => a == b,
        _ => a != b,
    };

    private string Word()
    {
        Peek();
        int start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '.' or '_')) _at++;
        return _text[start.._at];
    }

    private bool Take(string sign)
    {
        Peek();
        if (string.CompareOrdinal(_text, _at, sign, 0, sign.Length) != 0) return false;
        _at += sign.Length;
        return true;
    }

    private void Need(string sign)
    {
        if (!Take(sign)) throw Wrong($"`{sign}`");
    }

    private char Peek()
    {
        while (_at < _text.Length && _text[_at] == ' ') _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private InvalidOperationException Wrong(string expected) => new($"{expected} is expected at `{_text[_at..]}` of `{_text}`");
}
