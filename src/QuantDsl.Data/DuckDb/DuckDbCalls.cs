using System.Runtime.InteropServices;

namespace QuantDsl.Data.DuckDb;

/// <summary>The calls of DuckDB's C interface that are used, as they are: handles are pointers, texts are UTF-8, 1 means failure.</summary>
/// <remarks>
/// Who owns what: every handle that comes out of a <c>create</c>, <c>open</c>, <c>connect</c>, <c>prepare</c>, <c>extract</c>, <c>execute</c> or
/// <c>fetch</c> is given back by the matching <c>destroy</c>, <c>close</c> or <c>disconnect</c>, also after a failure; those take the address of the
/// handle, set it to zero and accept zero. Texts that come out as a pointer belong to the handle they were asked from, unless their call says otherwise. Names and columns belong to
/// the result, vectors to their chunk. The library is found by <see cref="DuckDbLibrary"/>, which has to be asked first.
/// </remarks>
internal static unsafe class DuckDbCalls
{
    public const string Library = "duckdb";

    /// <summary>What <c>duckdb_state</c> says of a success.</summary>
    public const int Success = 0;

    /// <summary>The version as text, such as <c>v1.5.6</c>; static memory.</summary>
    [DllImport(Library, EntryPoint = "duckdb_library_version")]
    public static extern byte* LibraryVersion();

    /// <summary>Opens a database; a path of zero means in memory.</summary>
    [DllImport(Library, EntryPoint = "duckdb_open")]
    public static extern int Open(byte* path, nint* database);

    [DllImport(Library, EntryPoint = "duckdb_close")]
    public static extern void Close(nint* database);

    [DllImport(Library, EntryPoint = "duckdb_connect")]
    public static extern int Connect(nint database, nint* connection);

    [DllImport(Library, EntryPoint = "duckdb_disconnect")]
    public static extern void Disconnect(nint* connection);

    /// <summary>Makes the statement that runs on the connection fail; may be called from another thread.</summary>
    [DllImport(Library, EntryPoint = "duckdb_interrupt")]
    public static extern void Interrupt(nint connection);

    /// <summary>Parses a text into its statements; 0 statements means an error, or nothing but blanks and comments.</summary>
    [DllImport(Library, EntryPoint = "duckdb_extract_statements")]
    public static extern ulong ExtractStatements(nint connection, byte* sql, nint* statements);

    [DllImport(Library, EntryPoint = "duckdb_extract_statements_error")]
    public static extern byte* ExtractError(nint statements);

    [DllImport(Library, EntryPoint = "duckdb_destroy_extracted")]
    public static extern void DestroyExtracted(nint* statements);

    /// <summary>Binds one of the parsed statements to the tables there are; nothing runs.</summary>
    [DllImport(Library, EntryPoint = "duckdb_prepare_extracted_statement")]
    public static extern int Prepare(nint connection, nint statements, ulong index, nint* prepared);

    [DllImport(Library, EntryPoint = "duckdb_prepare_error")]
    public static extern byte* PrepareError(nint prepared);

    [DllImport(Library, EntryPoint = "duckdb_destroy_prepare")]
    public static extern void DestroyPrepared(nint* prepared);

    /// <summary>One of <see cref="DuckDbStatementKind"/>.</summary>
    [DllImport(Library, EntryPoint = "duckdb_prepared_statement_type")]
    public static extern int StatementKind(nint prepared);

    [DllImport(Library, EntryPoint = "duckdb_prepared_statement_column_count")]
    public static extern ulong PreparedColumnCount(nint prepared);

    /// <summary>One of <see cref="DuckDbType"/>.</summary>
    [DllImport(Library, EntryPoint = "duckdb_prepared_statement_column_type")]
    public static extern int PreparedColumnType(nint prepared, ulong column);

    /// <summary>The name of a column to come, to be given back with <see cref="Free"/>.</summary>
    [DllImport(Library, EntryPoint = "duckdb_prepared_statement_column_name")]
    public static extern byte* PreparedColumnName(nint prepared, ulong column);

    [DllImport(Library, EntryPoint = "duckdb_free")]
    public static extern void Free(void* memory);

    /// <summary>Runs a statement to its end; the result holds its rows or its error, and is destroyed either way.</summary>
    [DllImport(Library, EntryPoint = "duckdb_execute_prepared")]
    public static extern int Execute(nint prepared, NativeResult* result);

    /// <summary>Begins a statement whose rows are made while they are fetched; what goes wrong on the way is the result's error.</summary>
    [DllImport(Library, EntryPoint = "duckdb_execute_prepared_streaming")]
    public static extern int ExecuteStreaming(nint prepared, NativeResult* result);

    [DllImport(Library, EntryPoint = "duckdb_destroy_result")]
    public static extern void DestroyResult(NativeResult* result);

    [DllImport(Library, EntryPoint = "duckdb_result_error")]
    public static extern byte* ResultError(NativeResult* result);

    [DllImport(Library, EntryPoint = "duckdb_column_count")]
    public static extern ulong ColumnCount(NativeResult* result);

    [DllImport(Library, EntryPoint = "duckdb_column_name")]
    public static extern byte* ColumnName(NativeResult* result, ulong column);

    /// <summary>One of <see cref="DuckDbType"/>.</summary>
    [DllImport(Library, EntryPoint = "duckdb_column_type")]
    public static extern int ColumnType(NativeResult* result, ulong column);

    /// <summary>The next rows, at most 2048; zero after the last.</summary>
    [DllImport(Library, EntryPoint = "duckdb_fetch_chunk")]
    public static extern nint FetchChunk(NativeResult result);

    [DllImport(Library, EntryPoint = "duckdb_destroy_data_chunk")]
    public static extern void DestroyChunk(nint* chunk);

    [DllImport(Library, EntryPoint = "duckdb_data_chunk_get_size")]
    public static extern ulong ChunkSize(nint chunk);

    [DllImport(Library, EntryPoint = "duckdb_data_chunk_get_vector")]
    public static extern nint ChunkVector(nint chunk, ulong column);

    /// <summary>The values one after another, of the width of their type; texts as <see cref="NativeText"/>.</summary>
    [DllImport(Library, EntryPoint = "duckdb_vector_get_data")]
    public static extern void* VectorData(nint vector);

    /// <summary>One bit a row, set where there is a value; zero means that no value is missing.</summary>
    [DllImport(Library, EntryPoint = "duckdb_vector_get_validity")]
    public static extern ulong* VectorValidity(nint vector);

    /// <summary>Gives a vector to be written its validity bits, all set.</summary>
    [DllImport(Library, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    public static extern void EnsureValidity(nint vector);

    /// <summary>Copies a text into a vector to be written.</summary>
    [DllImport(Library, EntryPoint = "duckdb_vector_assign_string_element_len")]
    public static extern void AssignText(nint vector, ulong row, byte* text, ulong length);

    [DllImport(Library, EntryPoint = "duckdb_create_logical_type")]
    public static extern nint CreateType(int type);

    [DllImport(Library, EntryPoint = "duckdb_destroy_logical_type")]
    public static extern void DestroyType(nint* type);

    /// <summary>An empty chunk with room for 2048 rows.</summary>
    [DllImport(Library, EntryPoint = "duckdb_create_data_chunk")]
    public static extern nint CreateChunk(nint* types, ulong columns);

    [DllImport(Library, EntryPoint = "duckdb_data_chunk_set_size")]
    public static extern void SetChunkSize(nint chunk, ulong rows);

    /// <summary>Empties a chunk and its validity, to be filled again.</summary>
    [DllImport(Library, EntryPoint = "duckdb_data_chunk_reset")]
    public static extern void ResetChunk(nint chunk);

    /// <summary>Begins adding rows to a table; a schema of zero means the default one.</summary>
    [DllImport(Library, EntryPoint = "duckdb_appender_create")]
    public static extern int CreateAppender(nint connection, byte* schema, byte* table, nint* appender);

    /// <summary>Adds the rows of a chunk; the chunk stays the caller's.</summary>
    [DllImport(Library, EntryPoint = "duckdb_append_data_chunk")]
    public static extern int AppendChunk(nint appender, nint chunk);

    /// <summary>Writes what is still held back.</summary>
    [DllImport(Library, EntryPoint = "duckdb_appender_close")]
    public static extern int CloseAppender(nint appender);

    [DllImport(Library, EntryPoint = "duckdb_appender_error")]
    public static extern byte* AppenderError(nint appender);

    [DllImport(Library, EntryPoint = "duckdb_appender_destroy")]
    public static extern int DestroyAppender(nint* appender);

    [DllImport(Library, EntryPoint = "duckdb_create_table_function")]
    public static extern nint CreateTableFunction();

    /// <summary>Gives the description back; what was registered lives as long as the database.</summary>
    [DllImport(Library, EntryPoint = "duckdb_destroy_table_function")]
    public static extern void DestroyTableFunction(nint* function);

    [DllImport(Library, EntryPoint = "duckdb_table_function_set_name")]
    public static extern void SetFunctionName(nint function, byte* name);

    /// <summary>Something of the caller's that every callback can ask for; <paramref name="free"/> is called with it at the end.</summary>
    [DllImport(Library, EntryPoint = "duckdb_table_function_set_extra_info")]
    public static extern void SetFunctionInfo(nint function, nint info, delegate* unmanaged[Cdecl]<nint, void> free);

    /// <summary>Called when a statement is bound, to name the columns.</summary>
    [DllImport(Library, EntryPoint = "duckdb_table_function_set_bind")]
    public static extern void SetBind(nint function, delegate* unmanaged[Cdecl]<nint, void> bind);

    /// <summary>Called when a scan begins, to learn which columns are wanted.</summary>
    [DllImport(Library, EntryPoint = "duckdb_table_function_set_init")]
    public static extern void SetInit(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    /// <summary>Called with an empty chunk, again and again, until it stays empty.</summary>
    [DllImport(Library, EntryPoint = "duckdb_table_function_set_function")]
    public static extern void SetFunction(nint function, delegate* unmanaged[Cdecl]<nint, nint, void> fill);

    /// <summary>With it only the wanted columns are in the chunks, in the order asked for.</summary>
    [DllImport(Library, EntryPoint = "duckdb_table_function_supports_projection_pushdown")]
    public static extern void SetProjection(nint function, [MarshalAs(UnmanagedType.U1)] bool supported);

    [DllImport(Library, EntryPoint = "duckdb_register_table_function")]
    public static extern int RegisterTableFunction(nint connection, nint function);

    [DllImport(Library, EntryPoint = "duckdb_bind_get_extra_info")]
    public static extern nint BindInfo(nint bind);

    [DllImport(Library, EntryPoint = "duckdb_bind_add_result_column")]
    public static extern void AddColumn(nint bind, byte* name, nint type);

    /// <summary>Tells the planner how many rows are to be expected.</summary>
    [DllImport(Library, EntryPoint = "duckdb_bind_set_cardinality")]
    public static extern void SetCardinality(nint bind, ulong rows, [MarshalAs(UnmanagedType.U1)] bool isExact);

    [DllImport(Library, EntryPoint = "duckdb_bind_set_error")]
    public static extern void SetBindError(nint bind, byte* error);

    [DllImport(Library, EntryPoint = "duckdb_init_get_extra_info")]
    public static extern nint InitInfo(nint init);

    [DllImport(Library, EntryPoint = "duckdb_init_get_column_count")]
    public static extern ulong WantedCount(nint init);

    /// <summary>The number of a wanted column; beyond the last of them where only rows are counted.</summary>
    [DllImport(Library, EntryPoint = "duckdb_init_get_column_index")]
    public static extern ulong WantedColumn(nint init, ulong index);

    /// <summary>Something that belongs to this scan; <paramref name="free"/> is called with it at its end.</summary>
    [DllImport(Library, EntryPoint = "duckdb_init_set_init_data")]
    public static extern void SetScan(nint init, nint scan, delegate* unmanaged[Cdecl]<nint, void> free);

    [DllImport(Library, EntryPoint = "duckdb_init_set_error")]
    public static extern void SetInitError(nint init, byte* error);

    [DllImport(Library, EntryPoint = "duckdb_function_get_init_data")]
    public static extern nint ScanOf(nint function);

    [DllImport(Library, EntryPoint = "duckdb_function_set_error")]
    public static extern void SetFunctionError(nint function, byte* error);
}
