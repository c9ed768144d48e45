using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Linking;

namespace QuantDsl.Cli;

/// <summary>A code as it is met: its bad sample, checked as the file it stands for.</summary>
public static class DiagnosticExample
{
    /// <summary>What the bad sample is told; null for a code without a sample, or one that needs more than files.</summary>
    public static Diagnostic? Of(DiagnosticDescriptor descriptor)
    {
        if (descriptor.Bad.Length == 0) return null;
        var files = new SampleFiles([.. descriptor.Beside, (descriptor.SampleFile, descriptor.Whole(descriptor.Bad))]);
        CheckedFile[] read = [Read(descriptor.SampleFile, files), .. descriptor.Beside.Where(_ => descriptor.SampleFile == ProjectFolder.SettingsName).Select(b => Read(b.Name, files))];
        return read.SelectMany(f => f.Diagnostics).Concat(CheckedFile.Together(read)).FirstOrDefault(d => d.Code == descriptor.Code);
    }

    private static CheckedFile Read(string path, SampleFiles files) =>
        CheckedFile.Of(new(path, files.Read(path).Content ?? ""), IndicatorCatalog.Default, files, ImmutableDictionary<string, string>.Empty);

    private sealed class SampleFiles(ImmutableArray<(string Name, string Text)> files) : IStrategyFiles
    {
        public StrategyFileText Read(string path) => new(files.FirstOrDefault(f => f.Name == path).Text);

        public IEnumerable<string> NamesIn(string folder) => folder.Length == 0 ? files.Select(f => f.Name) : [];
    }
}
