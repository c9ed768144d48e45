using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using QuantDsl.Cli.Output;
using QuantDsl.Compiler;
using QuantDsl.Compiler.UserIndicators;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Market;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl indicators list</c>, <c>show NAME</c>, <c>test NAME…</c>, <c>pages DIR</c> and <c>compute EXPRESSION… --bars FILE [--plot]</c>.</summary>
public sealed class IndicatorsVerb : Verb
{
    private const int PlotRows = 12, LeastSummary = 40;

    private readonly Argument<string[]> _expressions = new("EXPRESSION") { Description = "Series to compute, such as \"RSI(close, 14)\"", Arity = ArgumentArity.OneOrMore };

    private readonly Argument<string[]> _names = new("NAME") { Description = "Files of the project's indicators folder (all when none is named)", Arity = ArgumentArity.ZeroOrMore };

    private readonly Argument<string> _name = new("NAME") { Description = "An indicator's name or alias, in any case" };

    private readonly Argument<string> _folder = new("DIR") { Description = "Folder for the pages; made when it is not there" };

    private readonly Option<bool> _all = new("--all") { Description = "Pages of the built-in indicators too" };

    private readonly Option<bool> _plot = new("--plot") { Description = "Draw each output instead of printing numbers" };

    private readonly RunOptions _run = new();

    public IndicatorsVerb()
        : base("indicators", "List and explain the indicators, or compute one on your data",
            "qdsl indicators list",
            "qdsl indicators show SUPERTREND",
            "qdsl indicators test MyThing",
            "qdsl indicators pages docs/indicators",
            "qdsl indicators compute \"RSI(close, 14)\" --sample --to 2025-01-03 --plot",
            "qdsl indicators compute \"MACD(close, 12, 26, 9)\" \"EMA(close, 50) on 4h\" --bars my_bars.csv")
    {
        var list = new Command("list", "Every indicator, the project's own among them, with what it is");
        list.Options.Add(Json);
        list.Options.Add(Project);
        var test = new Command("test", "Hold the project's own indicators to the laws of every indicator");
        test.Arguments.Add(_names);
        test.Options.Add(Json);
        test.Options.Add(Project);
        var show = new Command("show", "Definition, convention, ranges and who differs, with a small chart");
        show.Arguments.Add(_name);
        show.Options.Add(Json);
        show.Options.Add(Project);
        var pages = new Command("pages", "Write a page for each of the project's own indicators, and a table of contents");
        pages.Arguments.Add(_folder);
        pages.Options.Add(_all);
        pages.Options.Add(Json);
        pages.Options.Add(Project);
        var compute = new Command("compute", "CSV on stdout: the time of each bar's open and a column for each output");
        compute.Arguments.Add(_expressions);
        foreach (var option in _run.DataOptions) compute.Options.Add(option);
        compute.Options.Add(_plot);
        compute.Options.Add(Json);
        compute.Options.Add(Project);
        Command.Subcommands.Add(list);
        Command.Subcommands.Add(show);
        Command.Subcommands.Add(compute);
        Command.Subcommands.Add(test);
        Command.Subcommands.Add(pages);
    }

    public override int Run(ParseResult arguments, Terminal terminal) => arguments.CommandResult.Command.Name switch
    {
        "compute" => Compute(arguments, terminal),
        "show" => IndicatorShow.Run(arguments.GetValue(_name) ?? "", ProjectIndicators.Catalog(ProjectOf(arguments, terminal), terminal), arguments.GetValue(Json), terminal),
        "test" => IndicatorTest.Run(ProjectIndicators.Named(arguments.GetValue(_names) ?? [], ProjectOf(arguments, terminal), terminal), arguments.GetValue(Json), terminal),
        "pages" => IndicatorPages.Run(arguments.GetValue(_folder) ?? "", ProjectIndicators.Load(ProjectOf(arguments, terminal), terminal), arguments.GetValue(_all), arguments.GetValue(Json), terminal),
        _ => List(ProjectIndicators.Load(ProjectOf(arguments, terminal), terminal), arguments.GetValue(Json), terminal),
    };

    private static int List(ImmutableArray<UserIndicator> own, bool json, Terminal terminal)
    {
        var catalog = UserIndicators.Catalog(own);
        Diagnostic[] unusable = [.. own.SelectMany(indicator => indicator.Problems)];
        if (json)
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteStartArray("indicators");
                foreach (var indicator in catalog.All) IndicatorJson.Write(writer, indicator);
                writer.WriteEndArray();
                JsonOutput.WriteDiagnostics(writer, unusable);
            });
            return ExitCode.Done;
        }

        // Parameters and outputs stand where there is room for them; `show` has them anyway.
        (string Label, string Outputs, string Summary)[] rows = [.. catalog.All.Select(i => (IndicatorPage.Signature(i).Replace(" = ", "=", StringComparison.Ordinal), string.Join(" ", i.Outputs.Select(o => o.Name)), i.Summary))];
        bool isWide = terminal.Width > rows.Max(r => r.Label.Length) + rows.Max(r => r.Outputs.Length) + LeastSummary + 2 * TextTable.Gap + 2;
        if (!isWide) rows = [.. catalog.All.Select(i => (i.Name, "", i.Summary))];
        int room = terminal.Width - rows.Max(r => r.Label.Length) - rows.Max(r => r.Outputs.Length) - (isWide ? 2 : 1) * TextTable.Gap - 2;
        var table = isWide ? new TextTable("indicator", "outputs", "what it is") : new TextTable("indicator", "what it is");
        foreach (var (label, outputs, summary) in rows)
        {
            string said = summary.Length <= room ? summary : summary[..(room - 1)] + "…";
            table.Add(isWide ? [label, outputs, said] : [label, said]);
        }

        table.Write(terminal);
        DiagnosticOutput.Write(terminal, unusable);
        return ExitCode.Done;
    }

    private int Compute(ParseResult arguments, Terminal terminal)
    {
        var project = ProjectOf(arguments, terminal);
        var request = _run.Read(arguments, ProjectSettings.Read(project, terminal), terminal);
        var history = HistoryLoader.Load(request with { Funding = ["none"] }, project, terminal);
        var bars = request.Timeframe is { } timeframe ? history.Base.Aggregate(timeframe) : history.Base;
        string[] expressions = arguments.GetValue(_expressions) ?? [];
        var catalog = ProjectIndicators.Catalog(project, terminal);
        var columns = expressions.SelectMany(text => Series(text, expressions.Length > 1, bars, catalog, terminal)).ToArray();
        if (arguments.GetValue(_plot))
        {
            Plot(columns, bars, terminal);
            return ExitCode.Done;
        }

        if (arguments.GetValue(Json)) WriteJson(columns, bars, terminal);
        else WriteCsv(columns, bars, terminal);
        return ExitCode.Done;
    }

    /// <summary>One array of opens, and one of the same length for each output; null where there is no value.</summary>
    private static void WriteJson(NamedSeries[] columns, BarSeries bars, Terminal terminal) => JsonOutput.Write(terminal, writer =>
    {
        writer.WriteString("symbol", bars.Symbol);
        writer.WriteString("timeframe", bars.Timeframe.ToString());
        writer.WriteStartArray("openTimes");
        foreach (long open in bars.OpenTimes) writer.WriteStringValue(Timestamp(open));
        writer.WriteEndArray();
        writer.WriteStartArray("series");
        foreach (var (name, values) in columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteStartArray("values");
            foreach (double value in values)
            {
                if (double.IsFinite(value)) writer.WriteNumberValue(value);
                else writer.WriteNullValue();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void WriteCsv(NamedSeries[] columns, BarSeries bars, Terminal terminal)
    {
        var line = new StringBuilder("timestamp");
        foreach (var (name, _) in columns) line.Append(',').Append(name.AsSpan().IndexOfAny(',', '"') >= 0 ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name);
        terminal.Out.WriteLine(line);
        for (int i = 0; i < bars.Count; i++)
        {
            line.Clear().Append(Timestamp(bars.OpenTimes[i]));
            foreach (var (_, values) in columns)
            {
                line.Append(',');
                if (!double.IsNaN(values[i])) line.Append(NumberText.Exact(values[i]));
            }

            terminal.Out.WriteLine(line);
        }
    }

    private static void Plot(NamedSeries[] columns, BarSeries bars, Terminal terminal)
    {
        foreach (var (name, values) in columns)
        {
            terminal.Out.WriteLine(name);
            foreach (string row in TerminalPlot.Of(values, PlotRows)) terminal.Out.WriteLine(row);
            if (bars.Count > 0) terminal.Out.WriteLine(TerminalPlot.Axis(NumberText.Instant(bars.OpenTimes[0]), NumberText.Instant(bars.OpenTimes[^1])));
        }
    }

    /// <summary>The outputs of one expression; where several are asked, the expression names them, for two may have the same outputs.</summary>
    private static IEnumerable<NamedSeries> Series(string expression, bool several, BarSeries bars, IndicatorCatalog catalog, Terminal terminal)
    {
        var result = ExpressionProgram.Compute(expression, bars, catalog);
        if (result.HasErrors) throw new InputException(FailureKind.Input, result.Diagnostics);
        DiagnosticOutput.Write(terminal, result.Diagnostics);
        return !several ? result.Series : result.Series.Select(s => s with { Name = result.Series.Length == 1 ? expression : $"{expression}.{s.Name}" });
    }

    private static string Timestamp(long utcMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(utcMs).ToString(utcMs % 1000 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
