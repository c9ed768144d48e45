using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>Numbers: names, arithmetic, history, outputs and <c>on</c>. A null result has been reported, so nothing built on it is.</summary>
internal sealed class ExpressionBinder
{
    private readonly BindingContext _context;
    private readonly NameTable _names;
    private readonly SettingCheck _settings;
    private readonly LetBinder _lets;
    private readonly CallBinder _calls;
    private int _depth;
    private bool _isTooDeep;

    public ExpressionBinder(BindingContext context, NameTable names, SettingCheck settings, LetBinder lets)
    {
        (_context, _names, _settings, _lets) = (context, names, settings, lets);
        _calls = new(context, settings, this);
    }

    /// <summary>A number, scalar or series.</summary>
    public BoundExpression? Bind(ExpressionSyntax syntax, BindingPlace place)
    {
        if (_depth >= LetBinder.DeepestNesting)
        {
            // The other side of the same level is as deep, and the same mistake.
            if (!_isTooDeep) _context.Report(BindingDiagnostics.TooComplex, syntax.Span, [], "split it by `let`, or simplify it");
            _isTooDeep = true;
            return null;
        }

        _depth++;
        var bound = syntax switch
        {
            MissingSyntax => null,
            NumberSyntax number => Constant(number),
            NameSyntax name => Name(name, place),
            CallSyntax call when !ConditionBinder.IsTrend(call) => _calls.Bind(call, place),
            OutputSyntax output => Output(output, place),
            HistorySyntax history => History(history, place),
            OnSyntax on => On(on, place),
            OfSymbolSyntax of => Of(of, place),
            NegateSyntax { Operand: NumberSyntax number } => Constant(number with { Value = -number.Value }),
            NegateSyntax negate => Bind(negate.Operand, place) is { } operand ? new BoundNegation(operand) : null,
            ArithmeticSyntax arithmetic => Arithmetic(arithmetic, place),
            _ => NotANumber(syntax),
        };
        _depth--;
        if (_depth == 0) _isTooDeep = false;
        return bound;
    }

    /// <summary>A number that changes from bar to bar.</summary>
    /// <param name="reader">What needs it, as a message names it.</param>
    public BoundExpression? BindSeries(ExpressionSyntax syntax, string reader, BindingPlace place)
    {
        if (Bind(syntax, place.LookingBack) is not { } bound) return null;
        if (!bound.IsScalar) return bound;
        _context.Report(BindingDiagnostics.SeriesNeeded, syntax.Span, [reader, BindingContext.Quote(syntax)],
            reader == "[]" ? $"write `{BindingContext.Quote(syntax)}` alone: it has no history" : "name a series such as `close`");
        return null;
    }

    /// <summary>A number that is the same at every bar.</summary>
    /// <param name="what">The setting, as a message names it.</param>
    public BoundExpression? BindScalar(ExpressionSyntax syntax, string what, BindingPlace place) =>
        Bind(syntax, place) is { } bound && IsScalar(bound, syntax, what) ? bound : null;

    /// <summary>Refuses what changes from bar to bar where a setting is needed.</summary>
    /// <param name="what">The setting, as a message names it.</param>
    public bool IsScalar(BoundExpression bound, ExpressionSyntax syntax, string what)
    {
        if (!bound.IsScalar) _context.Report(BindingDiagnostics.ScalarNeeded, syntax.Span, [what, BindingContext.Quote(syntax)], "use a number or a parameter");
        return bound.IsScalar;
    }

    /// <summary>A whole number of bars of at least <paramref name="least"/>, at every setting.</summary>
    /// <param name="reader">The word whose bars they are.</param>
    public BoundExpression? BindBars(ExpressionSyntax syntax, string reader, int least, BindingPlace place)
    {
        string what = $"the bars of `{reader}`";
        return BindScalar(syntax, what, place) is { } bars && HasNoUnit(bars, syntax, reader) && _settings.IsBars(bars, syntax, what, least) ? bars : null;
    }

    /// <summary>A whole number of at least 1, at every setting.</summary>
    /// <param name="what">The setting, as a message names it.</param>
    /// <param name="reader">The word it belongs to.</param>
    public BoundExpression? BindCount(ExpressionSyntax syntax, string what, string reader) =>
        BindScalar(syntax, what, BindingPlace.Entry) is { } count && HasNoUnit(count, syntax, reader) && _settings.IsBars(count, syntax, what, 1) ? count : null;

    /// <summary>Refuses a percent where a plain number is counted.</summary>
    public bool HasNoUnit(BoundExpression scalar, ExpressionSyntax syntax, string reader)
    {
        if (scalar.Unit.Kind != UnitKind.Percent) return true;
        var (help, fix) = PlainNumberFor(syntax);
        _context.Report(BindingDiagnostics.UnitMismatch, syntax.Span,
            [reader, "a plain number", BindingContext.Quote(syntax), "a percent"], help, fix, _names.PlaceOf(syntax, "a percent, defined here"));
        return false;
    }

    /// <summary>Help and fix that take the percent sign from a literal; nothing for anything else.</summary>
    public static (string? Help, CodeFix? Fix) PlainNumberFor(ExpressionSyntax syntax)
    {
        if (syntax is not NumberSyntax { Unit: LiteralUnit.Percent } number) return (null, null);
        string plain = SyntaxPrinter.Print(number with { Unit = LiteralUnit.None });
        return ($"write `{plain}`", new($"write `{plain}`", syntax.Span, plain));
    }

    private static BoundConstant Constant(NumberSyntax number) =>
        new(number.ToDouble(), number.Unit == LiteralUnit.Percent ? SeriesUnit.Percent : SeriesUnit.Number);

    private BoundExpression? Name(NameSyntax syntax, BindingPlace place)
    {
        if (_names.ParameterIndex(syntax.Name) is >= 0 and var index)
        {
            var unit = _names.Parameters[index].Default.Unit == LiteralUnit.Percent ? SeriesUnit.Percent : SeriesUnit.Number;
            return new BoundParameterValue(index, syntax.Name, unit);
        }

        if (_names.Let(syntax.Name) is { } let) return LetValue(syntax, let, place);
        if (NameTable.Prices.TryGetValue(syntax.Name, out var field))
            return new BoundPrice(field, field == PriceField.Volume ? SeriesUnit.Volume : SeriesUnit.Price);
        if (NameTable.PositionValues.TryGetValue(syntax.Name, out var position)) return Position(syntax, position, place);
        Unknown(syntax, place);
        return null;
    }

    private BoundExpression? LetValue(NameSyntax syntax, LetSyntax let, BindingPlace place)
    {
        if (place.InsideOn || place.InsideOf)
        {
            string inlined = SyntaxPrinter.Print(let.Value);
            if (let.Value is not (CallSyntax or NameSyntax or NumberSyntax)) inlined = $"({inlined})";
            _context.Report(place.InsideOn ? BindingDiagnostics.NameInsideOn : SymbolDiagnostics.NameInsideOf, syntax.Span, [syntax.Name], $"write `{inlined}` in its place",
                new($"inline `{syntax.Name}`", syntax.Span, inlined), (let.Name.Span, place.InsideOn ? "defined here, on the primary timeframe" : "defined here, on the traded symbol"));
            return null;
        }

        if (_lets.IsCondition(syntax)) return NotANumber(syntax);
        return _lets.Number(let) is { } bound ? new BoundLetValue(bound) : null;
    }

    private BoundPositionValue? Position(NameSyntax syntax, PositionValue value, BindingPlace place)
    {
        if (place.Position == PositionAccess.Now)
        {
            return new(value, value switch
            {
                PositionValue.BarsInTrade => SeriesUnit.Bars,
                PositionValue.Profit => SeriesUnit.Percent,
                _ => SeriesUnit.Price,
            });
        }

        if (place.Position == PositionAccess.Past)
            _context.Report(BindingDiagnostics.PositionValueHasNoPast, syntax.Span, [syntax.Name], "compare it as it is at this close");
        else
            _context.Report(BindingDiagnostics.PositionValueOutsideExit, syntax.Span, [syntax.Name], "write it in an `exit` rule");
        return null;
    }

    private void Unknown(NameSyntax syntax, BindingPlace place)
    {
        if (_context.IsLost(syntax.Name, syntax.Span)) return;
        if (_names.RegimeIndex(syntax.Name) is >= 0 and var regime)
        {
            _context.Report(BindingDiagnostics.RegimeIsNoValue, syntax.Span, [syntax.Name], $"write `enter long in {syntax.Name} when …`",
                secondary: (_names.Regimes[regime].Name.Span, "defined here"));
            return;
        }

        string? nearest = NearestName.Of(syntax.Name, _names.Readable(place.Position != PositionAccess.None));
        bool sameWord = syntax.Name.Equals(nearest, StringComparison.OrdinalIgnoreCase);
        if (!sameWord && _context.Catalog.Find(syntax.Name) is { } indicator)
        {
            string call = CallBinder.Example(indicator);
            _context.UnknownNames.Add(syntax, $"an indicator is called: write `{call}`", new($"write `{call}`", syntax.Span, call));
            return;
        }

        // The name that was meant counts as used: its warning would be a second one for the same slip.
        if (nearest is not null) _context.MeantNames.Add(nearest);
        _context.UnknownNames.Add(syntax,
            nearest is null ? "define it by `let` or `param`" : $"did you mean `{nearest}`?",
            nearest is null ? null : new($"change to `{nearest}`", syntax.Span, nearest));
    }

    private BoundExpression? NotANumber(ExpressionSyntax syntax)
    {
        _context.Report(BindingDiagnostics.NumberNeeded, syntax.Span, [BindingContext.Quote(syntax)],
            "a condition stands alone or between `and`, `or` and `not`", secondary: _names.PlaceOf(syntax, "a condition, defined here"));
        return null;
    }

    private BoundExpression? Output(OutputSyntax syntax, BindingPlace place)
    {
        if (Bind(syntax.Operand, place) is not { } operand)
        {
            // A mistake in the indicator's arguments does not hide one in the name of its output.
            if (CalledBy(syntax.Operand) is { } called) OutputIndex(syntax, called);
            return null;
        }

        var indicator = IndicatorOf(operand);
        int output = OutputIndex(syntax, indicator?.Definition);
        if (indicator is null || output < 0) return null;
        if (output == indicator.OutputIndex) return operand;
        var value = WithOutput(operand, output);
        return operand is BoundLetValue use ? _lets.OutputOf(use.Let, indicator.Definition, output, value) : value;
    }

    /// <summary>Place of the output a name asks for; −1 where there is none, which is then reported.</summary>
    private int OutputIndex(OutputSyntax syntax, IndicatorDefinition? definition)
    {
        string[] known = definition is null ? [] : [.. definition.Outputs.Select(o => o.Name)];
        int output = Array.FindIndex(known, name => name.Equals(syntax.Output.Text, StringComparison.OrdinalIgnoreCase));
        if (output >= 0) return output;
        string? nearest = NearestName.Of(syntax.Output.Text, known);
        _context.Report(BindingDiagnostics.UnknownOutput, syntax.Output.Span, [BindingContext.Quote(syntax.Operand), syntax.Output.Text],
            nearest is not null ? $"did you mean `{nearest}`?" : known.Length > 0 ? $"it has {Listed(known)}" : "only an indicator has outputs",
            (nearest ?? (known.Length == 1 ? known[0] : null)) is { } meant ? new($"change to `{meant}`", syntax.Output.Span, meant) : null,
            definition is null ? null : _names.PlaceOf(syntax.Operand, $"{definition.Name}, defined here"));
        return output;
    }

    /// <summary>The indicator that an expression calls, judged by its syntax alone.</summary>
    private IndicatorDefinition? CalledBy(ExpressionSyntax syntax, int lets = 0) => syntax switch
    {
        CallSyntax call => _context.Catalog.Find(call.Function.Text),
        MissingSyntax { Called: { } name } => _context.Catalog.Find(name),
        OnSyntax on => CalledBy(on.Operand, lets),
        OfSymbolSyntax of => CalledBy(of.Operand, lets),
        HistorySyntax history => CalledBy(history.Operand, lets),
        // Lets that go round in a circle are reported elsewhere.
        NameSyntax name when lets < 20 && _names.Let(name.Name) is { } let => CalledBy(let.Value, lets + 1),
        _ => null,
    };

    /// <summary>The indicator whose output an expression is, through lets, history and <c>on</c>; null for anything computed from it.</summary>
    private static BoundIndicator? IndicatorOf(BoundExpression expression) => expression switch
    {
        BoundIndicator indicator => indicator,
        BoundLetValue use => IndicatorOf(use.Let.Value),
        BoundOn on => IndicatorOf(on.Operand),
        BoundOf of => IndicatorOf(of.Operand),
        BoundHistory history => IndicatorOf(history.Operand),
        _ => null,
    };

    private static BoundExpression WithOutput(BoundExpression expression, int output) => expression switch
    {
        BoundLetValue use => WithOutput(use.Let.Value, output),
        BoundOn on => new BoundOn(WithOutput(on.Operand, output), on.Timeframe),
        BoundOf of => of with { Operand = WithOutput(of.Operand, output) },
        BoundHistory history => new BoundHistory(WithOutput(history.Operand, output), history.Bars),
        BoundIndicator indicator => indicator with
        {
            OutputIndex = output,
            Unit = CallBinder.UnitOf(indicator.Definition, output, indicator.Sources),
        },
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is not an output of an indicator"),
    };

    private BoundExpression? History(HistorySyntax syntax, BindingPlace place)
    {
        var operand = BindSeries(syntax.Operand, "[]", place);
        const string What = "the bars of `[]`";
        var bars = BindScalar(syntax.Bars, What, place);
        if (operand is null || bars is null || !HasNoUnit(bars, syntax.Bars, "[]")) return null;
        if (_settings.FirstNegative(bars) is { } negative)
        {
            _context.Report(LintDiagnostics.LookAhead, syntax.Bars.Span, [BindingContext.Quote(syntax), ParameterValue.Print(negative, LiteralUnit.None)],
                "an index counts closed bars back: `[1]` is the bar before",
                syntax.Bars is NumberSyntax number ? ReplacementBy(number with { Value = -number.Value }) : null);
            return null;
        }

        return _settings.IsBars(bars, syntax.Bars, What, 0) ? new BoundHistory(operand, bars) : null;
    }

    private BoundExpression? On(OnSyntax syntax, BindingPlace place)
    {
        if (place.InsideOn)
        {
            _context.Report(BindingDiagnostics.NestedOn, syntax.TimeframeSpan, [], "compute the whole expression on one timeframe",
                new($"leave out `on {syntax.Timeframe}`", TextSpan.FromBounds(syntax.Operand.Span.End, syntax.TimeframeSpan.End), ""));
            return null;
        }

        // A position is of the primary timeframe; below `on` there is none.
        var operand = BindSeries(syntax.Operand, "on", place with { InsideOn = true, Position = PositionAccess.None });
        if (_context.Timeframe is not { } primary) return operand;
        if (!syntax.Timeframe.IsMultipleOf(primary))
        {
            var multiple = new Timeframe((syntax.Timeframe.Milliseconds / primary.Milliseconds + 1) * primary.Milliseconds);
            bool isFiner = syntax.Timeframe.CompareTo(primary) < 0;
            _context.Report(BindingDiagnostics.TimeframeNotMultiple, syntax.TimeframeSpan, [syntax.Timeframe, primary],
                isFiner ? $"declare `timeframe {syntax.Timeframe}`, and read the rest `on {primary}`" : $"use a multiple such as `{multiple}`",
                isFiner ? null : new($"change to `{multiple}`", syntax.TimeframeSpan, multiple.ToString()), _context.TimeframePlace is { } declared ? (declared, "the strategy's timeframe") : null);
            return null;
        }

        return operand is null || syntax.Timeframe == primary ? operand : new BoundOn(operand, syntax.Timeframe);
    }

    private BoundExpression? Of(OfSymbolSyntax syntax, BindingPlace place)
    {
        if (place.InsideOf)
        {
            _context.Report(SymbolDiagnostics.NestedOf, syntax.Symbol.Span, [], "compute the whole expression on one symbol",
                new($"leave out `of {syntax.Symbol.Text}`", TextSpan.FromBounds(syntax.Operand.Span.End, syntax.Symbol.Span.End), ""));
            return null;
        }

        int index = _context.Symbols.IndexOf(syntax.Symbol);
        var inside = place with { InsideOf = true, Position = PositionAccess.None };
        // With a symbol that is none, what stands before it is looked at for mistakes of its own.
        var operand = index < 0 ? Bind(syntax.Operand, inside) : BindSeries(syntax.Operand, "of", inside);
        return operand is null || index < 0 ? null : index == 0 ? operand : OnBarsOf(operand, index);
    }

    /// <summary>What is computed from whole series stands on the other symbol's bars; what is put together from values, history included, is put
    /// together at the closes of the traded one (RULES L11).</summary>
    private static BoundExpression OnBarsOf(BoundExpression operand, int index) => operand switch
    {
        { IsScalar: true } => operand,
        BoundHistory history => new BoundHistory(OnBarsOf(history.Operand, index), history.Bars),
        BoundArithmetic sum => sum with { Left = OnBarsOf(sum.Left, index), Right = OnBarsOf(sum.Right, index) },
        BoundNegation negation => new BoundNegation(OnBarsOf(negation.Operand, index)),
        BoundFunction function => function with { Arguments = [.. function.Arguments.Select(a => OnBarsOf(a, index))] },
        _ => new BoundOf(operand, index),
    };

    private BoundExpression? Arithmetic(ArithmeticSyntax syntax, BindingPlace place)
    {
        var left = Bind(syntax.Left, place);
        var right = Bind(syntax.Right, place);
        if (left is null || right is null) return null;
        SeriesUnit? unit = syntax.Operator switch
        {
            ArithmeticOperator.Add => UnitRules.OfSum(left, right, subtract: false),
            ArithmeticOperator.Subtract => UnitRules.OfSum(left, right, subtract: true),
            ArithmeticOperator.Multiply => UnitRules.OfProduct(left, right),
            _ => UnitRules.OfQuotient(left, right),
        };
        if (unit is { } known) return new BoundArithmetic(left, (BoundOperator)syntax.Operator, right, known);
        Incompatible(syntax.Span, syntax.Left, left, syntax.Right, right);
        return null;
    }

    /// <summary>Reports a call with too few or too many arguments.</summary>
    /// <param name="call">The call.</param>
    /// <param name="takes">What it takes, as a message says it.</param>
    /// <param name="most">How many it takes at most.</param>
    public void WrongCount(CallSyntax call, string takes, int most) => _calls.WrongCount(call, takes, most);

    /// <summary>Reports two kinds of value that do not add up.</summary>
    public void Incompatible(TextSpan span, ExpressionSyntax leftSyntax, BoundExpression left, ExpressionSyntax rightSyntax, BoundExpression right)
    {
        string sign = BetweenOf(leftSyntax, rightSyntax).Trim();
        string? share = right.Unit.Kind == UnitKind.Percent && left.Unit.Kind != UnitKind.Percent && sign is "+" or "-"
            ? $"{BindingContext.Quote(leftSyntax)} * (1 {sign} {BindingContext.Quote(rightSyntax)})" : null;
        string help = share is not null ? $"a share of it is `{share}`" : "combine values of one kind, or compare them one by one";
        var fix = share is null || leftSyntax is not (NameSyntax or CallSyntax or HistorySyntax or OutputSyntax) || rightSyntax is not (NumberSyntax or NameSyntax) ? null
            : new CodeFix($"write `{share}`", span, share);
        _context.Report(BindingDiagnostics.IncompatibleArithmetic, span,
            [BindingContext.Quote(leftSyntax), UnitRules.Describe(left.Unit), BindingContext.Quote(rightSyntax), UnitRules.Describe(right.Unit)], help, fix,
            _names.PlaceOf(rightSyntax, $"{UnitRules.Describe(right.Unit)}, defined here") ?? _names.PlaceOf(leftSyntax, $"{UnitRules.Describe(left.Unit)}, defined here"));
    }

    /// <summary>A fix that writes another number in the place of a literal.</summary>
    public static CodeFix ReplacementBy(NumberSyntax number) => new($"write `{SyntaxPrinter.Print(number)}`", number.Span, SyntaxPrinter.Print(number));

    // The text between two operands, for their operator.
    private string BetweenOf(ExpressionSyntax left, ExpressionSyntax right) =>
        left.Span.End <= right.Span.Start && right.Span.Start <= _context.Diagnostics.Source.Content.Length ? _context.Diagnostics.Source.Content[left.Span.End..right.Span.Start] : "";

    private static string Listed(IReadOnlyList<string> names) => string.Join(", ", names.Select(n => $"`{n}`"));
}
