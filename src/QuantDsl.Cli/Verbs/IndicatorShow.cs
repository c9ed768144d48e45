using QuantDsl.Cli.Output;
using QuantDsl.Compiler;
using QuantDsl.Data;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl indicators show NAME</c>: definition, convention, ranges, who differs, and a small chart on the sample market.</summary>
public static class IndicatorShow
{
    private const int ChartRows = 6, ChartBars = 134;

    public static int Run(string name, IndicatorCatalog catalog, bool json, Terminal terminal)
    {
        if (catalog.Find(name) is not { } indicator)
        {
            if (catalog.Unusable(name) is var (reason, help))
                throw new InputException(FailureKind.Input, Diagnostic.InFile("", 0, BindingDiagnostics.UnusableIndicator, name, reason) with { Help = help });
            string? nearest = NearestName.Of(name, catalog.All.SelectMany(d => d.Aliases.Prepend(d.Name)));
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.UnknownIndicator,
                nearest is null ? "`qdsl indicators list` shows all of them" : $"did you mean `{nearest}`?", name);
        }

        if (json)
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WritePropertyName("indicator");
                IndicatorJson.Write(writer, indicator);
            });
            return ExitCode.Done;
        }

        Write(indicator, catalog, terminal);
        return ExitCode.Done;
    }

    private static void Write(IndicatorDefinition indicator, IndicatorCatalog catalog, Terminal terminal)
    {
        terminal.Out.WriteLine($"{IndicatorPage.Signature(indicator)}   {indicator.Group.ToString().ToLowerInvariant()}");
        Paragraph("", indicator.Summary, terminal);
        if (!indicator.Aliases.IsEmpty) Paragraph("also", string.Join(", ", indicator.Aliases), terminal);
        terminal.Out.WriteLine();
        if (indicator.Formula.Length > 0)
        {
            foreach (string line in indicator.Formula.ReplaceLineEndings("\n").Split('\n')) Paragraph("", line, terminal);
            terminal.Out.WriteLine();
        }

        if (indicator.Convention.Length > 0) Paragraph("convention", indicator.Convention, terminal);
        Paragraph("look-back", IndicatorPage.Lookback(indicator), terminal);
        Paragraph("source", indicator.Source, terminal);
        terminal.Out.WriteLine();
        foreach (var p in indicator.Parameters)
            Paragraph($"parameter {p.Name}", $"{IndicatorPage.Range(p)}, default {IndicatorPage.Number(p.Default)}. {p.Summary}", terminal);
        foreach (var output in indicator.Outputs) Paragraph($"output {output.Name}", IndicatorPage.Unit(output.Unit), terminal);
        terminal.Out.WriteLine();
        foreach (var difference in indicator.Differs) Paragraph($"differs: {IndicatorPage.Name(difference.Tool)}", difference.How, terminal);
        if (!indicator.Differs.IsEmpty) terminal.Out.WriteLine();
        Paragraph("text", $"let value = {IndicatorPage.Example(indicator)}", terminal);
        Paragraph("YAML", $"value: {IndicatorPage.YamlExample(indicator)}", terminal);
        terminal.Out.WriteLine();
        Chart(indicator, catalog, terminal);
    }

    /// <summary>The price and the first output over the newest quarter-hours of a week of the sample market.</summary>
    private static void Chart(IndicatorDefinition indicator, IndicatorCatalog catalog, Terminal terminal)
    {
        var market = SampleMarket.Generate(new() { Days = 10, Symbols = [HistoryLoader.SampleSymbol] });
        var bars = market.Histories[0].Base.Aggregate(Timeframe.Parse("15m"));
        string call = IndicatorPage.Example(indicator);
        var series = ExpressionProgram.Compute(call, bars, catalog).Series;
        int from = Math.Max(0, bars.Count - ChartBars);
        foreach (var (title, values) in new[] { ("close of the sample market, 15m", bars.Close.AsSpan()[from..].ToArray()), ($"{call}, {series[0].Name}", series[0].Values[from..]) })
        {
            terminal.Out.WriteLine(title);
            foreach (string line in TerminalPlot.Of(values, ChartRows)) terminal.Out.WriteLine(line);
        }

        terminal.Out.WriteLine(TerminalPlot.Axis(NumberText.Instant(bars.OpenTimes[from]), NumberText.Instant(bars.OpenTimes[^1])));
    }

    /// <summary>A label and its text, wrapped to the screen.</summary>
    private static void Paragraph(string label, string text, Terminal terminal)
    {
        string start = label.Length == 0 ? "  " : $"{label}: ", rest = "  ";
        int room = Math.Min(terminal.Width, 100);
        string line = start;
        foreach (string word in text.Split(' '))
        {
            if (line.Length + word.Length > room && line.TrimEnd().Length > rest.Length)
            {
                terminal.Out.WriteLine(line.TrimEnd());
                line = rest;
            }

            line += word + " ";
        }

        terminal.Out.WriteLine(line.TrimEnd());
    }
}
