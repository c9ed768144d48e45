using System.Globalization;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli;

/// <summary>A stored run as it is named on the command line: by its number, or as the last one that the verb is about.</summary>
public static class RunSubject
{
    public const string Last = "last";

    /// <summary>How a project without runs gets its first.</summary>
    public const string Begin = "begin with `qdsl backtest strategies/ema_cross.qstrat --sample`";

    /// <summary>The number; null for the last one.</summary>
    /// <exception cref="InputException">It is neither.</exception>
    public static long? NumberOf(string subject) =>
        subject == Last ? null
        : long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out long run) ? run
        : throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "`qdsl runs list` shows the runs of this project", $"`{subject}` is no run: its number is expected, or `{Last}`");
}
