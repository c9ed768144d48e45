using System.Globalization;
using System.Text.Json;
using QuantDsl.Backtest;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Explanation;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Research;
using QuantDsl.Research.Grid;

namespace QuantDsl.Cli.Output;

/// <summary>A strategy told in plain English: on the screen, or as a document.</summary>
public sealed class ExplanationOutput
{
    private const int Values = 12;

    private readonly StrategyFile _file;
    private readonly BoundStrategy _strategy;
    private readonly StrategyExplanation _explanation;
    private readonly SweepGrid? _grid;
    private readonly string _noGrid = "";

    private readonly AccountSettings _account;

    /// <param name="file">The file told.</param>
    /// <param name="strategy">What it is bound to.</param>
    /// <param name="account">What a run in this project assumes.</param>
    public ExplanationOutput(StrategyFile file, BoundStrategy strategy, AccountSettings account)
    {
        (_file, _strategy, _account) = (file, strategy, account);
        _explanation = StrategyExplanation.Of(file.Read, strategy);
        try
        {
            _grid = SweepGrid.Create(strategy, []);
        }
        catch (InputException refused)
        {
            // Too many to enumerate, or none left: said as such, for the rest can be told all the same.
            _noGrid = refused.Diagnostics[0].Message;
        }
    }

    public void Write(Terminal terminal)
    {
        void Line(string label, string text) => RunReport.Line(terminal, label, text);
        terminal.Out.WriteLine($"{_strategy.Name} version {_strategy.Version}");
        terminal.Out.WriteLine();
        if (_strategy.Description.Length > 0) Line("idea", _strategy.Description.ReplaceLineEndings(" "));
        Line("trades", $"{string.Join(" and ", _explanation.Sides)}, one position at a time, on {_strategy.Timeframe} bars: decided at a close, filled at the next open");
        foreach (var rule in _explanation.Rules) WriteRule(terminal, rule);
        foreach (var (heading, text) in _explanation.Statements) Line(heading, text);
        terminal.Out.WriteLine();
        foreach (var name in _explanation.Names) Line(name.Name.Length < RunReport.Label ? name.Name : "", Named(name));
        if (!_explanation.Names.IsEmpty) terminal.Out.WriteLine();
        Line("timeframes", _strategy.HigherTimeframes.IsEmpty ? $"{_strategy.Timeframe} alone"
            : $"{_strategy.Timeframe} for decisions; {string.Join(", ", _strategy.HigherTimeframes)} as of the last bar that has closed");
        Line("warm-up", WarmUp());
        Line("parameters", _strategy.Parameters.IsEmpty ? "none" : "");
        foreach (var parameter in _strategy.Parameters) Line("", Parameter(parameter));
        Line("combinations", _grid is { } grid ? $"{grid.Declared:#,##0} declared, {NumberText.Count(grid.Unique)} unique" : _noGrid);
        terminal.Out.WriteLine();
        Line("data needed", $"bars of {Symbols()}, of {_strategy.Timeframe} or any finer timeframe that divides it; {Days(_explanation.WarmUpDays)} of them before the first decision");
        Line("", _explanation.ReadsFunding ? "funding instants, which the rules avoid, and funding rates (`--funding none` for none)" : "funding rates of the span (`--funding none` for none)");
        Line("costs", $"{string.Join("; ", _account.Fees.Periods.Select(Fees))}, funding as it was paid");
        Line("", string.Create(CultureInfo.InvariantCulture,
            $"equity {NumberText.Money(_account.Equity)}, leverage {_account.Leverage}×, sizing {ResultNames.Of(_account.Sizing)}, fills {ResultNames.Of(_account.Fills)}; options and qdsl.yaml change them"));
    }

    // Dated fees say from when on; fees for always do not.
    private static string Fees(FeePeriod period) => string.Create(CultureInfo.InvariantCulture,
        $"{(period.FromUtcMs == long.MinValue ? "" : $"from {NumberText.Date(period.FromUtcMs)} ")}taker {period.Rates.Taker * 100}% on market fills and stops, maker {period.Rates.Maker * 100}% on limit targets");

    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteString("strategy", _strategy.Name);
        writer.WriteNumber("version", _strategy.Version);
        writer.WriteString("description", _strategy.Description);
        writer.WriteString("timeframe", _strategy.Timeframe.ToString());
        Strings(writer, "higherTimeframes", _strategy.HigherTimeframes.Select(t => t.ToString()));
        Strings(writer, "sides", _explanation.Sides);
        writer.WriteStartArray("rules");
        foreach (var rule in _explanation.Rules)
        {
            writer.WriteStartObject();
            writer.WriteString("rule", rule.Heading);
            writer.WriteStartArray("alternatives");
            foreach (var alternative in rule.Alternatives)
            {
                writer.WriteStartArray();
                foreach (string clause in alternative) writer.WriteStringValue(clause);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Objects(writer, "statements", _explanation.Statements, s => [("statement", s.Heading), ("text", s.Text)]);
        Objects(writer, "names", _explanation.Names, n => [("name", n.Name), ("text", n.Text), ("unit", n.Unit)]);
        writer.WriteStartObject("warmUp");
        writer.WriteNumber("days", _explanation.WarmUpDays);
        writer.WriteNumber("primaryBars", PrimaryBars());
        writer.WriteStartArray("timeframes");
        foreach (var part in _explanation.WarmUp)
        {
            writer.WriteStartObject();
            writer.WriteString("timeframe", part.Timeframe.ToString());
            writer.WriteNumber("bars", part.Bars);
            writer.WriteNumber("days", part.Days);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        Objects(writer, "parameters", _strategy.Parameters, p =>
            [("name", p.Name), ("default", ParameterValue.Print(p, p.Default)), ("values", string.Join(", ", p.Sweep.Select(v => ParameterValue.Print(p, v)))), ("doc", p.Doc)]);
        writer.WriteStartObject("combinations");
        if (_grid is { } grid)
        {
            writer.WritePropertyName("declared");
            writer.WriteRawValue(grid.Declared.ToString(CultureInfo.InvariantCulture));
            writer.WriteNumber("unique", grid.Unique);
        }
        else
        {
            writer.WriteNull("declared");
            writer.WriteNull("unique");
            writer.WriteString("reason", _noGrid);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("data");
        Strings(writer, "symbols", _strategy.Symbols);
        writer.WriteString("coarsestBase", _strategy.Timeframe.ToString());
        writer.WriteBoolean("rulesReadFunding", _explanation.ReadsFunding);
        writer.WriteEndObject();
        writer.WriteStartObject("assumptions");
        writer.WriteNumber("equity", _account.Equity);
        writer.WriteNumber("leverage", _account.Leverage);
        writer.WriteString("sizing", ResultNames.Of(_account.Sizing));
        writer.WriteNumber("takerFee", _account.TakerFee);
        writer.WriteNumber("makerFee", _account.MakerFee);
        writer.WriteString("fills", ResultNames.Of(_account.Fills));
        writer.WriteEndObject();
        JsonOutput.WriteDiagnostics(writer, _file.Diagnostics);
    }

    private static void WriteRule(Terminal terminal, ExplainedRule rule)
    {
        for (int i = 0; i < rule.Alternatives.Length; i++)
        {
            var clauses = rule.Alternatives[i];
            for (int j = 0; j < clauses.Length; j++)
            {
                string joined = j > 0 ? "and " : i > 0 ? "or when " : "when ";
                RunReport.Line(terminal, i == 0 && j == 0 ? rule.Heading : "", joined + clauses[j]);
            }
        }
    }

    private static string Named(ExplainedName name)
    {
        string said = name.Name.Length < RunReport.Label ? "" : $"{name.Name}: ";
        return name.Unit.Length > 0 ? $"{said}{name.Text}, {name.Unit}" : $"{said}holds when {name.Text}";
    }

    private string Symbols() => _strategy.Symbols switch
    {
        [] => "one symbol",
        [var one] => one,
        var all => $"{all[0]}, which is traded, and {string.Join(", ", all.Skip(1))}, which {(all.Length == 2 ? "is" : "are")} only read",
    };

    private string WarmUp()
    {
        if (_explanation.WarmUp.IsEmpty) return "none";
        string parts = string.Join(", ", _explanation.WarmUp.Select(w => $"{NumberText.Count(w.Bars)} of {w.Timeframe}"));
        return $"{NumberText.Count(PrimaryBars())} bars of {_strategy.Timeframe} at most ({Days(_explanation.WarmUpDays)}), for {parts}; the slowest swept setting counts";
    }

    private long PrimaryBars() => (long)Math.Ceiling(_explanation.WarmUpDays * Timeframe.Day / _strategy.Timeframe.Milliseconds - 1e-9);

    private static string Parameter(BoundParameter parameter)
    {
        string Print(double value) => ParameterValue.Print(parameter, value);
        string sweep = parameter.Sweep.IsEmpty ? ""
            : $", swept over {parameter.Sweep.Length}: {string.Join(", ", parameter.Sweep.Take(Values).Select(Print))}{(parameter.Sweep.Length > Values ? ", …" : "")}";
        string range = parameter.Range is { } legal ? $", legal from {Print(legal.Min)} to {Print(legal.Max)}" : "";
        string unused = parameter.IsLive ? "" : ", read by no rule";
        return $"{parameter.Name} = {Print(parameter.Default)}{sweep}{range}{unused}{(parameter.Doc.Length > 0 ? $" ({parameter.Doc.ReplaceLineEndings(" ")})" : "")}";
    }

    private static string Days(double days) => days switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{days * 24:0.#} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{days:0.#} days"),
    };

    private static void Strings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void Objects<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Func<T, IEnumerable<(string Key, string Value)>> fields)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            foreach (var (key, value) in fields(item)) writer.WriteString(key, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
