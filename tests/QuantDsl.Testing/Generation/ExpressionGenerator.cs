using System.Collections.Immutable;
using QuantDsl.Indicators;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Testing.Generation;

/// <summary>Series and settings that bind: every unit, range and timeframe kept, and every value defined once it is warm.</summary>
internal sealed class ExpressionGenerator(Random random, GeneratedNames names, Timeframe primary)
{
    private static readonly string[] Fields = ["open", "high", "low", "close", "hl2", "hlc3", "ohlc4"];

    // Indicators by what their outputs measure over a price; each entry is a definition and the index of an output.
    private static readonly ILookup<ValueKind, (IndicatorDefinition Definition, int Output)> Catalog = IndicatorCatalog.Default.All
        .SelectMany(d => d.Outputs.Select((output, index) => (Kind: KindOf(output.Unit), Definition: d, Output: index)))
        .ToLookup(e => e.Kind, e => (e.Definition, e.Output));

    private readonly Timeframe[] _higher = [.. new long[] { 3, 3, 12, 12, 48 }.Select(n => new Timeframe(n * primary.Milliseconds))];

    /// <summary>A number that changes from bar to bar.</summary>
    /// <param name="kind">What it measures.</param>
    /// <param name="depth">How deep it may still nest.</param>
    /// <param name="insideOn">True below <c>on</c>, where no name of the author may stand.</param>
    public ExpressionSyntax Series(ValueKind kind, int depth, bool insideOn = false)
    {
        if (!insideOn && names.Series[kind].Count > 0 && random.Next(4) == 0) return Tree.Name(Pick(names.Series[kind]));
        if (depth <= 0) return Leaf(kind, insideOn);
        return random.Next(8) switch
        {
            0 => Leaf(kind, insideOn),
            1 => Tree.Ago(Series(kind, depth - 1, insideOn), Bars(0, 4)),
            2 when !insideOn => Tree.On(Series(kind, depth - 1, insideOn: true), Pick(_higher)),
            3 => Tree.Call(Pick(["highest", "lowest"]), Series(kind, depth - 1, insideOn), Bars(1, 12)),
            // Oscillators of different ranges do not go together.
            4 when kind is not ValueKind.Free => Tree.Call(Pick(["max", "min"]), Enumerable.Range(0, random.Next(2, 4)).Select(_ => Series(kind, depth - 1, insideOn))),
            5 => Smoothed(kind, depth, insideOn),
            _ => Composed(kind, depth, insideOn),
        };
    }

    /// <summary>A number of bars from <paramref name="least"/>: a literal, a parameter, or a sum of the two.</summary>
    public ExpressionSyntax Bars(int least, int most) => names.Periods.Count == 0 ? Whole(least, most) : random.Next(6) switch
    {
        0 => Tree.Name(Pick(names.Periods)),
        1 => Tree.Combine(Tree.Name(Pick(names.Periods)), ArithmeticOperator.Add, Whole(Math.Max(1, least), most)),
        _ => Whole(least, most),
    };

    public ExpressionSyntax Percent() =>
        names.Percents.Count > 0 && random.Next(2) == 0 ? Tree.Name(Pick(names.Percents)) : Tree.Percent(random.Next(2, 60) / 4m);

    /// <summary>A positive multiple of something.</summary>
    public ExpressionSyntax Multiple() => random.Next(3) switch
    {
        0 when names.Multiples.Count > 0 => Tree.Name(Pick(names.Multiples)),
        1 when names.Multiples.Count > 0 => Tree.Combine(Tree.Name(Pick(names.Multiples)), ArithmeticOperator.Multiply, Quarters(1, 8)),
        _ => Quarters(1, 20),
    };

    /// <summary>A plain number of either sign, for values without bounds.</summary>
    public ExpressionSyntax Level() => random.Next(4) switch
    {
        0 when names.Levels.Count > 0 => Tree.Name(Pick(names.Levels)),
        1 when names.Levels.Count > 0 => Tree.Negative(Tree.Name(Pick(names.Levels))),
        2 => Tree.Call(Pick(["exp", "sqrt", "log", "abs", "round", "sign"]), Quarters(1, 12)),
        _ => Tree.Negative(Quarters(1, 12)),
    };

    public NumberSyntax Quarters(int least, int most) => Tree.Number(random.Next(least, most + 1) / 4m);

    public NumberSyntax Whole(int least, int most) => Tree.Number(random.Next(least, most + 1));

    /// <summary>The average range, bare or smoothed: what a stop may be a multiple of.</summary>
    public ExpressionSyntax StopDistance() => random.Next(3) == 0 ? Series(ValueKind.Distance, 1) : Tree.Call("ATR", Bars(2, 20));

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private ExpressionSyntax Leaf(ValueKind kind, bool insideOn) => kind switch
    {
        ValueKind.Price => Tree.Name(Pick(Fields)),
        ValueKind.Volume => Tree.Name("volume"),
        _ => Indicator(kind, 0, insideOn),
    };

    private ExpressionSyntax Composed(ValueKind kind, int depth, bool insideOn)
    {
        ExpressionSyntax Inner(ValueKind of) => Series(of, depth - 1, insideOn);
        return (kind, random.Next(4)) switch
        {
            (ValueKind.Price, 0) => Tree.Combine(Inner(ValueKind.Price), Pick([ArithmeticOperator.Add, ArithmeticOperator.Subtract]), Inner(ValueKind.Distance)),
            (ValueKind.Price, 1) => Tree.Combine(Inner(ValueKind.Price), ArithmeticOperator.Multiply, Tree.Combine(Tree.Number(1), ArithmeticOperator.Add, Percent())),
            (ValueKind.Price, 2) => Tree.Combine(Tree.Combine(Inner(ValueKind.Price), ArithmeticOperator.Add, Inner(ValueKind.Price)), ArithmeticOperator.Divide, Tree.Number(2)),
            (ValueKind.Distance, 0) => Tree.Combine(Multiple(), ArithmeticOperator.Multiply, Inner(ValueKind.Distance)),
            (ValueKind.Distance, 1) => Tree.Call("abs", Tree.Combine(Inner(ValueKind.Price), ArithmeticOperator.Subtract, Inner(ValueKind.Price))),
            (ValueKind.Distance, 2) => Tree.Negative(Tree.Combine(Tree.Name("low"), ArithmeticOperator.Subtract, Tree.Name("high"))),
            (ValueKind.Free, 0) => Tree.Combine(Inner(ValueKind.Price), ArithmeticOperator.Divide, Tree.Name(Pick(Fields))),
            (ValueKind.Free, 1) => Tree.Call("log", Tree.Name(Pick(Fields))),
            (ValueKind.Free, 2) => Tree.Call(Pick(["sign", "exp"]), Tree.Combine(Tree.Name("close"), ArithmeticOperator.Divide, Tree.Name("open"))),
            (ValueKind.Volume, 0) => Tree.Combine(Multiple(), ArithmeticOperator.Multiply, Inner(ValueKind.Volume)),
            _ => Indicator(kind, depth, insideOn),
        };
    }

    /// <summary>An average measures what its source does.</summary>
    private CallSyntax Smoothed(ValueKind kind, int depth, bool insideOn) =>
        Tree.Call(Pick(["SMA", "EMA", "WMA"]), Series(kind, depth - 1, insideOn), Bars(2, 12));

    private ExpressionSyntax Indicator(ValueKind kind, int depth, bool insideOn)
    {
        var (definition, output) = Pick(Catalog[kind].ToArray());
        List<ExpressionSyntax> arguments = [.. Enumerable.Range(0, definition.SourceCount).Select(_ => Series(ValueKind.Price, depth - 2, insideOn))];
        // Numbers may be left out from the right; what is left out has the default.
        int given = random.Next(4) == 0 ? random.Next(definition.Parameters.Length + 1) : definition.Parameters.Length;
        arguments.AddRange(definition.Parameters.Take(given).Select(Argument));
        var call = Tree.Call(definition.Name, arguments);
        return output == 0 && random.Next(3) > 0 ? call : Tree.Output(call, definition.Outputs[output].Name);
    }

    private ExpressionSyntax Argument(IndicatorParameter parameter)
    {
        if (!parameter.IsInteger) return Tree.Number((decimal)Math.Clamp(parameter.Default * random.Next(2, 6) / 4, parameter.Min, parameter.Max));
        int least = (int)parameter.Min, most = (int)Math.Min(parameter.Max, parameter.Min + 12);
        return parameter.Min <= StrategyGenerator.ShortestPeriod && parameter.Max >= StrategyGenerator.LongestPeriod + most ? Bars(least, most) : Whole(least, most);
    }

    private static ValueKind KindOf(SeriesUnit unit) => unit.Kind switch
    {
        UnitKind.Price or UnitKind.SameAsSource => ValueKind.Price,
        UnitKind.PriceDistance => ValueKind.Distance,
        UnitKind.Bounded when unit is { Min: 0, Max: 100 } => ValueKind.Oscillator,
        UnitKind.Volume => ValueKind.Volume,
        _ => ValueKind.Free,
    };
}
