using System.Text;

namespace QuantDsl.Cli.Tests;

/// <summary>A check is over in a moment because it loads neither the C# compiler nor a database; the runtime's own event log says what a process loads.</summary>
public sealed class LoadedModulesTests : IDisposable
{
    private readonly Qdsl _qdsl = new();

    public void Dispose() => _qdsl.Dispose();

    [Theory]
    [InlineData("rsi_mean_reversion_mtf.qstrat")]
    [InlineData("rsi_mean_reversion_mtf.yaml")]
    public void Check_loads_neither_the_compiler_nor_a_database(string strategy)
    {
        var (managed, native) = ModulesOf("check", Qdsl.Library(strategy));
        Assert.Contains("QuantDsl.Language.dll", managed);
        foreach (string module in new[] { "Microsoft.CodeAnalysis", "Sqlite", "SQLitePCLRaw", "Dapper", "DuckDb" })
            Assert.DoesNotContain(module, managed, StringComparison.OrdinalIgnoreCase);
        if (!OperatingSystem.IsLinux()) return;
        Assert.Contains("libcoreclr", native);
        Assert.DoesNotContain("sqlite", native, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("duckdb", native, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_sweep_loads_no_compiler_but_where_an_exit_reads_the_position()
    {
        _qdsl.Write("bars.csv", RandomBars.Csv(600));
        string[] line = ["screen", "cross.qstrat", "--bars", "bars.csv", "--funding", "none"];
        const string Cross = "strategy cross timeframe 5m\nparam fast = 5 in [3, 5]\nenter long when EMA(close, fast) > SMA(close, 9)\nexit long when close < SMA(close, 9)";
        _qdsl.Write("cross.qstrat", Cross);
        Assert.DoesNotContain("Microsoft.CodeAnalysis", ModulesOf(line).Managed, StringComparison.OrdinalIgnoreCase);
        _qdsl.Write("cross.qstrat", Cross + " or profit > 1%");
        File.Delete(Path.Combine(_qdsl.Folder, "events"));
        Assert.Contains("Microsoft.CodeAnalysis.CSharp.dll", ModulesOf(line).Managed);
    }

    [Fact]
    public void The_log_would_show_the_compiler()
    {
        var (managed, _) = ModulesOf("compile", Qdsl.Library("ema_cross.qstrat"));
        Assert.Contains("Microsoft.CodeAnalysis.CSharp.dll", managed);
    }

    /// <summary>The names of the assemblies a process loads, and on Linux what its dynamic linker does.</summary>
    private (string Managed, string Native) ModulesOf(params string[] line)
    {
        string log = Path.Combine(_qdsl.Folder, "events"), linker = Path.Combine(_qdsl.Folder, "linker");
        using var process = _qdsl.Start(line,
            ("DOTNET_EnableEventPipe", "1"), ("DOTNET_EventPipeOutputPath", log), ("DOTNET_EventPipeConfig", "Microsoft-Windows-DotNETRuntime:0x8:4"),
            ("LD_DEBUG", "libs"), ("LD_DEBUG_OUTPUT", linker));
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        string native = string.Concat(Directory.GetFiles(_qdsl.Folder, "linker.*").Select(File.ReadAllText));
        return (Encoding.Unicode.GetString(Aligned(File.ReadAllBytes(log))), native);
    }

    /// <summary>Names stand in the log as UTF-16 from even or odd places; both readings, one after the other.</summary>
    private static byte[] Aligned(byte[] log) => [.. log, .. log.Length % 2 == 0 ? Array.Empty<byte>() : [0], .. log.AsSpan(1)];
}
