using QuantDsl.Diagnostics;

namespace QuantDsl.Research.Explanation;

/// <summary>What can be asked of a run, and cannot be answered.</summary>
public static class ExplanationDiagnostics
{
    public static readonly DiagnosticDescriptor OutsideRun = new("QD0090", Severity.Error, "the run has no close at {0}: its closes are from {1} to {2}")
    {
        Why = "`why --at` explains a close of the bars that the run read; before its first and after its last close nothing was seen, and nothing was decided.",
    };
}
