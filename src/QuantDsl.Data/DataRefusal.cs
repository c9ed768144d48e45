using QuantDsl.Diagnostics;

namespace QuantDsl.Data;

/// <summary>Input that cannot be used, as the exception the hosts show: what is wrong, where, and what to do.</summary>
internal static class DataRefusal
{
    /// <summary>Data that is missing or damaged: exit 3.</summary>
    public static InputException Of(string path, int row, string help, DiagnosticDescriptor descriptor, params object[] arguments) =>
        new(FailureKind.Data, Diagnostic.InFile(path, row, descriptor, arguments) with { Help = help });

    /// <summary>Options that make no sense: exit 2.</summary>
    public static InputException OfOptions(string help, DiagnosticDescriptor descriptor, params object[] arguments) =>
        new(FailureKind.Usage, Diagnostic.InFile("", 0, descriptor, arguments) with { Help = help });
}
