using QuantDsl.Data.Archive;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Files;
using QuantDsl.Diagnostics;
using QuantDsl.Storage;

namespace QuantDsl.Data.Ingest;

/// <summary>Brings the files of a folder in an archive's layout into the raw archive.</summary>
/// <remarks>Files are read and checked in parallel and archived one after another in the order of their paths, so that the same folder gives the
/// same archive. A file with a problem brings no row; the others are imported.</remarks>
public static class DirectoryIngest
{
    /// <exception cref="InputException">There is no such folder, it holds no file of an archive, or the archive cannot be written.</exception>
    public static IngestReport Run(string folder, IngestOptions options, RawArchive archive, TimeProvider clock, Action<IngestProgress> progress, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
            throw DataRefusal.Of(folder, 0, "check the path; it counts from the current folder", ArchiveDiagnostics.NoSuchFolder, folder);
        var (all, others) = ArchivePlace.Below(folder, options.Market);
        var places = all.Where(options.Wants).ToArray();
        if (places.Length == 0)
        {
            throw DataRefusal.Of(folder, 0, all.Count > 0 ? "none of its files is of the symbols and months asked for"
                : "lay the files out like the public archive does, or say `--market um` or `--market spot` where the folders do not", ArchiveDiagnostics.NothingToImport, folder);
        }

        string now = StoredTime.Now(clock);
        var tally = new Dictionary<SeriesKey, SeriesImport>();
        var problems = new List<Diagnostic>();
        int refused = 0, unverified = 0, next = 0;
        long rows = 0;
        var ahead = new Queue<(ArchivePlace Place, Task<Reading> Reading)>();
        for (int done = 0; done < places.Length; done++)
        {
            while (next < places.Length && ahead.Count <= options.ReadAhead) Begin(places[next++]);
            cancellation.ThrowIfCancellationRequested();
            var (place, task) = ahead.Dequeue();
            var reading = task.GetAwaiter().GetResult();
            var series = tally.GetValueOrDefault(place.Series) ?? new(place.Series, 0, 0, 0, 0, 0);
            if (reading.Problems.Any)
            {
                problems.AddRange(reading.Problems.ToDiagnostics());
                refused++;
            }
            else if (reading.File is not { } file)
            {
                tally[place.Series] = series with { Files = series.Files + 1, Unchanged = series.Unchanged + 1 };
            }
            else
            {
                var added = archive.Add(file);
                if (!file.ChecksumVerified) unverified++;
                if (added.Conflicting > 0)
                {
                    problems.Add(Diagnostic.InFile(place.File, 0, ArchiveDiagnostics.RowsConflict, Path.GetFileName(place.File), added.Conflicting, InstantText.Write(added.FirstConflictUtcMs)) with
                    {
                        Help = "compare the two files; `qdsl data query \"SELECT * FROM raw_files\"` shows what the archive was made of",
                    });
                }

                tally[place.Series] = series with
                {
                    Files = series.Files + 1,
                    Rows = series.Rows + file.Rows,
                    NewRows = series.NewRows + added.New,
                    Conflicting = series.Conflicting + added.Conflicting,
                };
                rows += file.Rows;
            }

            progress(new(done + 1, places.Length, rows));
        }

        return new([.. tally.Values.OrderBy(series => series.Series.ToString(), StringComparer.Ordinal)], refused, unverified, [.. others], [.. problems]);

        void Begin(ArchivePlace place)
        {
            // What the archive knows is asked here: it is used by one thread.
            var list = new ProblemList(place.File);
            byte[]? bytes = DataFile.ReadBytes(place.File, list);
            string hash = bytes is null ? "" : RawFileReader.HashOf(bytes);
            var reading = bytes is null || archive.Knows(place.Path, hash)
                ? Task.FromResult(new Reading(null, list))
                : Task.Run(() => new Reading(RawFileReader.Read(place, bytes, hash, options.Source, now, list), list), cancellation);
            ahead.Enqueue((place, reading));
        }
    }

    /// <summary>A file as read; none without problems is one that is known.</summary>
    private sealed record Reading(RawFile? File, ProblemList Problems);
}
