using QuantDsl.Data.Files;
using QuantDsl.Market;

namespace QuantDsl.Data.Quality;

/// <summary>Prices that go on at another level: splits, another instrument under the same name, and rows of another time.</summary>
internal static class JumpRule
{
    private static readonly double[] SplitFactors = [1.5, 2, 3, 4, 5, 6, 7, 8, 10, 15, 20];

    /// <summary>A split day moves with the market as well, so its ratio is near the factor and not on it. No market falls by three quarters or
    /// quadruples in a night, so from 4:1 on more is allowed; below that a crash would be taken for a split.</summary>
    private const double SplitTolerance = 0.04, LargeSplitTolerance = 0.1, LargeSplit = 4;

    /// <summary>Across a longer hole a new level proves nothing.</summary>
    private const long LongestNight = 8 * Timeframe.Day;

    private const double LargestFactor = 20;

    private const int MostShown = 10;

    /// <summary>Bars on each side whose median close is the level.</summary>
    private const int LevelBars = 5;

    private const double LevelTolerance = 0.2;

    /// <summary>A break is this many times the second largest jump of the file, and larger than this share of the price.</summary>
    private const double BreakRatio = 10, SmallestBreak = 0.001;

    private const int FewestForBreak = 1000;

    public static IEnumerable<Finding> Find(RawTable table, RowOrder order, Timeframe? spacing)
    {
        double[] open = table.Values[0], close = table.Values[3];
        List<int> splits = [], splices = [];
        Dictionary<int, string> texts = [];
        int[] rows = order.Distinct;
        for (int p = 1; p < rows.Length; p++)
        {
            int before = rows[p - 1], i = rows[p];
            double overnight = Math.Abs(Math.Log(open[i] / close[before])), change = Math.Abs(Math.Log(close[i] / close[before]));
            if (!(overnight > Math.Log(1.4)) || !double.IsFinite(overnight) || !double.IsFinite(change)) continue;
            double level = LevelRatio(close, rows, p);
            if (change > Math.Log(LargestFactor * (1 + LargeSplitTolerance)) && Math.Abs(Math.Log(level)) > Math.Log(LargestFactor))
            {
                splices.Add(i);
                texts[i] = $"{Finding.Row(table, i)} from {Finding.Number(close[before])} to {Finding.Number(close[i])}, {Percent(close[i] / close[before] - 1)}";
            }
            else if (table.Times[i] - table.Times[before] <= LongestNight && SplitOf(open[i] / close[before]) is { } factor && Math.Abs(level / (open[i] / close[before]) - 1) < LevelTolerance && IsQuiet(close, rows, p, overnight))
            {
                splits.Add(i);
                string said = factor == 1.5 ? "3:2" : Finding.Number(factor) + ":1";
                texts[i] = $"{said}{(open[i] > close[before] ? " in reverse" : "")} at {Finding.Row(table, i)}, close {Finding.Number(close[before])}, then open {Finding.Number(open[i])}";
            }
        }

        if (splits.Count > 0)
        {
            yield return Finding.Of(table, splits[0], splits.Count, QualityDiagnostics.Splits, "divide the prices before each split by its factor, or take adjusted prices",
                splits.Count == 1 ? "1 jump looks like a split" : $"{Finding.Counted(splits.Count)} jumps look like splits", Finding.Places(splits, i => texts[i], MostShown));
        }

        if (splices.Count > 0)
        {
            yield return Finding.Of(table, splices[0], splices.Count, QualityDiagnostics.TickerSplices, "leave out what is before",
                Finding.Counted(splices.Count, "change"), Finding.Places(splices, i => texts[i]));
        }

        if (spacing is { } known && BreakOf(table, order, known) is { } broken) yield return broken;
    }

    /// <summary>The median close of the bars from a position on over that of the bars before it.</summary>
    private static double LevelRatio(double[] close, int[] rows, int p)
    {
        return Median(rows.AsSpan(p, Math.Min(LevelBars, rows.Length - p))) / Median(rows.AsSpan(Math.Max(0, p - LevelBars), Math.Min(LevelBars, p)));

        double Median(ReadOnlySpan<int> some)
        {
            var values = new double[some.Length];
            for (int i = 0; i < values.Length; i++) values[i] = close[some[i]];
            Array.Sort(values);
            return values[values.Length / 2];
        }
    }

    private static double? SplitOf(double ratio)
    {
        double size = ratio < 1 ? 1 / ratio : ratio;
        double nearest = SplitFactors.MinBy(factor => Math.Abs(size / factor - 1));
        return Math.Abs(size / nearest - 1) <= (nearest < LargeSplit ? SplitTolerance : LargeSplitTolerance) ? nearest : null;
    }

    /// <summary>No other bar around moves half as much: in a market that crashes, a large jump is no split.</summary>
    private static bool IsQuiet(double[] close, int[] rows, int p, double jump)
    {
        for (int q = Math.Max(1, p - 2 * LevelBars); q < Math.Min(rows.Length, p + 2 * LevelBars); q++)
            if (q != p && Math.Abs(Math.Log(close[rows[q]] / close[rows[q - 1]])) > jump / 2) return false;
        return true;
    }

    private static Finding? BreakOf(RawTable table, RowOrder order, Timeframe spacing)
    {
        int[] rows = order.Distinct;
        // In longer bars one real jump, at the minute of a piece of news, stands out as far.
        if (rows.Length < FewestForBreak || spacing.Milliseconds != Timeframe.Minute) return null;
        double largest = 0, second = 0;
        int place = -1;
        for (int p = 1; p < rows.Length; p++)
        {
            if (table.Times[rows[p]] - table.Times[rows[p - 1]] != spacing.Milliseconds) continue;
            double jump = Math.Abs(Math.Log(table.Values[0][rows[p]] / table.Values[3][rows[p - 1]]));
            if (jump > largest) (second, largest, place) = (largest, jump, p);
            else if (jump > second) second = jump;
        }

        if (largest < SmallestBreak || largest < BreakRatio * second || !double.IsFinite(largest)) return null;
        int i = rows[place], before = rows[place - 1];
        return Finding.Of(table, i, 1, QualityDiagnostics.PriceBreaks, "compare the rows before and after with another source: `qdsl data verify THIS OTHER`",
            "1 break", $"{Finding.Row(table, i)} from {Finding.Number(table.Values[3][before])} to {Finding.Number(table.Values[0][i])}");
    }

    private static string Percent(double fraction) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{100 * fraction:+#,##0;-#,##0} %");
}
