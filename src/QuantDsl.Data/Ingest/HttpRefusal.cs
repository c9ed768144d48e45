using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Ingest;

/// <summary>A file that will not be had in this run.</summary>
internal sealed class HttpRefusal(Diagnostic problem) : Exception(problem.Message)
{
    public Diagnostic Problem { get; } = problem;
}
