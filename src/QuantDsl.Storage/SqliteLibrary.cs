using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace QuantDsl.Storage;

/// <summary>Chooses the native SQLite: the system's where it is at least as new as the bundled one, else the bundled one.</summary>
/// <remarks>The bundled 3.35.5 is the newest that restores, and old; systems patch theirs.</remarks>
internal static class SqliteLibrary
{
    private const string Bundled = "e_sqlite3";
    private const int BundledVersion = 3_035_005;

    private static readonly Lazy<bool> Loaded = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.FreezeProvider();
        return true;
    });

    private static readonly string[] SystemNames =
        OperatingSystem.IsLinux() ? ["libsqlite3.so.0"] : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib"] : [];

    /// <summary>Loads the library once for the process.</summary>
    public static void Use() => _ = Loaded.Value;

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Bundled) return IntPtr.Zero;
        foreach (string candidate in SystemNames)
        {
            if (!NativeLibrary.TryLoad(candidate, out var library)) continue;
            if (VersionOf(library) >= BundledVersion) return library;
            NativeLibrary.Free(library);
        }
        return IntPtr.Zero;
    }

    private static int VersionOf(IntPtr library) =>
        NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var export)
            ? Marshal.GetDelegateForFunctionPointer<LibraryVersion>(export)()
            : 0;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int LibraryVersion();
}
