using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.DuckDb;

/// <summary>Finds DuckDB's native library: <c>QDSL_DUCKDB</c>, then the program's own folder, then where the build has put it.</summary>
internal static unsafe class DuckDbLibrary
{
    public const string Variable = "QDSL_DUCKDB", LocationFile = "duckdb-location.txt";

    /// <summary>Calls were bound against this version and are stable after it; an older library may lack some.</summary>
    private static readonly Version Oldest = new(1, 4);

    private static readonly Lazy<nint> Loaded = new(() =>
    {
        nint library = Load(Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory);
        NativeLibrary.SetDllImportResolver(typeof(DuckDbLibrary).Assembly, (name, _, _) => name == DuckDbCalls.Library ? library : 0);
        return library;
    });

    private static string FileName => OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    /// <summary>Whether there is one to load; what <see cref="Variable"/> names counts even when it is wrong, so that it is told.</summary>
    public static bool IsThere => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)) || Candidates(AppContext.BaseDirectory).Any(File.Exists);

    /// <summary>Loads the library once for the process.</summary>
    /// <exception cref="InputException">It is nowhere, or what is there is not DuckDB.</exception>
    public static void Use() => _ = Loaded.Value;

    /// <summary>Loads the library that the given circumstances lead to.</summary>
    /// <param name="chosen">The value of <see cref="Variable"/>; null or empty when it is not set.</param>
    /// <param name="programFolder">Where the program's assemblies are.</param>
    /// <exception cref="InputException">It is nowhere, or what is there is not DuckDB.</exception>
    public static nint Load(string? chosen, string programFolder)
    {
        if (!string.IsNullOrEmpty(chosen))
        {
            if (!File.Exists(chosen)) throw Wrong(chosen, Directory.Exists(chosen) ? $"it is a folder; name the file, such as {FileName}" : "there is no such file");
            return Open(chosen);
        }

        foreach (string candidate in Candidates(programFolder))
            if (File.Exists(candidate)) return Open(candidate);
        throw DataRefusal.Of("", 0, "Node 20 with npm is needed once to fetch DuckDB; or set QDSL_DUCKDB=PATH", DataDiagnostics.DuckDbMissing);
    }

    private static ImmutableArray<string> Candidates(string programFolder)
    {
        var candidates = ImmutableArray.CreateBuilder<string>();
        candidates.Add(Path.Combine(programFolder, FileName));
        string location = Path.Combine(programFolder, LocationFile);
        if (!File.Exists(location)) return candidates.ToImmutable();
        string scope = Path.Combine(File.ReadAllText(location).Trim(), "node_modules", "@duckdb");
        if (Directory.Exists(scope)) candidates.AddRange(Directory.GetDirectories(scope).Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, FileName)));
        return candidates.ToImmutable();
    }

    private static nint Open(string path)
    {
        nint library;
        try
        {
            library = NativeLibrary.Load(Path.GetFullPath(path));
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            throw Wrong(path, "it is no library that this machine can load");
        }

        if (!NativeLibrary.TryGetExport(library, "duckdb_library_version", out nint export)) throw Wrong(path, "it is a library, but not DuckDB");
        string text = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)export)()) ?? "";
        if (Version.TryParse(text.AsSpan().TrimStart('v').ToString().Split('-')[0], out var version) && version < Oldest)
            throw Wrong(path, $"it is version {text}, and {Oldest} is the oldest that serves");
        return library;
    }

    private static InputException Wrong(string path, string reason) =>
        DataRefusal.Of(path, 0, $"set {Variable} to DuckDB's shared library of version {Oldest} or newer, or build once with Node 20 and npm and leave it unset",
            DataDiagnostics.DuckDbUnusable, path, reason);
}
