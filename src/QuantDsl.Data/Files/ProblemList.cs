using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Files;

/// <summary>The problems of one data file: the first few in full, the rest as a count.</summary>
internal sealed class ProblemList(string path)
{
    private const int Shown = 5;

    private readonly List<Diagnostic> _shown = [];
    private int _count;

    public bool Any => _count > 0;

    /// <param name="row">One-based line of the file; 0 when the whole file is meant.</param>
    public void Add(int row, DiagnosticDescriptor descriptor, string help, params object[] arguments)
    {
        if (_count++ < Shown) _shown.Add(Diagnostic.InFile(path, row, descriptor, arguments) with { Help = help });
    }

    public IEnumerable<Diagnostic> ToDiagnostics() =>
        _count <= Shown ? _shown : [.. _shown, Diagnostic.InFile(path, 0, DataDiagnostics.MoreProblems, _count - Shown)];
}
