using System.Diagnostics;
using System.Text.RegularExpressions;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>Every command the README shows works as it stands, typed at the root of the checkout.</summary>
public sealed class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Repository.PathOf("README.md"));

    /// <summary>The <c>sh</c> blocks, each one script; the line that runs these tests is left to whoever typed it.</summary>
    public static TheoryData<string> Blocks =>
    [
        .. Regex.Matches(Readme, @"^```sh\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)
            .Select(block => string.Join('\n', block.Groups[1].Value.Split('\n').Where(line => !line.StartsWith("dotnet test", StringComparison.Ordinal)))),
    ];

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task Every_line_can_be_typed_as_it_stands(string block)
    {
        using var home = new TemporaryFolder();
        using var made = new MadeFiles(block);
        using var process = Process.Start(new ProcessStartInfo("bash", ["-e", "-c", block])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            // The test runner's own settings must not reach the build that a command starts.
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["NO_COLOR"] = "1", ["QDSL_HOME"] = home.Path },
        })!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(4)).Token);
        Assert.True(process.ExitCode == 0, $"{block}\n{output}\n{await error}");
        Assert.DoesNotContain("Unhandled exception", await error);
    }

    /// <summary>What <c>qdsl new</c> makes in the checkout: gone after the test, and the user's own of that name is back.</summary>
    private sealed class MadeFiles : IDisposable
    {
        private readonly string[] _files;

        public MadeFiles(string block)
        {
            _files = [.. Regex.Matches(block, @"^\./qdsl new (\w+)( --indicator)?$", RegexOptions.Multiline)
                .Select(line => Repository.PathOf(line.Groups[2].Success ? $"indicators/{line.Groups[1].Value}.cs" : $"{line.Groups[1].Value}.qstrat"))];
            foreach (string file in _files.Where(File.Exists)) File.Move(file, file + ".kept");
        }

        public void Dispose()
        {
            foreach (string file in _files)
            {
                File.Delete(file);
                if (File.Exists(file + ".kept")) File.Move(file + ".kept", file);
                else if (Path.GetFileName(Path.GetDirectoryName(file)) == "indicators" && Directory.GetFileSystemEntries(Path.GetDirectoryName(file) ?? "").Length == 0)
                    Directory.Delete(Path.GetDirectoryName(file) ?? "");
            }
        }
    }

    [Fact]
    public void The_two_commands_of_the_quick_start_are_there()
    {
        Assert.Contains("\ndotnet run -c Release --project src/QuantDsl.Cli -- screen strategies/rsi_mean_reversion_mtf.qstrat --sample\n", Readme);
        Assert.Contains("\ndotnet test\n", Readme);
    }

    [Fact]
    public void Every_page_and_picture_it_names_exists()
    {
        var links = Regex.Matches(Readme, @"\]\((?!https?:|#)([^)#]+)");
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Repository.PathOf(link.Groups[1].Value)), link.Groups[1].Value));
    }
}
