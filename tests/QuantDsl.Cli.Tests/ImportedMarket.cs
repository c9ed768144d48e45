using QuantDsl.Data;

namespace QuantDsl.Cli.Tests;

/// <summary>Forty days of bitcoin as archive files and as the data folder they were brought into, made once; each test works on a copy.</summary>
public sealed class ImportedMarket : IDisposable
{
    private readonly Qdsl _qdsl = new();

    public ImportedMarket()
    {
        SampleMarket.Ensure(Path.Combine(_qdsl.Folder, "files"), new SampleOptions { Days = 40, Symbols = ["BTCUSDT"] });
        Imported = _qdsl.Run("data", "ingest", "--from", "files");
    }

    /// <summary>What the import of the files said.</summary>
    public Outcome Imported { get; }

    /// <summary>Gives a project the files, in <c>files</c>, and the data folder.</summary>
    public void CopyInto(Qdsl project)
    {
        foreach (string file in Directory.GetFiles(_qdsl.Folder, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(project.Folder, Path.GetRelativePath(_qdsl.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    public void Dispose() => _qdsl.Dispose();
}
