using System.Collections.Immutable;

namespace QuantDsl.Diagnostics;

/// <summary>How grave a diagnostic is: an error stops the command, a warning never does.</summary>
public enum Severity
{
    Warning,
    Error,
}

/// <summary>One kind of problem: its code for ever, its wording, and why it is a problem.</summary>
/// <param name="Code"><c>QD</c> and four digits; the first is the stage: 1 syntax, 2 binding, 3 lint and look-ahead,
/// 4 code generation, 5 data, 6 backtest, 7 sweep and statistics, 8 discovery. Never renumbered, never reused.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Message">Composite format; lower case, no full stop, names in backticks.</param>
public sealed record DiagnosticDescriptor(string Code, Severity Severity, string Message)
{
    /// <summary>Why the rule exists, in a sentence or two.</summary>
    public string Why { get; init; } = "";

    /// <summary>A smallest sample that gives exactly this code, or empty where the sample needs a file or data.</summary>
    public string Bad { get; init; } = "";

    /// <summary>The sample put right.</summary>
    public string Good { get; init; } = "";

    /// <summary>The file the samples would be; its ending tells the notation.</summary>
    public string SampleFile { get; init; } = "sample.qstrat";

    /// <summary>Files that both samples need beside them.</summary>
    public ImmutableArray<(string Name, string Text)> Beside { get; init; } = [];

    /// <summary>A strategy's sample as a whole file: one without a <c>strategy</c> line stands for a file on <c>timeframe 5m</c>.</summary>
    /// <param name="sample"><see cref="Bad"/> or <see cref="Good"/>.</param>
    public string Whole(string sample) =>
        SampleFile.EndsWith(".qstrat", StringComparison.Ordinal) && !sample.Contains("strategy", StringComparison.Ordinal) ? $"strategy sample\ntimeframe 5m\n{sample}" : sample;
}
