using QuantDsl.Indicators;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Explanation;

/// <summary>Expressions in plain English, for people who do not read the language. Names stay as the author wrote them.</summary>
internal sealed class ExpressionProse(IndicatorCatalog catalog)
{
    /// <summary>A condition as a clause: <c>rsi is below 30</c>.</summary>
    public string Condition(ExpressionSyntax condition) => condition switch
    {
        ComparisonSyntax c => $"{Value(c.Left)} {Relation(c.Operator)} {Value(c.Right)}",
        CrossSyntax c => $"{Value(c.Left)} crosses {(c.Direction == CrossDirection.Above ? "above" : "below")} {Value(c.Right)}",
        BetweenSyntax b => $"{Value(b.Operand)} lies from {Value(b.Low)} to {Value(b.High)}",
        WithinSyntax w => $"{Grouped(w.Condition)}, at this close or one of the {Before(w.Bars)}",
        NotSyntax n => Opposite(n.Operand),
        AndSyntax a => string.Join(" and ", a.Operands.Select(Grouped)),
        OrSyntax o => string.Join(", or ", o.Operands.Select(Grouped)),
        AtLeastSyntax k => $"at least {Value(k.Count)} of these hold: {string.Join("; ", k.Operands.Select(Condition))}",
        CallSyntax { Arguments: [var series, var bars] } call when Is(call, "rising") => $"{Value(series)} has risen at each of the last {Bars(bars)}",
        CallSyntax { Arguments: [var series, var bars] } call when Is(call, "falling") => $"{Value(series)} has fallen at each of the last {Bars(bars)}",
        NameSyntax name => $"{name.Name} holds",
        _ => Value(condition),
    };

    /// <summary>The clauses that must all hold, each on its own.</summary>
    public IEnumerable<string> Clauses(ExpressionSyntax condition) =>
        condition is AndSyntax and ? and.Operands.SelectMany(o => o is AndSyntax ? Clauses(o) : [Grouped(o)]) : [Condition(condition)];

    /// <summary>A number or series as a noun: <c>RSI(14) of the close on 1h</c>.</summary>
    public string Value(ExpressionSyntax value) => value switch
    {
        NameSyntax name => Noun(name.Name),
        OnSyntax on => $"{Value(on.Operand)} on {on.Timeframe}",
        OfSymbolSyntax of => $"{Value(of.Operand)} of {of.Symbol.Text}",
        HistorySyntax { Bars: NumberSyntax { Value: 0 } } now => Value(now.Operand),
        HistorySyntax { Bars: NumberSyntax { Value: 1 } } last => $"{Value(last.Operand)} one bar before",
        HistorySyntax history => $"{Value(history.Operand)} {SyntaxPrinter.Print(history.Bars)} bars before",
        OutputSyntax output => $"the {output.Output.Text.Replace('_', ' ')} of {Value(output.Operand)}",
        CallSyntax call => Call(call),
        _ when SyntaxWalk.ChildrenOf(value).Any() => SyntaxPrinter.Print(value) is var text && value is ArithmeticSyntax ? $"({text})" : text,
        _ => SyntaxPrinter.Print(value),
    };

    /// <summary><c>12 bars</c>, <c>1 bar</c>.</summary>
    public static string Bars(ExpressionSyntax bars) => bars is NumberSyntax { Value: 1 } ? "1 bar" : $"{SyntaxPrinter.Print(bars)} bars";

    private string Call(CallSyntax call)
    {
        if (catalog.Find(call.Function.Text) is { } definition)
        {
            int sources = Math.Min(definition.SourceCount, call.Arguments.Length);
            string settings = call.Arguments.Length > sources ? $"({string.Join(", ", call.Arguments.Skip(sources).Select(SyntaxPrinter.Print))})" : "";
            string of = sources > 0 ? $" of {string.Join(" and ", call.Arguments.Take(sources).Select(Value))}" : "";
            return $"{definition.Name}{settings}{of}";
        }

        return (call.Function.Text.ToLowerInvariant(), call.Arguments) switch
        {
            ("highest", [var series, var bars]) => $"the highest of {Value(series)} in {Bars(bars)}",
            ("lowest", [var series, var bars]) => $"the lowest of {Value(series)} in {Bars(bars)}",
            ("max", var all) => $"the largest of {string.Join(" and ", all.Select(Value))}",
            ("min", var all) => $"the smallest of {string.Join(" and ", all.Select(Value))}",
            ("abs", [var one]) => $"the size of {Value(one)}",
            _ => SyntaxPrinter.Print(call),
        };
    }

    private static string Noun(string name) => name switch
    {
        "open" or "high" or "low" or "close" or "volume" => $"the {name}",
        "hl2" => "the mean of high and low",
        "hlc3" => "the mean of high, low and close",
        "ohlc4" => "the mean of open, high, low and close",
        "profit" => "the profit of the position",
        "bars_in_trade" => "the age of the position in bars",
        "entry_price" => "the entry price",
        _ => name,
    };

    private static string Relation(ComparisonOperator relation) => relation switch
    {
        ComparisonOperator.Greater => "is above",
        ComparisonOperator.Less => "is below",
        ComparisonOperator.GreaterOrEqual => "is at least",
        ComparisonOperator.LessOrEqual => "is at most",
        ComparisonOperator.Equal => "equals",
        _ => "differs from",
    };

    // RULES L6: `not a > b` is `a <= b`, so it is told as that.
    private string Opposite(ExpressionSyntax operand) => operand switch
    {
        ComparisonSyntax c => Condition(c with
        {
            Operator = c.Operator switch
            {
                ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
                ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
                ComparisonOperator.GreaterOrEqual => ComparisonOperator.Less,
                ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
                ComparisonOperator.Equal => ComparisonOperator.NotEqual,
                _ => ComparisonOperator.Equal,
            },
        }),
        BetweenSyntax b => $"{Value(b.Operand)} lies outside {Value(b.Low)} to {Value(b.High)}",
        NotSyntax n => Condition(n.Operand),
        NameSyntax name => $"{name.Name} does not hold",
        _ => $"it is not so that {Grouped(operand)}",
    };

    private string Grouped(ExpressionSyntax condition) => condition is AndSyntax or OrSyntax or WithinSyntax or AtLeastSyntax ? $"({Condition(condition)})" : Condition(condition);

    private static string Before(ExpressionSyntax bars) => bars is NumberSyntax number ? $"{number.Value - 1:0} before" : $"{SyntaxPrinter.Print(bars)} - 1 before";

    private static bool Is(CallSyntax call, string name) => call.Function.Text.Equals(name, StringComparison.OrdinalIgnoreCase);
}
