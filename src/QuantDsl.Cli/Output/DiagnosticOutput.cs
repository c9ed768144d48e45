using QuantDsl.Diagnostics;

namespace QuantDsl.Cli.Output;

/// <summary>Diagnostics on the screen.</summary>
public static class DiagnosticOutput
{
    /// <summary>Writes each to stderr, as it would stand in an editor.</summary>
    public static void Write(Terminal terminal, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            terminal.Error.WriteLine(DiagnosticRenderer.Render(diagnostic, terminal.ErrorColour));
    }
}
