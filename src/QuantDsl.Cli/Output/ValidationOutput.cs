using System.Globalization;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Validation;

namespace QuantDsl.Cli.Output;

/// <summary>A validation on the screen: what each model took, a candidate a column.</summary>
public static class ValidationOutput
{
    private const int LabelWidth = 20, ColumnWidth = 11;

    public static void Write(Terminal terminal, ValidationReport report)
    {
        RunReport.WriteHead(terminal, report.Description);
        if (report is { SourceRun: { } run, Source: { } source })
        {
            RunReport.Line(terminal, "candidates", source.Passed == 0
                ? $"the {report.Candidates.Length} of {NumberText.Count(source.Rows)} rows of run {run} that come nearest to passing the filters; none passes"
                : $"the {(report.Candidates.Length == 1 ? "best" : $"{report.Candidates.Length} best")} of {NumberText.Count(source.Rows)} rows of run {run}, {NumberText.Count(source.Passed)} of which pass the filters");
        }

        RunReport.Line(terminal, "models", $"switched on in this order: {string.Join(", ", ModelLadder.Names)}");
        RunReport.Line(terminal, "conditions", report.ConditionsEqual
            ? $"the entry rules say the same as in the screen at {(report.Candidates.Length == 1 ? "all" : "each candidate's")} {NumberText.Count(report.ConditionCloses / report.Candidates.Length)} closes"
            : "THE ENTRY RULES DIFFER FROM THOSE OF THE SCREEN: please report this");
        terminal.Out.WriteLine();
        int columns = Math.Max(1, (terminal.Width - LabelWidth) / ColumnWidth);
        for (int first = 0; first < report.Candidates.Length; first += columns) WriteTable(terminal, report, first, Math.Min(columns, report.Candidates.Length - first));
        for (int i = 0; i < report.Candidates.Length; i++) WriteNotes(terminal, report.Candidates[i], i);
        terminal.Out.WriteLine($"{NumberText.Count(report.Candidates.Length * (ModelLadder.Names.Length + 5))} runs in {NumberText.Duration(report.Timing.Sweep)} after {NumberText.Duration(report.Timing.Data)} of reading and {NumberText.Duration(report.Timing.Compile)} of compiling; `--json` has everything");
    }

    private static void WriteTable(Terminal terminal, ValidationReport report, int first, int count)
    {
        var shown = report.Candidates.Skip(first).Take(count).ToArray();
        var table = new TextTable(Enumerable.Range(first + 1, count).Select(n => $">#{n}").Prepend("return"));
        double initial = report.Screened.Equity;
        Add("screened", c => NumberText.Percent(c.Screened.TotalReturn));
        Add("without friction", c => NumberText.Percent(c.BareEquity / initial - 1));
        for (int step = 0; step < ModelLadder.Names.Length; step++)
        {
            int index = step;
            Add($"  {ModelLadder.Names[step]}", c => Signed(c.Steps[index].Difference / initial));
        }

        Add("validated", c => NumberText.Percent(c.Validated.TotalReturn));
        Add("kept", c => NumberText.Percent(c.Kept, 0));
        Add("Sharpe", c => NumberText.Ratio(c.Validated.Sharpe));
        Add("drawdown", c => NumberText.Percent(c.Validated.MaxDrawdown));
        Add("trades", c => NumberText.Count(c.Validated.Trades));
        Add("profit factor", c => NumberText.ProfitFactor(c.Validated.ProfitFactor, c.Validated.Trades));
        Add("ambiguous trades", c => NumberText.Count(c.AmbiguousTrades));
        Add("pessimistic", c => NumberText.Percent(c.PessimisticReturn));
        Add("optimistic", c => NumberText.Percent(c.OptimisticReturn));
        Add("same decisions", c => NumberText.Percent(c.Decisions.Share, 1));
        Add("run", c => c.RunId?.ToString(CultureInfo.InvariantCulture) ?? "");
        table.Write(terminal);

        void Add(string label, Func<CandidateValidation, string> cell) => table.Add([label, .. shown.Select(cell)]);
    }

    private static void WriteNotes(Terminal terminal, CandidateValidation candidate, int index)
    {
        var parameters = candidate.Parameters;
        if (!parameters.Parameters.IsEmpty)
            RunReport.Line(terminal, $"#{index + 1}", string.Join(", ", parameters.Parameters.Select((p, i) => $"{p.Name} {parameters.Print(i)}")));
        if (candidate.Decisions.Causes.Count > 0)
        {
            RunReport.Line(terminal, $"#{index + 1} decisions", $"{NumberText.Count(candidate.Decisions.Same)} of {NumberText.Count(candidate.Decisions.All)} are the same; the others: "
                + string.Join(", ", candidate.Decisions.Causes.Select(c => $"{c.Key} {NumberText.Count(c.Value)}")));
        }

        foreach (string warning in candidate.Warnings()) RunReport.Line(terminal, "warning", $"#{index + 1} {warning}");
        if (!candidate.LastStepIsValidated) RunReport.Line(terminal, "warning", $"#{index + 1}: the last model's run is not the validated one; please report this");
    }

    private static string Signed(double fraction) => (fraction > 0 ? "+" : "") + NumberText.Percent(fraction);
}
