using QuantDsl.Data.Catalog;
using QuantDsl.Data.Files;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data.Quality;

/// <summary>All series of one kind and symbol as the archive has them, month after month: holes, impossible bars, bars before the listing, and where two
/// timeframes that the venue published disagree.</summary>
internal sealed class NativeSeries(SeriesKey symbol, Venue venue)
{
    private const int Shown = 10;

    private const double VolumeRounding = 1e-6;

    private readonly SortedDictionary<Timeframe, Span> _spans = [];
    private readonly SortedDictionary<(Timeframe Coarse, Timeframe Fine), Agreement> _agreements = [];
    private readonly List<long> _funding = [];

    public void Take(MonthRows month)
    {
        _funding.AddRange(month.Funding.Times);
        foreach (var (series, bars) in month.Bars)
        {
            if (!_spans.TryGetValue(series.Timeframe, out var span)) _spans[series.Timeframe] = span = new(series.Timeframe);
            span.Take(bars, ListedUtcMs);
        }

        foreach (var (coarse, expected) in month.Bars)
            foreach (var (fine, bars) in month.Bars)
                if (coarse.Timeframe.CompareTo(fine.Timeframe) > 0 && coarse.Timeframe.IsMultipleOf(fine.Timeframe)) Compare(coarse.Timeframe, expected, fine.Timeframe, bars);
    }

    public IEnumerable<Finding> Find()
    {
        foreach (var span in _spans.Values)
            foreach (var finding in span.Find(symbol with { Timeframe = span.Timeframe }, ListedUtcMs)) yield return finding;
        foreach (var (pair, agreement) in _agreements)
        {
            if (agreement.Differing.Count == 0) continue;
            yield return new(Diagnostic.InFile((symbol with { Timeframe = pair.Coarse }).ToString(), 0, VerificationDiagnostics.TimeframesDisagree,
                Finding.Counted(agreement.Differing.Count), Finding.Counted(agreement.Compared), pair.Fine,
                string.Join("; ", agreement.Differing.Take(Shown)) + (agreement.Differing.Count > Shown ? $"; and {Finding.Counted(agreement.Differing.Count - Shown)} more" : ""))
                with
            { Help = $"run on the {pair.Fine} bars, or download the {pair.Coarse} files again" }, agreement.Differing.Count, agreement.FirstUtcMs);
        }

        int[] holes = FundingRule.Holes(_funding.ToArray());
        if (holes.Length > 0)
        {
            yield return new(Diagnostic.InFile(symbol.ToString(), 0, VerificationDiagnostics.FundingIncomplete, Finding.Counted(holes.Length, "hole"),
                string.Join("; ", holes.Take(Shown).Select(i => $"{InstantText.Write(FundingFile.Snap(_funding[i]))} to {InstantText.Write(FundingFile.Snap(_funding[i + 1]))}")))
                with
            { Help = "import the missing months, or know that their costs are left out" }, holes.Length, _funding[holes[0]]);
        }
    }

    private long? ListedUtcMs => symbol.Market == "um" ? venue.InstrumentOf(symbol.Symbol).ListedUtcMs : null;

    /// <summary>Compares prices of the coarser bars whose finer bars are all there; volumes may differ by the rounding of their sum.</summary>
    private void Compare(Timeframe coarse, BarColumns expected, Timeframe fine, BarColumns bars)
    {
        if (!_agreements.TryGetValue((coarse, fine), out var agreement)) _agreements[(coarse, fine)] = agreement = new();
        var built = BarAggregation.SeriesOf("", fine, bars).Aggregate(coarse);
        int parts = (int)(coarse.Milliseconds / fine.Milliseconds);
        for (int i = 0, j = 0; i < expected.Count; i++)
        {
            while (j < built.Count && built.OpenTimes[j] < expected.OpenTimes[i]) j++;
            if (j == built.Count || built.OpenTimes[j] != expected.OpenTimes[i] || CountWithin(bars.OpenTimes, built.OpenTimes[j], coarse) != parts) continue;
            agreement.Compared++;
            if (expected.Open[i] == built.Open[j] && expected.High[i] == built.High[j] && expected.Low[i] == built.Low[j] && expected.Close[i] == built.Close[j]
                && Math.Abs(expected.Volume[i] - built.Volume[j]) <= VolumeRounding * Math.Max(expected.Volume[i], built.Volume[j])) continue;
            agreement.Add(expected.OpenTimes[i], Difference(expected, i, built, j));
        }
    }

    private static int CountWithin(long[] times, long from, Timeframe span)
    {
        int start = Array.BinarySearch(times, from), end = Array.BinarySearch(times, from + span.Milliseconds);
        return (end < 0 ? ~end : end) - (start < 0 ? ~start : start);
    }

    private static string Difference(BarColumns expected, int i, BarSeries built, int j)
    {
        var (name, left, right) = expected.Open[i] != built.Open[j] ? ("open", expected.Open[i], built.Open[j])
            : expected.High[i] != built.High[j] ? ("high", expected.High[i], built.High[j])
            : expected.Low[i] != built.Low[j] ? ("low", expected.Low[i], built.Low[j])
            : expected.Close[i] != built.Close[j] ? ("close", expected.Close[i], built.Close[j]) : ("volume", expected.Volume[i], built.Volume[j]);
        return $"{InstantText.Write(expected.OpenTimes[i])} {name} {Finding.Number(left)} against {Finding.Number(right)}";
    }

    private sealed class Agreement
    {
        public long Compared { get; set; }

        public List<string> Differing { get; } = [];

        public long? FirstUtcMs { get; private set; }

        public void Add(long utcMs, string text)
        {
            FirstUtcMs ??= utcMs;
            Differing.Add(text);
        }
    }

    /// <summary>What is remembered of one series while its months pass.</summary>
    private sealed class Span(Timeframe timeframe)
    {
        private readonly List<BarGap> _gaps = [];
        private long? _first, _last, _firstImpossible;
        private long _count, _impossible, _unlisted;

        public Timeframe Timeframe => timeframe;

        public void Take(BarColumns bars, long? listedUtcMs)
        {
            for (int i = 0; i < bars.Count; i++)
            {
                long time = bars.OpenTimes[i];
                _first ??= time;
                if (_last is { } last && time - last > timeframe.Milliseconds)
                    _gaps.Add(new(last + timeframe.Milliseconds, time, (int)((time - last - 1) / timeframe.Milliseconds)));
                _last = time;
                _count++;
                if (time < listedUtcMs) _unlisted++;
                double low = bars.Low[i], high = bars.High[i], open = bars.Open[i], close = bars.Close[i];
                if (low > 0 && low <= open && low <= close && open <= high && close <= high && bars.Volume[i] >= 0) continue;
                _impossible++;
                _firstImpossible ??= time;
            }
        }

        public IEnumerable<Finding> Find(SeriesKey series, long? listedUtcMs)
        {
            string path = series.ToString();
            if (_impossible > 0)
            {
                yield return new(Diagnostic.InFile(path, 0, QualityDiagnostics.ImpossibleBars, Finding.Counted(_impossible), Finding.Counted(_count), InstantText.Write(_firstImpossible ?? 0))
                    with
                { Help = "no import lets such a bar in, so the archive was changed: restore it from a backup" }, _impossible, _firstImpossible);
            }

            if (_unlisted > 0 && listedUtcMs is { } listed)
            {
                yield return new(Diagnostic.InFile(path, 0, VerificationDiagnostics.BeforeListing, Finding.Counted(_unlisted, "bar"), InstantText.Write(listed))
                    with
                { Help = "begin runs with `--from` on that day" }, _unlisted, _first);
            }

            if (_gaps.Count == 0 || _first is not { } first || _last is not { } last) yield break;
            long expected = (last - first) / timeframe.Milliseconds + 1;
            BarGap[] longest = [.. _gaps.OrderByDescending(gap => gap.MissingBars).ThenBy(gap => gap.FromUtcMs)];
            yield return new(Diagnostic.InFile(path, 0, VerificationDiagnostics.SeriesHoles, Finding.Counted(_count), Finding.Counted(expected), Finding.Counted(_gaps.Count, "hole"),
                Finding.Counted(longest[0].MissingBars, "bar"), string.Join("; ", longest.Take(Shown).Select(gap => $"{InstantText.Write(gap.FromUtcMs)} to {InstantText.Write(gap.ToUtcMs)}"))
                + (longest.Length > Shown ? $"; and {Finding.Counted(longest.Length - Shown)} more" : ""))
                with
            { Help = "import the missing months, choose a span between the holes, or run with `--gaps`" }, _gaps.Count, longest[0].FromUtcMs);
        }
    }
}
