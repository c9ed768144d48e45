using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>What one command printed and how it ended.</summary>
public sealed record Outcome(int Code, string Out, string Error)
{
    /// <summary>Without the lines in which long messages are laid out.</summary>
    public string OutUnwrapped => Unwrapped(Out);

    /// <inheritdoc cref="OutUnwrapped"/>
    public string ErrorUnwrapped => Unwrapped(Error);

    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    private static string Unwrapped(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>Runs <c>qdsl</c> inside the test process, in a folder of its own.</summary>
public sealed class Qdsl : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>A project of its own, so that no setting or store of the checkout is touched.</summary>
    public Qdsl() => File.WriteAllText(_folder.File("qdsl.yaml"), "# a test's project\n");

    public string Folder => _folder.Path;

    /// <summary>The user's own folder: no test sees what this machine's user trusts.</summary>
    public string Home => _folder.File("home");

    /// <summary>What commands take the time from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Cancelled to press Ctrl+C.</summary>
    public CancellationToken Cancellation { get; set; }

    public Outcome Run(params IReadOnlyList<string> arguments) => Pipe("", arguments);

    /// <summary>Runs a command with a text on its stdin.</summary>
    public Outcome Pipe(string input, params IReadOnlyList<string> arguments)
    {
        StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        int code = CommandLine.Run(arguments, new Terminal(output, error) { CurrentFolder = Folder, Home = Home, Width = 100, In = new StringReader(input), Clock = Clock, Cancellation = Cancellation });
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Starts it as a process of its own, in the same folder.</summary>
    public Process Start(IReadOnlyList<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "qdsl.dll"), .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Writes a file into the folder and returns its name.</summary>
    public string Write(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return name;
    }

    public string Read(string name) => File.ReadAllText(_folder.File(name));

    public bool Has(string name) => File.Exists(_folder.File(name));

    /// <summary>The SHA-256 of every Parquet file of a data folder, by its path in the catalog.</summary>
    public IReadOnlyDictionary<string, string> Hashes(string data = ".qdsl/data")
    {
        string catalog = Path.Combine(Folder, data, "catalog");
        return Directory.GetFiles(catalog, "*.parquet", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(catalog, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
    }

    /// <summary>A strategy of the library.</summary>
    public static string Library(string name) => Repository.PathOf("strategies", name);

    public void Dispose() => _folder.Dispose();
}
