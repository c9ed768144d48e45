using System.Diagnostics;
using QuantDsl.Testing;

namespace QuantDsl.Data.Tests.DuckDb;

/// <summary>How the build fetches the library, with an npm of our own in place of the real one, so that no network is needed.</summary>
public sealed class DuckDbFetchTests : IDisposable
{
    private const string Message = "Node 20 with npm is needed once to fetch DuckDB; or set QDSL_DUCKDB=PATH";

    private static readonly string Native = Repository.PathOf("src", "QuantDsl.Data", "DuckDb", "native");

    private readonly TemporaryFolder _folder = new();

    private string Tools => _folder.File("tools");

    private string Target => _folder.File("obj/duckdb");

    /// <summary>An npm that counts its calls, takes its time, and does what the script says.</summary>
    private void WriteNpm(string script)
    {
        Directory.CreateDirectory(Tools);
        File.WriteAllText(Path.Combine(Tools, "npm.mjs"), $$"""
            import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
            appendFileSync({{System.Text.Json.JsonSerializer.Serialize(_folder.File("calls.txt"))}}, process.argv.slice(2).join(' ') + '\n');
            const library = content => {
              mkdirSync('node_modules/@duckdb/node-bindings-here', { recursive: true });
              for (const name of ['libduckdb.so', 'libduckdb.dylib', 'duckdb.dll']) writeFileSync('node_modules/@duckdb/node-bindings-here/' + name, content);
            };
            await new Promise(done => setTimeout(done, 200));
            {{script}}
            """);
        File.WriteAllText(Path.Combine(Tools, "npm.cmd"), "@node \"%~dp0npm.mjs\" %*\r\n");
        File.WriteAllText(Path.Combine(Tools, "npm"), "#!/bin/sh\nexec node \"$(dirname \"$0\")/npm.mjs\" \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(Tools, "npm"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private static Process Start(string program, string path, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = path;
        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Out)> EndOf(Process process)
    {
        using (process)
        {
            string output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output);
        }
    }

    private Process Fetch() => Start("node", Tools + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"), Path.Combine(Native, "fetch.mjs"), Target);

    private string[] Libraries() => Directory.GetFiles(Target, "libduckdb.so", SearchOption.AllDirectories);

    [Fact]
    public async Task Builds_at_once_leave_one_whole_folder()
    {
        WriteNpm("library('the library');");
        foreach (var (code, output) in await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EndOf(Fetch())))) Assert.Equal((0, ""), (code, output));
        Assert.Equal(4, File.ReadAllLines(_folder.File("calls.txt")).Count(line => line.StartsWith("ci --ignore-scripts", StringComparison.Ordinal)));
        Assert.Equal("the library", File.ReadAllText(Assert.Single(Libraries())));
        Assert.Equal([Target], Directory.GetDirectories(_folder.File("obj")));

        // What is complete is not fetched again, but its time says that it was looked at.
        File.SetLastWriteTimeUtc(Path.Combine(Target, "complete.txt"), DateTime.UnixEpoch);
        Assert.Equal((0, ""), await EndOf(Fetch()));
        Assert.Equal(4, File.ReadAllLines(_folder.File("calls.txt")).Length);
        Assert.NotEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(Path.Combine(Target, "complete.txt")));

        // A library of another lock file is replaced.
        File.WriteAllText(Path.Combine(Target, "complete.txt"), "another\n");
        WriteNpm("library('the next library');");
        Assert.Equal((0, ""), await EndOf(Fetch()));
        Assert.Equal("the next library", File.ReadAllText(Assert.Single(Libraries())));
    }

    [Theory]
    [InlineData("console.error('npm error network is away'); process.exit(1);", "network is away")]
    [InlineData("mkdirSync('node_modules');", "npm brought no library")]
    public async Task A_fetch_that_fails_leaves_nothing_and_says_so_in_a_line(string npm, string reason)
    {
        WriteNpm(npm);
        var (code, output) = await EndOf(Fetch());
        Assert.Equal(1, code);
        Assert.Contains(reason, Assert.Single(output.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_folder.File("obj")));
    }

    [Fact]
    public async Task Without_node_the_build_goes_on_with_a_message()
    {
        Directory.CreateDirectory(Tools);
        string output = await Build(Tools);
        Assert.Contains(Message, output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task With_node_the_build_fetches_once()
    {
        WriteNpm("library('the library');");
        string path = Tools + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        for (int i = 0; i < 2; i++) Assert.DoesNotContain(Message, await Build(path), StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(_folder.File("calls.txt")));
        Assert.Single(Libraries());
    }

    /// <summary>Builds a project that has nothing but the targets that fetch.</summary>
    private async Task<string> Build(string path)
    {
        File.WriteAllText(_folder.File("probe.proj"), $"""
            <Project DefaultTargets="BeforeBuild">
              <PropertyGroup><BaseIntermediateOutputPath>obj/</BaseIntermediateOutputPath></PropertyGroup>
              <Target Name="BeforeBuild" />
              <Import Project="{Repository.PathOf("src", "QuantDsl.Data", "DuckDb", "DuckDb.targets")}" />
            </Project>
            """);
        string host = Environment.ProcessPath is { } running && Path.GetFileNameWithoutExtension(running) == "dotnet" ? running : "dotnet";
        var (code, output) = await EndOf(Start(host, path, "msbuild", _folder.File("probe.proj"), "-nologo", "-v:m", "-nr:false"));
        Assert.True(code == 0, output);
        Assert.DoesNotContain("error", output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
        return output;
    }

    public void Dispose() => _folder.Dispose();
}
