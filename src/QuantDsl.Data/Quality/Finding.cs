using System.Globalization;
using QuantDsl.Data.Files;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Quality;

/// <summary>One thing found in data: what, where, how many, and what to do about it.</summary>
/// <param name="Diagnostic">The wording with its code; its path is the file or series, its row the first one concerned.</param>
/// <param name="Count">How many places are concerned; at least 1.</param>
/// <param name="UtcMs">The first instant concerned; null where none is.</param>
public sealed record Finding(Diagnostic Diagnostic, long Count, long? UtcMs)
{
    private const int Shown = 3;

    /// <summary>A fault, as against a note that only explains how the data is to be read.</summary>
    public bool IsFault => Diagnostic.Severity == Severity.Error;

    internal static Finding Of(RawTable table, int index, long count, DiagnosticDescriptor descriptor, string help, params object[] arguments) =>
        new(Diagnostic.InFile(table.Path, table.Count == 0 ? 0 : table.Rows[index], descriptor, arguments) with { Help = help }, count, table.Count == 0 ? null : table.Times[index]);

    /// <summary><c>1 gap</c>, <c>538 gaps</c>.</summary>
    internal static string Counted(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:#,##0} {noun}{(count == 1 ? "" : "s")}");

    internal static string Counted(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>The first few places, and how many more there are.</summary>
    internal static string Places(IReadOnlyList<int> indices, Func<int, string> describe, int shown = Shown) =>
        string.Join("; ", indices.Take(shown).Select(describe)) + (indices.Count > shown ? $"; and {Counted(indices.Count - shown)} more" : "");

    internal static string Row(RawTable table, int index) => $"row {table.Rows[index].ToString(CultureInfo.InvariantCulture)} ({InstantText.Write(table.Times[index])})";

    /// <summary>A price or a rate for people: at most eight significant digits.</summary>
    internal static string Number(double value) => value.ToString("G8", CultureInfo.InvariantCulture);
}
