using System.Runtime.InteropServices;

namespace QuantDsl.Data.DuckDb;

/// <summary><c>duckdb_result</c>: only its size matters, the fields are read by calls.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    private ulong _columns, _rows, _changed;
    private nint _columnData, _error, _inside;
}
