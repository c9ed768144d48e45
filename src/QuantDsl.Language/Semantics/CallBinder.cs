using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>Calls: indicators of the catalog, and the functions of the language. Names are case-insensitive.</summary>
internal sealed class CallBinder(BindingContext context, SettingCheck settings, ExpressionBinder numbers)
{
    private static readonly IReadOnlyDictionary<string, MathFunction> Functions =
        Enum.GetValues<MathFunction>().ToDictionary(f => f.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The functions that look back over a series.</summary>
    public static readonly ImmutableArray<string> SeriesFunctions = ["highest", "lowest", "rising", "falling"];

    public BoundExpression? Bind(CallSyntax call, BindingPlace place)
    {
        string name = call.Function.Text;
        if (Functions.TryGetValue(name, out var function)) return Function(call, function, place);
        if (name.Equals("highest", StringComparison.OrdinalIgnoreCase)) return Extreme(call, highest: true, place);
        if (name.Equals("lowest", StringComparison.OrdinalIgnoreCase)) return Extreme(call, highest: false, place);
        if (context.Catalog.Find(name) is { } definition) return Indicator(call, definition, place);
        Unknown(call);
        // The arguments may hold mistakes of their own.
        foreach (var argument in call.Arguments) numbers.Bind(argument, place);
        return null;
    }

    /// <summary>Whether a called name is a function of the language.</summary>
    public static bool IsFunction(string name) => Functions.ContainsKey(name) || SeriesFunctions.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A call with the defaults: <c>RSI(close, 14)</c>.</summary>
    public static string Example(IndicatorDefinition definition) => $"{definition.Name}({string.Join(", ",
        Enumerable.Repeat("close", definition.SourceCount).Concat(definition.Parameters.Select(p => Number(p.Default))))})";

    /// <summary>The unit of an output; for one that is measured like its source, the first source's.</summary>
    public static SeriesUnit UnitOf(IndicatorDefinition definition, int output, ImmutableArray<BoundExpression> sources)
    {
        var unit = definition.Outputs[output].Unit;
        if (sources.IsDefaultOrEmpty) return unit.Kind == UnitKind.SameAsSource ? SeriesUnit.Price : unit;
        // A spread is measured like its source too: the deviation of a volume is a volume.
        bool ofPrices = sources[0].Unit.Kind is UnitKind.Price or UnitKind.PriceDistance;
        return unit.Kind switch
        {
            UnitKind.SameAsSource => sources[0].Unit,
            UnitKind.PriceDistance when !ofPrices => new(sources[0].Unit.Kind),
            _ => unit,
        };
    }

    private BoundIndicator? Indicator(CallSyntax call, IndicatorDefinition definition, BindingPlace place)
    {
        int series = definition.SourceCount, count = call.Arguments.Length;
        if (count < series || count > series + definition.Parameters.Length)
        {
            WrongCount(call, definition);
            return null;
        }

        var sources = ImmutableArray.CreateBuilder<BoundExpression>(series);
        var arguments = ImmutableArray.CreateBuilder<BoundExpression>(definition.Parameters.Length);
        bool bound = true;
        for (int i = 0; i < series; i++)
        {
            if (Source(call, definition, i, place) is { } source) sources.Add(source);
            else bound = false;
        }

        for (int i = 0; i < definition.Parameters.Length; i++)
        {
            var parameter = definition.Parameters[i];
            if (series + i >= count) arguments.Add(new BoundConstant(parameter.Default, SeriesUnit.Number));
            else if (Argument(call.Arguments[series + i], definition, parameter, place) is { } argument) arguments.Add(argument);
            else bound = false;
        }

        if (!bound) return null;
        var sourceArray = sources.ToImmutable();
        WarnOfHigherInput(call, definition, sourceArray);
        return new(definition, sourceArray, arguments.ToImmutable(), 0, UnitOf(definition, 0, sourceArray));
    }

    private BoundExpression? Source(CallSyntax call, IndicatorDefinition definition, int index, BindingPlace place)
    {
        var syntax = call.Arguments[index];
        if (numbers.Bind(syntax, place.LookingBack) is not { } bound) return null;
        if (!bound.IsScalar) return bound;
        // `RSI(14)` is the commonest slip: the series is missing, not wrong.
        bool forgotten = call.Arguments.Length <= definition.Parameters.Length;
        context.Report(BindingDiagnostics.SeriesNeeded, syntax.Span, [definition.Name, BindingContext.Quote(syntax)],
            forgotten ? $"name the series first: `{definition.Name}(close, {BindingContext.Quote(syntax)})`" : $"write it as `{Example(definition)}`",
            forgotten ? new("name the series", new TextSpan(syntax.Span.Start, 0), "close, ") : null);
        return null;
    }

    private BoundExpression? Argument(ExpressionSyntax syntax, IndicatorDefinition definition, IndicatorParameter parameter, BindingPlace place)
    {
        if (numbers.Bind(syntax, place) is not { } scalar) return null;
        var range = new SettingRange(parameter.Min, parameter.Max);
        // Most arguments are numbers that are right, and what a message would call them need not be known.
        if (scalar.Unit.Kind != UnitKind.Percent && settings.IsFixedWithin(scalar, range, parameter.IsInteger)) return scalar;
        string what = $"`{parameter.Name}` of `{definition.Name}`";
        if (!numbers.IsScalar(scalar, syntax, what) || !numbers.HasNoUnit(scalar, syntax, definition.Name)) return null;
        if (parameter.IsInteger && !settings.IsWhole(scalar, syntax, what)) return null;
        return settings.IsWithin(scalar, syntax, what, range) ? scalar : null;
    }

    private void WarnOfHigherInput(CallSyntax call, IndicatorDefinition definition, ImmutableArray<BoundExpression> sources)
    {
        for (int i = 0; i < sources.Length; i++)
        {
            if (HigherTimeframeOf(sources[i]) is not { } higher) continue;
            context.Report(LintDiagnostics.HigherTimeframeInput, call.Arguments[i].Span, [definition.Name, higher],
                $"put the whole call on the higher timeframe: `{definition.Name}(…) on {higher}`", OnHigher(call, i));
        }
    }

    // `EMA(close on 1h, 20)` as `EMA(close, 20) on 1h`, where nothing else in the call is on the primary timeframe.
    private static CodeFix? OnHigher(CallSyntax call, int source)
    {
        if (call.Arguments[source] is not OnSyntax { Operand: NameSyntax or CallSyntax } on || call.Arguments.Where((_, i) => i != source).Any(a => a is not (NumberSyntax or NameSyntax))) return null;
        string whole = SyntaxPrinter.Print(new OnSyntax(call with { Arguments = call.Arguments.SetItem(source, on.Operand) }, on.Timeframe, on.TimeframeSpan, call.Span));
        return new($"write `{whole}`", call.Span, whole);
    }

    private static Timeframe? HigherTimeframeOf(BoundExpression expression) => expression switch
    {
        BoundOn on => on.Timeframe,
        BoundLetValue use => HigherTimeframeOf(use.Let.Value),
        // An indicator over such a value was warned about itself.
        BoundIndicator => null,
        _ => BoundTree.Children(expression).Select(HigherTimeframeOf).FirstOrDefault(t => t is not null),
    };

    private BoundExpression? Function(CallSyntax call, MathFunction function, BindingPlace place)
    {
        bool choice = function is MathFunction.Min or MathFunction.Max;
        bool rightCount = choice ? call.Arguments.Length >= 2 : call.Arguments.Length == 1;
        if (!rightCount)
        {
            WrongCount(call, choice ? "2 or more numbers" : "1 number", choice ? int.MaxValue : 1);
            return null;
        }

        var arguments = call.Arguments.Select(a => numbers.Bind(a, place)).ToArray();
        if (arguments.Any(a => a is null)) return null;
        var result = arguments[0];
        if (!choice || result is null) return result is null ? null : new BoundFunction(function, [result], UnitOf(function, result));
        for (int i = 1; i < arguments.Length; i++)
        {
            if (arguments[i] is not { } next) return null;
            if (UnitRules.OfChoice(result, next) is not { } unit)
            {
                numbers.Incompatible(call.Arguments[i].Span, call.Arguments[0], result, call.Arguments[i], next);
                return null;
            }

            result = new BoundFunction(function, [result, next], unit);
        }

        return result;
    }

    private static SeriesUnit UnitOf(MathFunction function, BoundExpression operand) => function switch
    {
        MathFunction.Abs or MathFunction.Round => new(operand.Unit.Kind),
        _ => SeriesUnit.Number,
    };

    private BoundExtreme? Extreme(CallSyntax call, bool highest, BindingPlace place)
    {
        string name = highest ? "highest" : "lowest";
        if (call.Arguments.Length != 2)
        {
            WrongCount(call, "a series and a number of bars", 2);
            return null;
        }

        var operand = numbers.BindSeries(call.Arguments[0], name, place);
        var bars = numbers.BindBars(call.Arguments[1], name, 1, place);
        return operand is null || bars is null ? null : new(operand, bars, highest);
    }

    private void WrongCount(CallSyntax call, IndicatorDefinition definition)
    {
        var parts = Enumerable.Repeat("a series", definition.SourceCount).Concat(definition.Parameters.Select(p => $"`{p.Name}`")).ToArray();
        string takes = parts.Length switch
        {
            0 => "no arguments",
            1 => parts[0],
            _ => string.Join(", ", parts[..^1]) + " and " + parts[^1],
        };
        WrongCount(call, takes, definition.SourceCount + definition.Parameters.Length, $"write it as `{Example(definition)}`", definition.Name);
    }

    /// <summary>Reports a call with too few or too many arguments.</summary>
    /// <param name="takes">What it takes, as a message says it.</param>
    /// <param name="most">How many it takes at most.</param>
    public void WrongCount(CallSyntax call, string takes, int most, string? help = null, string? name = null)
    {
        // A missing argument was reported where it is missing.
        if (call.Arguments.Any(a => a is MissingSyntax)) return;
        string given = call.Arguments.Length switch { 0 => "none is given", 1 => "1 argument is given", var n => $"{n} arguments are given" };
        context.Report(BindingDiagnostics.ArgumentCount, call.Span, [name ?? call.Function.Text, takes, given], help ?? $"write {takes} in the brackets", Shortened(call, most));
    }

    // Without the arguments that are too many.
    private static CodeFix? Shortened(CallSyntax call, int most) => most < 1 || call.Arguments.Length <= most ? null
        : new("leave out what is too much", TextSpan.FromBounds(call.Arguments[most - 1].Span.End, call.Arguments[^1].Span.End), "");

    private void Unknown(CallSyntax call)
    {
        if (context.MayMissFiles) return;
        string name = call.Function.Text;
        if (DistanceBinder.IsKind(name))
        {
            context.Report(BindingDiagnostics.UnknownFunction, call.Function.Span, [name], $"`{name}` says where a stop or target stands: write it after `stop` or `target`");
            return;
        }

        if (context.Catalog.Unusable(name) is var (reason, help))
        {
            context.Report(BindingDiagnostics.UnusableIndicator, call.Function.Span, [name, reason], help);
            return;
        }

        string? nearest = NearestName.Of(name, context.Catalog.All.SelectMany(d => d.Aliases.Prepend(d.Name))
            .Concat(Functions.Keys.Select(k => k.ToLowerInvariant())).Concat(SeriesFunctions).Concat(context.Definitions));
        context.Report(BindingDiagnostics.UnknownFunction, call.Function.Span, [name],
            nearest is null ? "`qdsl indicators list` shows all indicators" : $"did you mean `{nearest}`?",
            nearest is null ? null : new($"change to `{nearest}`", call.Function.Span, nearest));
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
