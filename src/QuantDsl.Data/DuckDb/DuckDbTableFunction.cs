using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Data.DuckDb;

/// <summary>Makes a <see cref="ITableSource"/> a table function of a connection, which DuckDB calls back while a statement runs.</summary>
/// <remarks>
/// DuckDB keeps two things of ours as pointers: the source, from registration until the database is closed, and a scan, from its beginning until its
/// end. Both are handles of the runtime, freed by the callback that DuckDB calls for that. No exception may pass through native frames, so each
/// becomes the error of the statement.
/// </remarks>
internal static unsafe class DuckDbTableFunction
{
    /// <summary>Registers a function without parameters.</summary>
    /// <exception cref="DuckDbFailure">There is one of that name.</exception>
    public static void Register(DuckDbConnection connection, string name, ITableSource source)
    {
        nint function = DuckDbCalls.CreateTableFunction();
        try
        {
            fixed (byte* text = DuckDbConnection.Terminated(name)) DuckDbCalls.SetFunctionName(function, text);
            DuckDbCalls.SetFunctionInfo(function, GCHandle.ToIntPtr(GCHandle.Alloc(source)), &Free);
            DuckDbCalls.SetBind(function, &Bind);
            DuckDbCalls.SetInit(function, &Begin);
            DuckDbCalls.SetFunction(function, &Fill);
            DuckDbCalls.SetProjection(function, true);
            if (DuckDbCalls.RegisterTableFunction(connection.Handle, function) != DuckDbCalls.Success) throw new DuckDbFailure($"`{name}` could not be registered");
        }
        finally
        {
            DuckDbCalls.DestroyTableFunction(&function);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint bind)
    {
        try
        {
            var source = Of<ITableSource>(DuckDbCalls.BindInfo(bind));
            foreach (var (name, type) in source.Columns)
            {
                nint logical = DuckDbCalls.CreateType((int)type);
                fixed (byte* text = DuckDbConnection.Terminated(name)) DuckDbCalls.AddColumn(bind, text, logical);
                DuckDbCalls.DestroyType(&logical);
            }

            DuckDbCalls.SetCardinality(bind, (ulong)source.ExpectedRows, false);
        }
        catch (Exception failure)
        {
            fixed (byte* error = DuckDbConnection.Terminated(failure.Message)) DuckDbCalls.SetBindError(bind, error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Begin(nint init)
    {
        try
        {
            var source = Of<ITableSource>(DuckDbCalls.InitInfo(init));
            int[] wanted = new int[(int)DuckDbCalls.WantedCount(init)];
            for (int i = 0; i < wanted.Length; i++)
                wanted[i] = DuckDbCalls.WantedColumn(init, (ulong)i) is var column && column < (ulong)source.Columns.Count ? (int)column : -1;
            var scan = new Running(source.Scan(wanted), [.. wanted.Select(column => column < 0 ? default : source.Columns[column].Type)]);
            DuckDbCalls.SetScan(init, GCHandle.ToIntPtr(GCHandle.Alloc(scan)), &End);
        }
        catch (Exception failure)
        {
            fixed (byte* error = DuckDbConnection.Terminated(failure.Message)) DuckDbCalls.SetInitError(init, error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint function, nint chunk)
    {
        try
        {
            var running = Of<Running>(DuckDbCalls.ScanOf(function));
            DuckDbCalls.SetChunkSize(chunk, (ulong)running.Scan.Fill(new(chunk, running.Types)));
        }
        catch (Exception failure)
        {
            fixed (byte* error = DuckDbConnection.Terminated(failure.Message)) DuckDbCalls.SetFunctionError(function, error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void End(nint scan)
    {
        Of<Running>(scan).Scan.Dispose();
        GCHandle.FromIntPtr(scan).Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint source) => GCHandle.FromIntPtr(source).Free();

    private static T Of<T>(nint handle)
        where T : class => GCHandle.FromIntPtr(handle).Target as T ?? throw new InvalidOperationException("DuckDB gave back something else");

    private sealed record Running(ITableScan Scan, DuckDbType[] Types);
}
