using System.CommandLine;
using System.Globalization;
using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Data.Archive;
using QuantDsl.Data.Catalog;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl data rebuild</c>: the catalog again from the archive, byte for byte.</summary>
public sealed class DataRebuild : DataCommand
{
    public DataRebuild() : base("rebuild", "Make the catalog again from the archive") { }

    public override int Run(ParseResult arguments, DataFolder folder, ProjectFolder project, bool json, Terminal terminal)
    {
        using var archive = RawArchive.OpenToWrite(folder.Archive);
        long began = terminal.Clock.GetTimestamp();
        CatalogBuild built;
        using (var progress = new ProgressLine(terminal))
        {
            built = new CatalogBuilder(archive, folder).Rebuild(
                done => progress.Show("writing the catalog, rows", done.Done, done.Total, done.Done / Math.Max(1e-3, terminal.Clock.GetElapsedTime(began).TotalSeconds)), terminal.Cancellation);
        }

        double seconds = terminal.Clock.GetElapsedTime(began).TotalSeconds;
        if (json)
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteNumber("filesWritten", built.Files);
                writer.WriteNumber("rowsWritten", built.Rows);
                writer.WriteStartObject("timing");
                writer.WriteNumber("seconds", seconds);
                writer.WriteEndObject();
            });
        }
        else
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"catalog: {built.Files:#,##0} files written, {built.Rows:#,##0} rows; {seconds:0.0} s"));
        }

        return ExitCode.Done;
    }
}
