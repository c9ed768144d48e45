using QuantDsl.Backtest.Risk;
using QuantDsl.Cli.Output;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli;

/// <summary>The risk file of a run: named by <c>--risk</c>, from the current folder, or in <c>qdsl.yaml</c>, from the folder of that.</summary>
public static class RiskFile
{
    /// <summary>Reads it; what is only dangerous is said and does not stop the run.</summary>
    /// <exception cref="InputException">There is no such file, or it has errors.</exception>
    public static RiskSettings Read(string path, Terminal terminal)
    {
        var diagnostics = new DiagnosticBag(InputFiles.ReadText(path, terminal));
        var settings = RiskDocument.Read(diagnostics);
        var found = diagnostics.ToImmutable();
        if (diagnostics.HasErrors) throw new InputException(FailureKind.Input, found);
        DiagnosticOutput.Write(terminal, found);
        return settings;
    }

    /// <summary>The path as <c>qdsl.yaml</c> writes it, for the current folder.</summary>
    public static string InProject(ProjectSettings settings, string path) =>
        settings.Source is { } source ? Path.Combine(Path.GetDirectoryName(source.Path) ?? "", path) : path;
}
