using QuantDsl.Data;
using QuantDsl.Research.Events;

namespace QuantDsl.Cli;

/// <summary>The project a command works in: the nearest ancestor with a <c>qdsl.yaml</c>, or the current folder. State lives in <c>.qdsl/</c>.</summary>
public sealed record ProjectFolder(string Root)
{
    public const string SettingsName = "qdsl.yaml";

    public string SettingsFile => Path.Combine(Root, SettingsName);

    public string State => Path.Combine(Root, ".qdsl");

    /// <summary>C# files of the project's own indicators.</summary>
    public string Indicators => Path.Combine(Root, "indicators");

    /// <summary>The store of runs.</summary>
    public string Database => Path.Combine(State, "state", "qdsl.db");

    /// <summary>What happened in each run.</summary>
    public EventFolder Events => new(Path.Combine(State, "events"));

    /// <summary>Where sample markets are kept, one folder for each set of options.</summary>
    public string Samples => Path.Combine(State, "sample");

    /// <summary>The market data of the project, or of the folder chosen with <c>--data</c>.</summary>
    public DataFolder Data(string? chosen, string current) => new(chosen is null ? Path.Combine(State, "data") : Path.GetFullPath(chosen, current));

    public static ProjectFolder Find(string? chosen, string current)
    {
        if (chosen is not null)
        {
            string root = Path.GetFullPath(chosen, current);
            return Directory.Exists(root)
                ? new(root)
                : throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadOptionValue, "name a folder that exists", "--project", chosen, "there is no such folder");
        }

        for (var folder = new DirectoryInfo(current); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, SettingsName))) return new(folder.FullName);
        return new(current);
    }
}
