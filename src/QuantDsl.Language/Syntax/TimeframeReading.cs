using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Language.Syntax;

/// <summary>
/// A condition as it reads where another timeframe is the primary one: prices, calls, history, crosses and windows count its bars, names
/// stand for what they were given, and what is <c>on</c> a still higher timeframe stays there. The result holds at every primary close
/// at which the last closed bar of that timeframe says so.
/// </summary>
internal sealed class TimeframeReading(Timeframe timeframe, TextSpan place, IReadOnlyDictionary<string, ExpressionSyntax> named,
    IReadOnlySet<string> scalars, DiagnosticBag diagnostics)
{
    private const int LongestWindow = 50;

    // Of these every argument may stand on a timeframe of its own.
    private static readonly ImmutableHashSet<string> Functions = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "abs", "min", "max", "log", "exp", "sqrt", "round", "sign");

    private readonly HashSet<string> _open = [];
    private bool _isReported;

    /// <summary>Names that were replaced by what they stand for.</summary>
    public HashSet<string> Replaced { get; } = new(StringComparer.Ordinal);

    /// <summary>The condition, or null after saying what cannot be read so.</summary>
    public ExpressionSyntax? Condition(ExpressionSyntax condition)
    {
        var read = Condition(condition, ago: 0);
        return _isReported ? null : read;
    }

    private ExpressionSyntax Condition(ExpressionSyntax condition, int ago)
    {
        switch (condition)
        {
            case AndSyntax and:
                return and with { Operands = [.. and.Operands.Select(o => Condition(o, ago))] };
            case OrSyntax or:
                return or with { Operands = [.. or.Operands.Select(o => Condition(o, ago))] };
            case NotSyntax not:
                return not with { Operand = Condition(not.Operand, ago) };
            case AtLeastSyntax atLeast:
                return atLeast with { Operands = [.. atLeast.Operands.Select(o => Condition(o, ago))] };
            case ComparisonSyntax comparison:
                return comparison with { Left = Value(comparison.Left, ago), Right = Value(comparison.Right, ago) };
            case BetweenSyntax between:
                return between with { Operand = Value(between.Operand, ago), Low = Value(between.Low, ago), High = Value(between.High, ago) };
            case CrossSyntax cross:
                return Cross(cross, ago);
            case WithinSyntax within:
                return Within(within, ago);
            case CallSyntax { Arguments: [var series, var bars] } call when IsTrend(call, out bool isRising):
                return Trend(call, series, bars, isRising, ago);
            case NameSyntax name when named.TryGetValue(name.Name, out var value) && IsCondition(value) && _open.Add(name.Name):
                Replaced.Add(name.Name);
                var read = Condition(value, ago);
                _open.Remove(name.Name);
                return read;
            default:
                // A number where a condition should stand is the binder's to report.
                return Value(condition, ago);
        }
    }

    /// <summary>RULES L4 with the bars of this timeframe: on one side before, on the other now.</summary>
    private AndSyntax Cross(CrossSyntax cross, int ago)
    {
        var (before, now) = cross.Direction == CrossDirection.Above
            ? (ComparisonOperator.LessOrEqual, ComparisonOperator.Greater)
            : (ComparisonOperator.GreaterOrEqual, ComparisonOperator.Less);
        return new(
        [
            new ComparisonSyntax(Value(cross.Left, ago + 1), before, Value(cross.Right, ago + 1), cross.Span),
            new ComparisonSyntax(Value(cross.Left, ago), now, Value(cross.Right, ago), cross.Span),
        ], cross.Span);
    }

    private ExpressionSyntax Within(WithinSyntax within, int ago)
    {
        if (within.Bars is not NumberSyntax { Unit: LiteralUnit.None } bars || bars.Value < 1 || decimal.Truncate(bars.Value) != bars.Value || bars.Value > LongestWindow)
            return Refuse(within.Bars, $"its window must be a whole number from 1 to {LongestWindow}");
        return bars.Value == 1 ? Condition(within.Condition, ago)
            : new OrSyntax([.. Enumerable.Range(0, (int)bars.Value).Select(i => Condition(within.Condition, ago + i))], within.Span);
    }

    /// <summary>n strict steps in a row are n steps of which the smallest is above 0: a series, which may stand on any timeframe.</summary>
    private ComparisonSyntax Trend(CallSyntax call, ExpressionSyntax series, ExpressionSyntax bars, bool isRising, int ago)
    {
        var before = new HistorySyntax(series, new NumberSyntax(1, LiteralUnit.None, call.Span), call.Span);
        var steps = new ArithmeticSyntax(series, ArithmeticOperator.Subtract, before, call.Span);
        var extreme = new CallSyntax(new(isRising ? "lowest" : "highest", call.Function.Span), [steps, bars], call.Span);
        return new(Value(extreme, ago), isRising ? ComparisonOperator.Greater : ComparisonOperator.Less, new NumberSyntax(0, LiteralUnit.None, call.Span), call.Span);
    }

    private bool IsCondition(ExpressionSyntax value) => value switch
    {
        AndSyntax or OrSyntax or NotSyntax or AtLeastSyntax or ComparisonSyntax or BetweenSyntax or CrossSyntax or WithinSyntax => true,
        CallSyntax call => IsTrend(call, out _),
        NameSyntax name => named.TryGetValue(name.Name, out var given) && given is not NameSyntax && IsCondition(given),
        _ => false,
    };

    private static bool IsTrend(CallSyntax call, out bool isRising)
    {
        isRising = call.Function.Text.Equals("rising", StringComparison.OrdinalIgnoreCase);
        return isRising || call.Function.Text.Equals("falling", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A value some bars of this timeframe ago, as it is seen at primary closes.</summary>
    private ExpressionSyntax Value(ExpressionSyntax value, int ago) => Part(Inlined(value), ago, value);

    /// <param name="value">A part of a value, without names that stand for something.</param>
    /// <param name="ago">Bars of this timeframe.</param>
    /// <param name="written">The whole value as the author wrote it, for messages.</param>
    private ExpressionSyntax Part(ExpressionSyntax value, int ago, ExpressionSyntax written)
    {
        if (!IsSeries(value)) return value;
        if (SyntaxWalk.SelfAndDescendants(value).OfType<OnSyntax>().Any()) return Apart(value, ago, written);
        var then = ago == 0 ? value : new HistorySyntax(value, new NumberSyntax(ago, LiteralUnit.None, written.Span), written.Span);
        return new OnSyntax(then, timeframe, place, written.Span);
    }

    /// <summary>What reads a still higher timeframe cannot be put on this one whole, so each part is put on its own.</summary>
    private ExpressionSyntax Apart(ExpressionSyntax value, int ago, ExpressionSyntax written) => value switch
    {
        ArithmeticSyntax arithmetic => arithmetic with { Left = Part(arithmetic.Left, ago, written), Right = Part(arithmetic.Right, ago, written) },
        NegateSyntax negate => negate with { Operand = Part(negate.Operand, ago, written) },
        CallSyntax call when Functions.Contains(call.Function.Text) => call with { Arguments = [.. call.Arguments.Select(a => Part(a, ago, written))] },
        OnSyntax on when ago == 0 && on.Timeframe.IsMultipleOf(timeframe) => on,
        OnSyntax on when ago == 0 => Refuse(written, $"{on.Timeframe} is no multiple of it"),
        _ => Refuse(written, "its history or an indicator over it would count the bars of two timeframes"),
    };

    /// <summary>The value with names replaced by what they stand for, and without what says this timeframe anyway.</summary>
    private ExpressionSyntax Inlined(ExpressionSyntax value)
    {
        switch (value)
        {
            case NameSyntax name when named.TryGetValue(name.Name, out var given) && _open.Add(name.Name):
                Replaced.Add(name.Name);
                var inlined = Inlined(given);
                _open.Remove(name.Name);
                return inlined;
            case OnSyntax on when on.Timeframe == timeframe:
                return Inlined(on.Operand);
            // Its own timeframe is below `on`, where names are an error of their own.
            case OnSyntax on:
                return on;
            case CallSyntax call:
                return call with { Arguments = [.. call.Arguments.Select(Inlined)] };
            case OutputSyntax output:
                return output with { Operand = Inlined(output.Operand) };
            case OfSymbolSyntax of:
                return of with { Operand = Inlined(of.Operand) };
            case HistorySyntax history:
                return history with { Operand = Inlined(history.Operand), Bars = Inlined(history.Bars) };
            case NegateSyntax negate:
                return negate with { Operand = Inlined(negate.Operand) };
            case ArithmeticSyntax arithmetic:
                return arithmetic with { Left = Inlined(arithmetic.Left), Right = Inlined(arithmetic.Right) };
            default:
                return value;
        }
    }

    /// <summary>Whether a value changes from bar to bar; a name nobody declared counts as one that does, and is reported as unknown.</summary>
    private bool IsSeries(ExpressionSyntax value) => value switch
    {
        NumberSyntax or MissingSyntax => false,
        NameSyntax name => !scalars.Contains(name.Name),
        CallSyntax call => !Functions.Contains(call.Function.Text) || call.Arguments.Any(IsSeries),
        _ => SyntaxWalk.ChildrenOf(value).Any(IsSeries),
    };

    private MissingSyntax Refuse(ExpressionSyntax value, string reason)
    {
        if (!_isReported)
            diagnostics.Report(OldDocumentDiagnostics.CannotConfirm, value.Span, [SyntaxPrinter.Print(value), timeframe, reason], "write the condition with `on` in `entry_conditions`");
        _isReported = true;
        return new(value.Span);
    }
}
