using QuantDsl.Diagnostics;

namespace QuantDsl.Cli;

/// <summary>The exit codes of every verb; scripts rely on them.</summary>
public static class ExitCode
{
    public const int Done = 0, InputHasErrors = 1, Usage = 2, DataMissingOrDamaged = 3, Refused = 4, Cancelled = 130;

    public static int Of(FailureKind kind) => kind switch
    {
        FailureKind.Input => InputHasErrors,
        FailureKind.Usage => Usage,
        FailureKind.Data => DataMissingOrDamaged,
        FailureKind.Refused => Refused,
        _ => InputHasErrors,
    };
}
