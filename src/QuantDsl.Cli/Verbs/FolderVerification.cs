using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Data.Archive;
using QuantDsl.Data.Quality;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl data verify</c> without a file: the whole data folder.</summary>
internal static class FolderVerification
{
    public static int Run(DataFolder folder, bool json, Terminal terminal)
    {
        VerificationReport report;
        long began = terminal.Clock.GetTimestamp();
        using (var archive = RawArchive.OpenToRead(folder.Archive))
        using (var progress = new ProgressLine(terminal))
        {
            progress.Show("hashing the catalog…");
            report = CatalogVerification.Run(archive, archive.CatalogFiles(), folder, Venues.BinanceUsdM,
                done => progress.Show("verifying rows", done.Done, done.Total, done.Done / Math.Max(1e-3, terminal.Clock.GetElapsedTime(began).TotalSeconds)), terminal.Cancellation);
        }

        if (json)
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteBoolean("damaged", report.IsDamaged);
                writer.WriteNumber("files", report.Files);
                writer.WriteNumber("rows", report.Rows);
                writer.WriteNumber("series", report.Series);
                FindingJson.Write(writer, report.Findings);
            });
        }
        else
        {
            foreach (var finding in report.Findings) terminal.Out.WriteLine(DiagnosticRenderer.Render(finding.Diagnostic, terminal.Colour));
            int damage = report.Findings.Count(finding => finding.IsFault), notes = report.Findings.Length - damage;
            terminal.Out.WriteLine($"{NumberText.Count(report.Rows)} archived rows of {NumberText.Count(report.Series)} series and {NumberText.Count(report.Files)} files of the catalog: "
                + (damage == 0 ? "nothing is damaged" : $"DAMAGED in {NumberText.Count(damage)} {(damage == 1 ? "place" : "places")}")
                + (notes == 0 ? "" : $"; {NumberText.Count(notes)} {(notes == 1 ? "note" : "notes")} on the data itself"));
        }

        return report.IsDamaged ? ExitCode.DataMissingOrDamaged : ExitCode.Done;
    }
}
