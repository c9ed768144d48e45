using System.Text.Json;

namespace QuantDsl.Benchmarks;

/// <summary><c>qdsl</c> as it is published, asked for sweeps as whole processes, each in a project folder of its own that goes with it.</summary>
public sealed class PublishedProgram
{
    /// <summary>The account of W1 to W3: one unit a trade, 0.04 % of each fill, fills at the next open, an open position counts at the last close.</summary>
    public static readonly string[] PeerAccount =
        ["--equity", "1000000", "--leverage", "1", "--sizing", "fixed_quantity:1", "--taker", "0.0004", "--maker", "0.0004", "--fills", "neutral", "--end-of-data", "mark"];

    private readonly string _assembly, _bars, _folder;

    private PublishedProgram(string assembly, string bars, string folder) => (_assembly, _bars, _folder) = (assembly, bars, folder);

    /// <summary>Publishes what the checkout holds.</summary>
    /// <param name="bars">A CSV of bars that every run is on.</param>
    /// <param name="folder">Where the projects of runs may be made.</param>
    public static PublishedProgram Publish(string bars, string folder)
    {
        string project = Path.Combine(Checkout.Root, "src", "QuantDsl.Cli"), target = Path.Combine(project, "bin", "publish");
        WholeProcess.Run(watched: false, "dotnet", "publish", project, "-c", "Release", "-o", target, "-v", "quiet", "--nologo");
        return new(Path.Combine(target, "qdsl.dll"), bars, folder);
    }

    /// <param name="core">Pins the process to one core, where the system has <c>taskset</c>; else it may use all.</param>
    /// <param name="watched">Whether memory and processor time are asked for.</param>
    /// <param name="verb">The verb, with the file it reads.</param>
    /// <param name="options">Further options.</param>
    public WholeProcess Run(bool core, bool watched, string[] verb, params IEnumerable<string> options)
    {
        string project = Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;
        try
        {
            string[] arguments = [_assembly, .. verb, "--bars", _bars, "--project", project, "--json", .. options];
            return core && OperatingSystem.IsLinux() ? WholeProcess.Run(watched, "taskset", ["-c", "0", "dotnet", .. arguments]) : WholeProcess.Run(watched, "dotnet", arguments);
        }
        finally
        {
            Directory.Delete(project, recursive: true);
        }
    }

    /// <summary>The time a sweep says it took, from the first column computed to the last row committed.</summary>
    public static double SweepSeconds(WholeProcess process)
    {
        using var document = JsonDocument.Parse(process.Output);
        return document.RootElement.GetProperty("timing").GetProperty("sweepSeconds").GetDouble();
    }

    public static string Strategy(string name) => Path.Combine(AppContext.BaseDirectory, "strategies", name + ".qstrat");
}
