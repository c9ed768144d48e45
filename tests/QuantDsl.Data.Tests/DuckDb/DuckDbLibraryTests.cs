using System.Runtime.InteropServices;
using QuantDsl.Data.DuckDb;
using QuantDsl.Diagnostics;
using QuantDsl.Testing;

namespace QuantDsl.Data.Tests.DuckDb;

public sealed class DuckDbLibraryTests
{
    private static string Built => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, DuckDbLibrary.LocationFile)).Trim();

    private static string LibraryFile => new[] { "libduckdb.so", "libduckdb.dylib", "duckdb.dll" }
        .SelectMany(name => Directory.GetFiles(Built, name, SearchOption.AllDirectories)).First();

    [Fact]
    public void The_build_copies_no_library_but_tells_where_it_is()
    {
        Assert.True(Directory.Exists(Built), Built);
        Assert.Empty(Directory.GetFiles(AppContext.BaseDirectory, "*duckdb*.so", SearchOption.AllDirectories));
        Assert.NotEqual(0, DuckDbLibrary.Load(null, AppContext.BaseDirectory));
        Assert.StartsWith("v1.", DuckDbConnection.Version, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_library_the_message_says_what_to_do()
    {
        using var folder = new TemporaryFolder();
        var refusal = Assert.Throws<InputException>(() => DuckDbLibrary.Load("", folder.Path));
        Assert.Equal(FailureKind.Data, refusal.Kind);
        Assert.Equal("QD5060", refusal.Diagnostics[0].Code);
        Assert.Equal("Node 20 with npm is needed once to fetch DuckDB; or set QDSL_DUCKDB=PATH", refusal.Diagnostics[0].Help);

        // A build without Node has recorded a place where nothing is.
        File.WriteAllText(folder.File(DuckDbLibrary.LocationFile), folder.File("obj") + "\n");
        Assert.Equal("QD5060", Assert.Throws<InputException>(() => DuckDbLibrary.Load(null, folder.Path)).Diagnostics[0].Code);
    }

    [Fact]
    public void The_chosen_file_goes_first_and_a_wrong_one_is_named()
    {
        using var folder = new TemporaryFolder();
        string text = folder.File("libduckdb.so");
        File.WriteAllText(text, "this is no library");
        foreach (string wrong in new[] { text, folder.Path, folder.File("absent.so") })
        {
            var refusal = Assert.Throws<InputException>(() => DuckDbLibrary.Load(wrong, AppContext.BaseDirectory));
            Assert.Equal(FailureKind.Data, refusal.Kind);
            Assert.Equal("QD5061", refusal.Diagnostics[0].Code);
            Assert.Contains(wrong, refusal.Diagnostics[0].Message, StringComparison.Ordinal);
        }

        Assert.NotEqual(0, DuckDbLibrary.Load(LibraryFile, folder.Path));
    }

    [Fact]
    public void A_library_that_is_not_duckdb_is_told_apart()
    {
        string other = Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), OperatingSystem.IsWindows() ? "clrjit.dll" : "libclrjit.*")[0];
        var refusal = Assert.Throws<InputException>(() => DuckDbLibrary.Load(other, AppContext.BaseDirectory));
        Assert.Contains("not DuckDB", refusal.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_beside_the_program_goes_before_the_builds()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(Path.GetFileName(LibraryFile)), "this is no library");
        File.WriteAllText(folder.File(DuckDbLibrary.LocationFile), Built);
        Assert.Equal("QD5061", Assert.Throws<InputException>(() => DuckDbLibrary.Load(null, folder.Path)).Diagnostics[0].Code);
        File.Delete(folder.File(Path.GetFileName(LibraryFile)));
        Assert.NotEqual(0, DuckDbLibrary.Load(null, folder.Path));
    }
}
