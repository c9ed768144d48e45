using System.Numerics;
using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CONNORS_RSI(source, period, streak_period, rank_period)</c>: the mean of three oscillators of short-term strength, in 0..100.</summary>
/// <remarks>
/// NaN for the first <c>max(period, streak_period + 1, rank_period + 1)</c> bars. A NaN input gives NaN and leaves the state as
/// it was. Each bar costs one pass over the ranked changes.
/// </remarks>
public sealed class ConnorsRsi(int period, int streakPeriod, int rankPeriod) : ChunkedIndicator
{
    public static IndicatorDefinition Definition { get; } = new("CONNORS_RSI")
    {
        Aliases = ["CRSI", "CONNORSRSI"],
        Group = IndicatorGroup.Momentum,
        Summary = "Short-term strength: RSI, RSI of the length of the run, and the rank of the last change.",
        Parameters =
        [
            new("period", Min: 2, Max: 500, Default: 3, "Span of RSI of the source, in bars."),
            new("streak_period", Min: 2, Max: 500, Default: 2, "Span of RSI of the run's length, in bars."),
            new("rank_period", Min: 2, Max: 500, Default: 100, "How many changes the last one is ranked among."),
        ],
        Outputs = [new("connors_rsi", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => Math.Max(arguments["period"], 1 + Math.Max(arguments["streak_period"], arguments["rank_period"])),
        Recursive = _ => true,
        Formula = """
            run = bars in a row the source has risen (positive) or fallen (negative), 0 when unchanged
            CONNORS_RSI = (RSI(source, period) + RSI(run, streak_period) + PERCENT_RANK(change in percent, rank_period)) ÷ 3
            """,
        Convention = "The run of the first bar is not known, so RSI of it starts one bar later. The rank counts changes strictly below the last.",
        Differs =
        [
            new(OtherTool.TradingView, "Its rank also counts changes equal to the last one; the first bar counts as a fall for the run, so early values differ."),
            new(OtherTool.StockIndicators, "The run of the first bar counts as 0, so RSI of it starts one bar earlier and early values differ."),
        ],
        Source = "Connors and Alvarez (2012), An Introduction to ConnorsRSI, Connors Research.",
        Create = arguments => new ConnorsRsi(arguments["period"], arguments["streak_period"], arguments["rank_period"]),
    };

    private readonly double[] _changes = new double[LongestRun];
    private Rsi.Formula _rsi = new(period), _streakRsi = new(streakPeriod);
    private WindowRank _rank = new(rankPeriod);
    private double _previous = double.NaN, _run;

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double strength = Strength(inputs[0], out double change);
        outputs[0] = double.IsNaN(change) ? double.NaN : (strength + _rank.Next(change)) / 3;
    }

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs)
    {
        Span<double> source = inputs[0], connors = outputs[0], changes = _changes.AsSpan(0, source.Length);
        if (double.IsNaN(_previous) || !Branchless.AreFinite(source, source))
        {
            // Some bars are skipped, and then they are not there for the rank either: this run bar by bar.
            for (int i = 0; i < source.Length; i++)
            {
                double strength = Strength(source[i], out double change);
                connors[i] = double.IsNaN(change) ? double.NaN : (strength + _rank.Next(change)) / 3;
            }

            return;
        }

        changes[0] = Change(source[0], _previous);
        Changes(source, changes);
        var rsi = _rsi; // In locals the states stay in registers.
        var streakRsi = _streakRsi;
        double previous = _previous, run = _run;
        for (int i = 0; i < source.Length; i++)
        {
            double value = source[i];
            run = Longer(run, value, previous);
            previous = value;
            connors[i] = rsi.Next(value) + streakRsi.Next(run);
        }

        (_rsi, _streakRsi, _previous, _run) = (rsi, streakRsi, previous, run);
        _rank.Next(changes, changes);
        int bar = 0;
        var three = new Vector<double>(3);
        for (; bar <= connors.Length - Vector<double>.Count; bar += Vector<double>.Count)
            ((new Vector<double>(connors[bar..]) + new Vector<double>(changes[bar..])) / three).CopyTo(connors[bar..]);
        for (; bar < connors.Length; bar++) connors[bar] = (connors[bar] + changes[bar]) / 3;
    }

    /// <summary>Both relative strengths together, and the change to be ranked, NaN for a bar that is skipped.</summary>
    private double Strength(double value, out double change)
    {
        change = double.NaN;
        if (!double.IsFinite(value)) return double.NaN;
        double rsi = _rsi.Next(value), previous = _previous;
        _previous = value;
        if (double.IsNaN(previous)) return double.NaN;
        _run = Longer(_run, value, previous);
        change = Change(value, previous);
        return rsi + _streakRsi.Next(_run);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Longer(double run, double value, double previous) =>
        Branchless.WhenGreater(value, previous, double.MaxNative(run, 0) + 1) + Branchless.WhenGreater(previous, value, double.MinNative(run, 0) - 1);

    /// <summary>All changes of a run but the first, a vector at a time.</summary>
    private static void Changes(ReadOnlySpan<double> source, Span<double> changes)
    {
        int i = 1;
        Vector<double> zero = Vector<double>.Zero, one = Vector<double>.One, hundred = new(100);
        for (; i <= source.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var previous = new Vector<double>(source[(i - 1)..]);
            var change = (new Vector<double>(source[i..]) / previous - one) * hundred;
            // Only of a finite number is the difference to itself 0.
            var isNumber = Vector.AndNot(Vector.Equals(change - change, zero), Vector.Equals(previous, zero));
            Vector.ConditionalSelect(isNumber, change, zero).CopyTo(changes[i..]);
        }

        for (; i < source.Length; i++) changes[i] = Change(source[i], source[i - 1]);
    }

    /// <summary>In percent; one that is no number must not undo what the rank remembers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Change(double value, double previous)
    {
        double change = previous == 0 ? 0 : (value / previous - 1) * 100;
        return double.IsFinite(change) ? change : 0;
    }
}
