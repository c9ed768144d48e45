using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Emission;

/// <summary>Writes the class of one strategy.</summary>
internal sealed class ClassEmitter
{
    private const string Namespace = "QuantDsl.Strategies";

    // A rule is asked a few hundred thousand times in a run of some milliseconds: waiting for the runtime to notice would cost the run.
    private const string Hot = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    private const int LongestCall = 200;

    private readonly BoundStrategy _strategy;
    private readonly NameTable _names;
    private readonly ScalarEmitter _scalars;
    private readonly SeriesEmitter _series;
    private readonly ConditionEmitter _conditions;
    private readonly SortedDictionary<Timeframe, string> _timeframes = [];
    private readonly SourceWriter _writer = new();

    private ClassEmitter(BoundStrategy strategy)
    {
        _strategy = strategy;
        _names = new(strategy.Name);
        _scalars = new(strategy, _names);
        _series = new(strategy, _names, _scalars);
        _conditions = new(_names, _scalars, _series);
    }

    public static EmittedClass Emit(BoundStrategy strategy) => new ClassEmitter(strategy).Emit();

    private EmittedClass Emit()
    {
        foreach (var let in _strategy.Lets)
        {
            if (let.Value.IsScalar) _scalars.AddLet(let);
            else _series.AddLet(let);
        }

        // Rules and plans first: they decide which fields there are.
        ImmutableArray<(string Method, ImmutableArray<string> Lines)> rules =
        [
            .. Rule("EnterLong(int bar)", _strategy.EnterLong),
            .. Rule("EnterShort(int bar)", _strategy.EnterShort),
            .. Rule("ExitLong(int bar, in PositionView position)", _strategy.ExitLong),
            .. Rule("ExitShort(int bar, in PositionView position)", _strategy.ExitShort),
        ];
        var regimes = new RegimeEmitter(_strategy, _names, _conditions);
        ImmutableArray<string> plans = [.. Plans(), .. regimes.Plans(PlanOf, _scalars.Argument)];
        ImmutableArray<string> columns = [.. _series.Columns.SelectMany(Assignments)];

        foreach (var timeframe in _series.Receivers.Keys.SelectMany(TimeframesOf).Distinct().Order()) _timeframes.Add(timeframe, _names.Unique($"Timeframe{timeframe}"));

        Header();
        _writer.Open($"public sealed class {_names.ClassName} : CompiledStrategy");
        Timeframes();
        Fields();
        foreach (string field in regimes.Fields) _writer.Line(field);
        _writer.Line();
        Bind(columns, plans);
        foreach (var (method, lines) in rules) WriteMember($"bool {method}", lines);
        foreach (var (member, lines) in regimes.Methods) WriteMember(member, lines);
        foreach (var method in _conditions.Methods) WriteMethod(method);
        _writer.Close();
        return new($"{Namespace}.{_names.ClassName}", _writer.ToString(), [.. _series.Indicators.Supplied]);
    }

    private IEnumerable<(string, ImmutableArray<string>)> Rule(string method, BoundCondition? condition)
    {
        if (condition is not null) yield return (method, _conditions.Lines(condition));
    }

    private ImmutableArray<string> Plans()
    {
        var plans = ImmutableArray.CreateBuilder<string>();
        if (_strategy.Stop is { } stop) plans.Add($"Stop = {PlanOf(stop)};");

        if (_strategy.Target is { } target)
        {
            var rule = target.Kind switch
            {
                TargetKind.FixedPercent => TargetRule.FixedFraction,
                TargetKind.AtrFixed => TargetRule.SeriesFixed,
                _ => TargetRule.RiskReward,
            };
            plans.Add($"Target = new(TargetRule.{rule}, {_scalars.Argument(target.Amount)}, {SeriesOf(target.Series)}, FromSignal: {Flag(target.FromSignal)});");
        }

        if (_strategy.ExitAfterBars is { } bars) plans.Add($"ExitAfterBars = {_scalars.Bars(bars).Text};");
        if (_strategy.ScaleIn is { } scale) plans.Add($"Scale = new({_scalars.Argument(scale.Step)}, {_scalars.Bars(scale.Times).Text});");
        if (_strategy.Take is { } take) plans.Add($"Take = new({_scalars.Argument(take.Share)}, {_scalars.Argument(take.Distance)});");
        return plans.ToImmutable();
    }

    private string PlanOf(BoundStop stop)
    {
        var rule = stop.Kind switch
        {
            StopKind.FixedPercent => StopRule.FixedFraction,
            StopKind.AtrFixed => StopRule.SeriesFixed,
            StopKind.AtrTrailing => StopRule.SeriesTrailing,
            _ => StopRule.FractionTrailing,
        };
        return $"new(StopRule.{rule}, {_scalars.Argument(stop.Amount)}, {SeriesOf(stop.Series)}, FromSignal: {Flag(stop.FromSignal)})";
    }

    private string SeriesOf(BoundExpression? series) => series is null ? "null" : _series.FieldOf(_series.ColumnOf(series, default));

    private static string Flag(bool value) => value ? "true" : "false";

    /// <summary>A column needed twice gets a local; one that only feeds another column stands inside that one's call, unless that gets long.</summary>
    private IEnumerable<string> Assignments(ColumnNode column)
    {
        string text = column.Call([.. column.Operands.Select(TextOf)]);
        if (!column.IsPrice && (column.Uses + Math.Min(column.Fields.Count, 1) > 1 || text.Length > LongestCall))
        {
            column.Local = _names.Unique((column.Fields.FirstOrDefault() ?? column.SuggestedName).TrimStart('@') + "_column");
            yield return $"var {column.Local} = {text};";
            text = column.Local;
        }

        for (int i = 0; i < column.Fields.Count; i++)
            yield return i == 0 ? $"{column.Fields[0]} = {text}.Values;" : $"{column.Fields[i]} = {column.Fields[0]};";
    }

    private static string TextOf(ColumnNode column) => column.Local ?? column.Call([.. column.Operands.Select(TextOf)]);

    private void Header()
    {
        _writer.Line(string.Create(CultureInfo.InvariantCulture, $"// {OneLine(_strategy.Name)}, version {_strategy.Version}"));
        if (_strategy.Description.Length > 0) _writer.Line($"// {OneLine(_strategy.Description)}");
        string higher = _strategy.HigherTimeframes.IsEmpty ? "" : $"; also reads {string.Join(", ", _strategy.HigherTimeframes)}";
        if (!_strategy.Symbols.IsEmpty) _writer.Line($"// Trades {OneLine(_strategy.Symbols[0])}{(_strategy.Symbols.Length > 1 ? $", reads {OneLine(string.Join(", ", _strategy.Symbols.Skip(1)))}" : "")}.");
        _writer.Line($"// Bars of {_strategy.Timeframe}{higher}. Written by qdsl from the strategy file; change that and compile it again.");
        _writer.Line();
        foreach (string name in new[] { "System", "System.Runtime.CompilerServices", "QuantDsl.Indicators", "QuantDsl.Market", "QuantDsl.Runtime" })
            _writer.Line($"using {name};");
        _writer.Line();
        _writer.Line($"namespace {Namespace};");
        _writer.Line();
    }

    private void Timeframes()
    {
        foreach (var (timeframe, name) in _timeframes)
            _writer.Line($"private static readonly Timeframe {name} = Timeframe.Parse(\"{timeframe}\");");
        foreach (var (field, _) in _series.Indicators.Supplied) _writer.Line($"public static IndicatorDefinition {field} = null!;");
        _writer.Line();
    }

    private void Fields()
    {
        Scalars("// Parameters of the bound combination.", "double", _scalars.Parameters);
        Scalars("// Numbers computed from them.", "double", _scalars.Lets);
        Scalars("", "int", _scalars.WholeNumbers);
        var fields = _series.Columns.SelectMany(c => c.Fields.Select(f => (Name: f, c.Frame))).ToLookup(f => f.Frame, f => f.Name);
        foreach (var group in fields.OrderBy(g => g.Key.Symbol).ThenBy(g => g.Key.Timeframe ?? default).ThenBy(g => g.Key.SeenAt ?? default))
        {
            _writer.Line(group.Key.IsPrimary ? "// One value per bar; NaN where not ready." : $"// One value per bar of {BarsOf(group.Key)}.");
            foreach (string field in group) _writer.Line($"private double[] {field} = [];");
            _writer.Line();
        }

        if (_series.Formulas.Count > 0) _writer.Line("// Formulas of derived series, made at the first binding.");
        foreach (string formula in _series.Formulas) _writer.Line($"private Func<int, double>? {formula};");
        _writer.Line();
    }

    private void Scalars(string heading, string type, IReadOnlyList<ScalarField> fields)
    {
        if (fields.Count > 0 && heading.Length > 0) _writer.Line(heading);
        foreach (var field in fields)
            _writer.Line($"private {type} {field.Name};" + (field.Comment.Length == 0 ? "" : $" // {OneLine(field.Comment)}"));
        _writer.Line();
    }

    private void Bind(ImmutableArray<string> columns, ImmutableArray<string> plans)
    {
        _writer.Open("public override void Bind(MarketColumns market, ReadOnlySpan<double> parameters)");
        foreach (var field in _scalars.Parameters.Concat(_scalars.Lets).Concat(_scalars.WholeNumbers)) _writer.Line($"{field.Name} = {field.Value};");
        _writer.Line();
        if (!columns.IsEmpty) _writer.Line("var primary = market.Primary;");
        foreach (var (frame, name) in _series.Receivers.OrderBy(r => r.Key.Symbol).ThenBy(r => r.Key.Timeframe ?? default).ThenBy(r => r.Key.SeenAt ?? default))
            _writer.Line($"var {name} = {MarketCall(frame)};");
        foreach (string column in columns) _writer.Line(column);
        _writer.Line();
        foreach (string plan in plans) _writer.Line(plan);
        _writer.Close();
        _writer.Line();
    }

    private void WriteMember(string member, ImmutableArray<string> lines)
    {
        _writer.Line(Hot);
        _writer.Line($"public override {member} =>");
        _writer.Indent();
        for (int i = 0; i < lines.Length; i++) _writer.Line(lines[i] + (i == lines.Length - 1 ? ";" : ""));
        _writer.Outdent();
        _writer.Line();
    }

    private string MarketCall(SeriesFrame frame) => frame.Symbol == 0
        ? $"market.On({string.Join(", ", TimeframesOf(frame).Select(t => _timeframes[t]))})"
        : $"market.Of({frame.Symbol}, {_timeframes[frame.Timeframe ?? _strategy.Timeframe]}, seenAt: {_timeframes[frame.SeenAt ?? _strategy.Timeframe]})";

    private IEnumerable<Timeframe> TimeframesOf(SeriesFrame frame) =>
        frame.Symbol == 0 ? [frame.Timeframe ?? _strategy.Timeframe] : [frame.Timeframe ?? _strategy.Timeframe, frame.SeenAt ?? _strategy.Timeframe];

    private string BarsOf(SeriesFrame frame)
    {
        string timeframe = (frame.Timeframe ?? _strategy.Timeframe).ToString();
        return frame.Symbol == 0 ? timeframe : $"{timeframe} of {OneLine(_strategy.Symbols[frame.Symbol])}";
    }

    private void WriteMethod(ConditionMethod method)
    {
        _writer.Line($"// {method.Summary}");
        _writer.Line(Hot);
        _writer.Open($"private bool {method.Name}(int {method.Variable}{(method.ReadsPosition ? ", in PositionView position" : "")})");
        foreach (string line in method.Body) _writer.Line(line);
        _writer.Close();
        _writer.Line();
    }

    // Whatever the author wrote, a comment ends with its line.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u0085' ? ' ' : c));
}
