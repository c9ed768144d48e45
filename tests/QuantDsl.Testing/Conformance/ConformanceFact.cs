using System.Collections.Immutable;
using System.Globalization;

namespace QuantDsl.Testing.Conformance;

/// <summary>What a case says of itself: <c>//= enter long: 2 5</c>.</summary>
public sealed record ConformanceFact(string Kind, string Value)
{
    /// <summary>Every kind there is, with the test project that holds a case to it.</summary>
    public static readonly ImmutableArray<(string Kind, string Held)> Kinds =
    [
        ("prints", "Language: a line of the canonical text"),
        ("warm-up", "Language: the bars of each timeframe"),
        ("known", "Language: when a value or rule is known, as `qdsl compile --proof` says it: `let hourly = last 1h close up to t`"),
        ("same document as", "Language: another case with an equal document hash"),
        ("same program as", "Language: another case with an equal program hash"),
        ("other document than", "Language: another case with another document hash"),
        ("other program than", "Language: another case with another program hash"),
        ("closes", "Compiler and Research: the closes of the bars, `-` for an undefined one"),
        ("opens", "Compiler and Research: their opens; the closes when absent"),
        ("highs", "Compiler and Research: their highs"),
        ("lows", "Compiler and Research: their lows"),
        ("other closes", "Compiler: the closes of the symbol that is read, `x` where it has no bar"),
        ("enter long", "Compiler: the bars at whose closes the rule holds"),
        ("enter short", "Compiler: the same of the other side"),
        ("exit long", "Compiler: the same of an exit that reads no position"),
        ("exit short", "Compiler: the same of the other side"),
        ("regimes", "Compiler: the regime of each bar, `-` for none"),
        ("trades", "Research: side, entry bar, exit bar and reason of each trade, leverage 1, neutral fills"),
        ("combinations", "Research: declared and unique combinations"),
    ];

    /// <summary>The numbers of a value; <c>-</c> is undefined, <c>none</c> is no number at all.</summary>
    public static double[] Numbers(string value) => value == "none" ? []
        : [.. value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => n == "-" ? double.NaN : double.Parse(n, CultureInfo.InvariantCulture))];
}
