using QuantDsl.Market;

namespace QuantDsl.Data.Files;

/// <summary>Finds the length of a file's bars from the distances between its rows.</summary>
internal static class BarSpacing
{
    /// <summary>The finest whole-minute distance that a twentieth of the rows keep; failing that the most frequent.</summary>
    /// <remarks>
    /// Not simply the smallest: one stray row would turn an hourly file into a five-minute one full of holes. And not simply the
    /// most frequent: where minutes without a trade are absent, two minutes may be more frequent than one.
    /// </remarks>
    /// <returns>Null for a single row whose file name does not say either, or after a problem was reported.</returns>
    public static Timeframe? Of(string path, ReadOnlySpan<long> times, ProblemList problems)
    {
        var named = ArchiveName.Of(path).Timeframe;
        if (times.Length < 2) return named;
        Dictionary<long, int> counts = [];
        for (int i = 1; i < times.Length; i++)
        {
            long distance = times[i] - times[i - 1];
            counts[distance] = counts.GetValueOrDefault(distance) + 1;
        }
        var minutes = counts.Where(pair => pair.Key % Timeframe.Minute == 0).ToArray();
        if (minutes.Length == 0)
        {
            problems.Add(0, DataDiagnostics.SpacingNotMinutes, "bars of one minute and longer are read; if the times are epoch seconds, write milliseconds",
                path, counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key);
            return null;
        }

        // A handful of rows has no frequencies worth the name; there the archive's own name decides, if the rows fit it.
        if (times.Length < 10 && named is { } stated && minutes.All(pair => pair.Key % stated.Milliseconds == 0)) return stated;
        int enough = Math.Max(2, times.Length / 20);
        var frequent = minutes.Where(pair => pair.Value >= enough).ToArray();
        if (frequent.Length > 0) return new(frequent.Min(pair => pair.Key));
        long most = 0;
        int mostCount = 0, mostAligned = 0;
        foreach (var (distance, count) in minutes.OrderBy(pair => pair.Key))
        {
            int aligned = 0;
            foreach (long time in times)
                if (new Timeframe(distance).BucketStart(time) == time) aligned++;
            if (count < mostCount || count == mostCount && aligned <= mostAligned) continue;
            (most, mostCount, mostAligned) = (distance, count, aligned);
        }
        return new(most);
    }
}
