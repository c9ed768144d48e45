using System.Text;
using System.Text.RegularExpressions;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli.Output;

/// <summary>What a reader is told of a code: by <c>qdsl explain</c>, and in the pages of <c>docs/diagnostics</c>.</summary>
public static class DiagnosticPage
{
    private const int WidestLine = 96;

    private static readonly (char Digit, string File, string Title)[] Stages =
    [
        ('0', "settings.md", "Command line, settings and risk files"), ('1', "syntax.md", "Reading a strategy"), ('2', "binding.md", "Names, units and values"),
        ('3', "lint.md", "Look-ahead, and what does not do what it seems to"), ('4', "indicators.md", "Indicators of your own"), ('5', "data.md", "Data and venues"),
        ('6', "backtest.md", "Backtests"), ('7', "sweeps.md", "Sweeps and stored runs"),
    ];

    /// <summary>The files of <c>docs/diagnostics</c>.</summary>
    public static IEnumerable<string> FileNames => Stages.Select(s => s.File).Prepend("README.md");

    /// <summary>The message with an ellipsis where each time something else stands.</summary>
    public static string Message(DiagnosticDescriptor descriptor) => Regex.Replace(descriptor.Message, @"\{\d\}", "…");

    public static string Severity(DiagnosticDescriptor descriptor) => descriptor.Severity == Diagnostics.Severity.Error ? "error" : "warning";

    /// <summary>A sample, its longest lines cut: some samples are only long.</summary>
    public static string Sample(string sample) =>
        string.Join('\n', Shortened(sample.TrimEnd().Split('\n').Select(line => line.Length <= WidestLine ? line : line[..(WidestLine - 1)] + "…")));

    /// <summary>One page, or the contents.</summary>
    /// <param name="file">One of <see cref="FileNames"/>.</param>
    public static string Markdown(string file)
    {
        var text = new StringBuilder();
        var descriptors = DiagnosticIndex.Codes.Select(DiagnosticIndex.Find).OfType<DiagnosticDescriptor>().ToList();
        if (file == "README.md")
        {
            text.Append("# Every diagnostic\n\nGenerated from the tables beside each stage; `qdsl explain QD2104` tells the same. A code is never given a second meaning.\n");
            foreach (var (digit, name, title) in Stages)
            {
                text.Append($"\n## [{title}]({name})\n\n| Code | | Message |\n|---|---|---|\n");
                foreach (var d in descriptors.Where(d => d.Code[2] == digit)) text.Append($"| [{d.Code}]({name}#{d.Code.ToLowerInvariant()}) | {Severity(d)} | {Cell(Message(d))} |\n");
            }

            return text.ToString();
        }

        var stage = Stages.Single(s => s.File == file);
        text.Append($"# {stage.Title}\n\nGenerated from the tables beside each stage; `qdsl explain` with a code tells the same. A sample without a `strategy` line stands for a file on `timeframe 5m`.\n");
        foreach (var d in descriptors.Where(d => d.Code[2] == stage.Digit)) Append(text, d);
        return text.ToString();
    }

    private static void Append(StringBuilder text, DiagnosticDescriptor descriptor)
    {
        text.Append($"\n## {descriptor.Code}\n\n**{Severity(descriptor)}: {Message(descriptor)}**\n\n{descriptor.Why}\n");
        if (descriptor.Bad.Length == 0) return;
        string language = descriptor.SampleFile.EndsWith(".yaml", StringComparison.Ordinal) ? "yaml" : "qstrat";
        foreach (var (name, content) in descriptor.Beside.Take(2)) text.Append($"\nWith `{name}` beside it:\n\n```{(name.EndsWith(".yaml", StringComparison.Ordinal) ? "yaml" : "qstrat")}\n{Sample(content)}\n```\n");
        text.Append($"\nWrong:\n\n```{language}\n{Sample(descriptor.Bad)}\n```\n");
        if (DiagnosticExample.Of(descriptor) is { } told) text.Append($"\n```text\n{DiagnosticRenderer.Render(told)}```\n");
        text.Append($"\nRight:\n\n```{language}\n{Sample(descriptor.Good)}\n```\n");
    }

    // The first and the last lines of a sample that is only long.
    private static IEnumerable<string> Shortened(IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        return all.Length <= 30 ? all : [.. all[..5], "…", .. all[^2..]];
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
