using System.Diagnostics;
using System.Text;

namespace QuantDsl.Testing;

/// <summary>A script of <c>tests/NAME</c> that judges our output by programs of npm, which share nothing with ours.</summary>
public static class NodeScript
{
    /// <summary>Installs what the script's lock file says, in a folder of its own, and runs it.</summary>
    /// <param name="name">Folder under <c>tests</c> with <c>package.json</c>, <c>package-lock.json</c> and <c>validate.mjs</c>.</param>
    /// <param name="input">What it reads.</param>
    /// <returns>What it writes.</returns>
    public static string Run(string name, string input)
    {
        using var folder = new TemporaryFolder();
        foreach (string file in (string[])["package.json", "package-lock.json", "validate.mjs"]) File.Copy(Repository.PathOf("tests", name, file), folder.File(file));
        Run(folder.Path, OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"], "");
        return Run(folder.Path, "node", ["validate.mjs"], input);
    }

    private static string Run(string folder, string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Result}");
    }
}
