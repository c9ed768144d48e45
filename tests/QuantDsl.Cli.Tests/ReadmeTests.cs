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
        using var process = Process.Start(new ProcessStartInfo("bash", ["-e", "-c", block])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            // The test runner's own settings must not reach the build that a command starts.
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["NO_COLOR"] = "1" },
        })!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(4)).Token);
        Assert.True(process.ExitCode == 0, $"{block}\n{output}\n{await error}");
        Assert.DoesNotContain("Unhandled exception", await error);
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
