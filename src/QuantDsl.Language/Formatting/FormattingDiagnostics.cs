using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Formatting;

/// <summary>QD123x: files that are not laid out.</summary>
public static class FormattingDiagnostics
{
    public static readonly DiagnosticDescriptor CannotKeep = new("QD1230", Severity.Error, "this file cannot be laid out without losing a part of it")
    {
        Why = "What a file means and every comment in it stay as they are: the formatted text is read again and compared, and a file that fails is left alone.",
    };

    /// <summary>Every descriptor of this table, in the order of the codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } = [CannotKeep];
}
