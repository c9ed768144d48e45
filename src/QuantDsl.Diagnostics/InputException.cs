namespace QuantDsl.Diagnostics;

/// <summary>What kind of failure ends a command; the host maps it to the exit code.</summary>
public enum FailureKind
{
    /// <summary>The strategy or settings have errors: exit 1.</summary>
    Input,

    /// <summary>The command line is wrong: exit 2.</summary>
    Usage,

    /// <summary>Data is missing or damaged: exit 3.</summary>
    Data,

    /// <summary>A check or filter refused: exit 4.</summary>
    Refused,
}

/// <summary>Input that cannot be used, as one or more diagnostics; thrown where I/O stops, shown by the host without a stack trace.</summary>
public sealed class InputException(FailureKind kind, params IReadOnlyList<Diagnostic> diagnostics)
    : Exception(string.Join(Environment.NewLine, diagnostics.Select(d => d.Message)))
{
    public FailureKind Kind { get; } = kind;

    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;
}
