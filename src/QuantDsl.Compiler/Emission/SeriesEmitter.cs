using System.Collections.Immutable;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;

namespace QuantDsl.Compiler.Emission;

/// <summary>Writes series: as reads at a bar inside rules, and as columns asked from the market in Bind.</summary>
/// <remarks>A series becomes a column where a whole one is needed (a let, an indicator's source, inside <c>on</c>, a stop);
/// everything else is computed where it is read.</remarks>
internal sealed class SeriesEmitter(BoundStrategy strategy, NameTable names, ScalarEmitter scalars)
{
    private const int LongestName = 60;

    private readonly Dictionary<string, ColumnNode> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ColumnNode Column, string Field)> _lets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _letOfFamily = new(StringComparer.Ordinal);
    private readonly List<ColumnNode> _columns = [];
    private readonly List<string> _formulas = [];
    private readonly Dictionary<SeriesFrame, string> _receivers = [];
    private readonly IndicatorReferences _indicators = new(names);
    private bool _inFormula;

    /// <summary>Each after the ones it is computed from.</summary>
    public IReadOnlyList<ColumnNode> Columns => _columns;

    /// <summary>Fields that hold the formulas of derived columns, made once.</summary>
    public IReadOnlyList<string> Formulas => _formulas;

    /// <summary>The locals of Bind that hold the columns of each higher timeframe and other symbol.</summary>
    public IReadOnlyDictionary<SeriesFrame, string> Receivers => _receivers;

    public IndicatorReferences Indicators => _indicators;

    /// <summary>Set when a value of the open position is read.</summary>
    public bool ReadsPosition { get; set; }

    public void AddLet(BoundLet let)
    {
        var column = ColumnOf(let.Value, default, let.Name);
        string field = names.Unique(let.Name);
        column.Fields.Add(field);
        _lets.Add(let.Name, (column, field));
        if (column.Family is { } family) _letOfFamily.TryAdd(family, let.Name);
    }

    /// <summary>The field that holds a column's values.</summary>
    public string FieldOf(ColumnNode column)
    {
        // A price is read by its own name, even where the author has another for it.
        if (column.IsPrice && !column.Fields.Contains(column.SuggestedName)) column.Fields.Insert(0, names.Unique(column.SuggestedName));
        if (column.Fields.Count == 0)
            column.Fields.Add(names.Unique(column.Family is { } family && _letOfFamily.TryGetValue(family, out string? let) ? $"{let}_{column.Output}" : column.SuggestedName));
        return column.Fields[0];
    }

    /// <summary>C# of the value at a bar.</summary>
    /// <param name="frame">Whose bars <paramref name="at"/> counts; the primary ones unless it is said.</param>
    public CSharpText Read(BoundExpression expression, BarPosition at, SeriesFrame frame = default) => expression switch
    {
        BoundLetValue { IsScalar: true } when frame.IsPrimary => scalars.Read(expression),
        BoundLetValue { Let: var let } => frame.IsPrimary ? Element(_lets[let.Name].Field, at) : Read(let.Value, at, frame),
        BoundConstant or BoundParameterValue => scalars.Read(expression),
        BoundHistory history => Read(history.Operand, at.Back(scalars.Bars(history.Bars, "Ago")), frame),
        BoundArithmetic sum => ArithmeticText.Of(sum.Operator, Read(sum.Left, at, frame), Read(sum.Right, at, frame)),
        BoundNegation negation => ArithmeticText.Negation(Read(negation.Operand, at, frame)),
        BoundFunction function => ArithmeticText.Call(function.Function, [.. function.Arguments.Select(a => Read(a, at, frame))]),
        BoundPositionValue value => Position(value.Value),
        _ => Element(FieldOf(ColumnOf(expression, frame)), at),
    };

    /// <summary>The column of a series.</summary>
    /// <param name="name">Of the let it is the value of, for what is named after it.</param>
    public ColumnNode ColumnOf(BoundExpression expression, SeriesFrame frame, string? name = null) => expression switch
    {
        BoundLetValue { IsScalar: false, Let: var let } => frame.IsPrimary ? _lets[let.Name].Column : ColumnOf(let.Value, frame),
        BoundPrice price => Price(price.Field, frame),
        BoundIndicator indicator => Indicator(indicator, frame),
        BoundHistory history when IsColumn(history.Operand) => Lag(ColumnOf(history.Operand, frame), scalars.Bars(history.Bars, "Ago"), frame),
        BoundExtreme extreme => Extreme(extreme, ColumnOf(extreme.Operand, frame), frame),
        BoundOn on => AtPrimary(on, frame),
        BoundOf of => Of(of, frame),
        _ => Derived(expression, frame, name),
    };

    private static bool IsColumn(BoundExpression expression) =>
        expression is BoundPrice or BoundIndicator or BoundExtreme or BoundOn or BoundOf or BoundLetValue { IsScalar: false };

    private static CSharpText Element(string field, BarPosition at) => CSharpText.Atom(at.IsDirect ? $"{field}[{at}]" : $"At({field}, {at})");

    private CSharpText Position(PositionValue value)
    {
        // A column is the same for every position, so inside one there is nothing to read.
        if (_inFormula) return CSharpText.Number(double.NaN);
        ReadsPosition = true;
        return CSharpText.Atom("position." + value);
    }

    private ColumnNode Price(PriceField field, SeriesFrame frame)
    {
        string name = field.ToString();
        string lower = name.ToLowerInvariant();
        return Node($"{field}|{frame}", frame.IsPrimary ? lower : $"{lower}_{SuffixOf(frame)}", frame, [],
            _ => $"{ReceiverOf(frame)}.{name}", isPrice: true);
    }

    private ColumnNode Indicator(BoundIndicator indicator, SeriesFrame frame)
    {
        ImmutableArray<ColumnNode> sources = [.. indicator.Sources.Select(s => ColumnOf(s, frame))];
        ImmutableArray<string> arguments = [.. indicator.Arguments.Select(scalars.Argument)];
        string definition = _indicators.TextOf(indicator.Definition);
        string family = $"{definition}|{frame}|{Keys(sources)}|{string.Join(',', arguments)}";
        string output = indicator.Definition.Outputs[indicator.OutputIndex].Name;
        IEnumerable<string?> words =
        [
            indicator.Definition.Name.ToLowerInvariant(),
            indicator.OutputIndex == 0 ? null : output,
            .. sources.Select(s => Without($"_{SuffixOf(frame)}", NameOf(s))),
            .. indicator.Arguments.Select(WordOf),
            frame.IsPrimary ? null : SuffixOf(frame),
        ];
        return Node($"{family}|{output}", string.Join('_', words.Where(w => w is not null)), frame, sources,
            operands => $"{ReceiverOf(frame)}.Indicator({definition}, [{string.Join(", ", operands)}], [{string.Join(", ", arguments)}]"
                + (indicator.OutputIndex == 0 ? ")" : $", output: {indicator.OutputIndex})"),
            family: family, output: output);
    }

    private ColumnNode Lag(ColumnNode operand, WholeNumber bars, SeriesFrame frame) =>
        Node($"lag|{frame}|{operand.Number}|{bars.Text}", $"{NameOf(operand)}_lag_{bars.Text}", frame, [operand],
            operands => $"{ReceiverOf(frame)}.Lag({operands[0]}, {bars.Text})");

    private ColumnNode Extreme(BoundExtreme extreme, ColumnNode operand, SeriesFrame frame)
    {
        var bars = scalars.Bars(extreme.Bars);
        string method = extreme.Highest ? "Highest" : "Lowest";
        return Node($"{method}|{frame}|{operand.Number}|{bars.Text}", $"{method.ToLowerInvariant()}_{NameOf(operand)}_{bars.Text}", frame, [operand],
            operands => $"{ReceiverOf(frame)}.{method}({operands[0]}, {bars.Text})");
    }

    private ColumnNode AtPrimary(BoundOn on, SeriesFrame frame)
    {
        if (on.Timeframe == (frame.Timeframe ?? strategy.Timeframe)) return ColumnOf(on.Operand, frame);
        if (!frame.IsPrimary) throw new ArgumentException($"`on {on.Timeframe}` stands inside `on {frame}`", nameof(on));
        var higher = new SeriesFrame(on.Timeframe);
        var operand = ColumnOf(on.Operand, higher);
        return Node($"seen|{operand.Number}", $"{Without($"_{on.Timeframe}", operand.SuggestedName)}_on_{on.Timeframe}", frame, [operand], operands => $"{ReceiverOf(higher)}.AtPrimary({operands[0]})",
            family: operand.Family is { } family ? $"seen|{family}" : null, output: operand.Output);
    }

    /// <summary>Computed on the other symbol's bars, and seen at the closes of these.</summary>
    private ColumnNode Of(BoundOf of, SeriesFrame frame)
    {
        var on = of.Operand as BoundOn;
        var other = new SeriesFrame(on?.Timeframe ?? frame.Timeframe, of.Index, frame.Timeframe);
        var operand = ColumnOf(on?.Operand ?? of.Operand, other);
        string suffix = SuffixOf(other);
        return Node($"seen|{operand.Number}", $"{Without($"_{suffix}", operand.SuggestedName)}_of_{suffix}", frame, [operand], operands => $"{ReceiverOf(other)}.AtPrimary({operands[0]})",
            family: operand.Family is { } family ? $"seen|{family}" : null, output: operand.Output);
    }

    private ColumnNode Derived(BoundExpression expression, SeriesFrame frame, string? name)
    {
        var shape = new FormulaShape();
        string text = shape.Finish(Shape(expression, BarPosition.Asked, frame, shape));
        ImmutableArray<ColumnNode> sources = [.. shape.Columns];
        string key = $"derived|{frame}|{text}|{Keys(sources)}|{string.Join(',', shape.Numbers)}";
        if (_byKey.TryGetValue(key, out var known)) return known;

        // The formula reads fields, which Bind sets before it asks for this column.
        string suggested = name ?? (frame.IsPrimary ? "series" : $"series_{SuffixOf(frame)}");
        string formula = names.Unique(suggested + "_at");
        bool outer = _inFormula;
        _inFormula = true;
        string lambda = Read(expression, BarPosition.Asked, frame).Text;
        _inFormula = outer;
        _formulas.Add(formula);
        return Node(key, suggested, frame, sources, operands =>
            $"{ReceiverOf(frame)}.Derive(\"{text}\", [{string.Join(", ", operands)}], [{string.Join(", ", shape.Numbers)}],\n    {formula} ??= bar => {lambda})");
    }

    /// <summary>The formula with places, for the column's identity; it follows <see cref="Read"/> step by step.</summary>
    private string Shape(BoundExpression expression, BarPosition at, SeriesFrame frame, FormulaShape shape) => expression switch
    {
        BoundConstant constant => CSharpText.PlainNumber(constant.Value),
        BoundPositionValue => "nan",
        BoundParameterValue => shape.PlaceOf(scalars.Read(expression).Text),
        BoundLetValue { IsScalar: true } when frame.IsPrimary => shape.PlaceOf(scalars.Read(expression).Text),
        BoundLetValue { Let: var let } when !frame.IsPrimary => Shape(let.Value, at, frame, shape),
        BoundHistory history => Shape(history.Operand, at.Back(scalars.Bars(history.Bars, "Ago")), frame, shape),
        BoundArithmetic sum => $"({ArithmeticText.Of(sum.Operator, CSharpText.Atom(Shape(sum.Left, at, frame, shape)), CSharpText.Atom(Shape(sum.Right, at, frame, shape))).Text})",
        BoundNegation negation => $"-{Shape(negation.Operand, at, frame, shape)}",
        BoundFunction function => $"{function.Function.ToString().ToLowerInvariant()}({string.Join(", ", function.Arguments.Select(a => Shape(a, at, frame, shape)))})",
        _ => shape.PlaceOf(ColumnOf(expression, frame)) + Reach(at, shape),
    };

    private static string Reach(BarPosition at, FormulaShape shape)
    {
        if (at.IsDirect) return "";
        IEnumerable<string> terms = at.Terms.Split(" - ", StringSplitOptions.RemoveEmptyEntries).Select(shape.PlaceOf);
        return $"[{string.Join(" + ", at.Ago == 0 ? terms : terms.Prepend(CSharpText.PlainNumber(at.Ago)))}]";
    }

    private ColumnNode Node(string key, string suggestedName, SeriesFrame frame, ImmutableArray<ColumnNode> operands,
        Func<ImmutableArray<string>, string> call, bool isPrice = false, string? family = null, string? output = null)
    {
        if (_byKey.TryGetValue(key, out var known)) return known;
        var node = new ColumnNode(_columns.Count, Shortened(suggestedName), frame, operands, call) { IsPrice = isPrice, Family = family, Output = output };
        foreach (var operand in operands) operand.Uses++;
        if (!frame.IsPrimary && !_receivers.ContainsKey(frame)) _receivers.Add(frame, names.Unique(frame.Symbol == 0 ? $"on{frame.Timeframe}" : $"of_{SuffixOf(frame)}"));
        _byKey.Add(key, node);
        _columns.Add(node);
        return node;
    }

    private string ReceiverOf(SeriesFrame frame) => frame.IsPrimary ? "primary" : _receivers[frame];

    /// <summary>What tells a name apart from the same on the primary bars.</summary>
    private string SuffixOf(SeriesFrame frame) => frame.Symbol == 0 ? $"{frame.Timeframe}"
        : frame.Timeframe is { } timeframe ? $"{timeframe}_{strategy.Symbols[frame.Symbol]}" : strategy.Symbols[frame.Symbol];

    private static string Shortened(string name) => name.Length <= LongestName ? name : name[..LongestName];

    private static string NameOf(ColumnNode node) => node.IsPrice ? node.SuggestedName : (node.Fields.FirstOrDefault() ?? node.SuggestedName).TrimStart('@');

    private static string Without(string suffix, string name) => name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;

    private static string Keys(IEnumerable<ColumnNode> columns) => string.Join(';', columns.Select(c => c.Number));

    private static string? WordOf(BoundExpression argument) => argument switch
    {
        BoundConstant constant => CSharpText.PlainNumber(constant.Value).Replace('.', '_').Replace("-", "minus_", StringComparison.Ordinal),
        BoundParameterValue parameter => parameter.Name,
        BoundLetValue let => let.Let.Name,
        _ => null,
    };
}
