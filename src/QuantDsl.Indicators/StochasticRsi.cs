using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>STOCHRSI(source, period, stoch_period, smooth_d)</c>: the fast stochastic of RSI, in 0..100.</summary>
/// <remarks>
/// Both outputs are NaN for the first <c>period + stoch_period + smooth_d − 2</c> bars. A NaN input gives NaN and leaves the
/// state as it was.
/// </remarks>
public sealed class StochasticRsi(int period, int stochPeriod, int smoothD) : ChunkedIndicator
{
    public static IndicatorDefinition Definition { get; } = new("STOCHRSI")
    {
        Aliases = ["STOCH_RSI"],
        Group = IndicatorGroup.Momentum,
        Summary = "Where RSI stands in its own range of the last bars.",
        Parameters =
        [
            new("period", Min: 2, Max: 500, Default: 14, "Span of RSI, in bars."),
            new("stoch_period", Min: 1, Max: 500, Default: 14, "Length of the range of RSI, in bars."),
            new("smooth_d", Min: 1, Max: 500, Default: 3, "Length of the mean of k that makes d, in bars."),
        ],
        Outputs = [new("k", SeriesUnit.Bounded(0, 100)), new("d", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"] + arguments["stoch_period"] + arguments["smooth_d"] - 2,
        Recursive = _ => true,
        Formula = """
            r = RSI(source, period)
            k = 100 × (r − lowest r) ÷ (highest r − lowest r) over stoch_period bars
            d = SMA(k, smooth_d)
            """,
        Convention = "A window in which RSI moves by less than 1e-10 gives 0, for that is its rounding; both outputs start together.",
        Differs =
        [
            new(OtherTool.TaLib, "Its default stoch_period is 5."),
            new(OtherTool.TradingView, "Its K is smoothed by a mean of 3 first: our d; its D is a mean of that."),
            new(OtherTool.PandasTa, "Its K is smoothed by a mean of 3 first: our d; its D is a mean of that."),
        ],
        Source = "Chande and Kroll (1994), The New Technical Trader, Wiley.",
        Create = arguments => new StochasticRsi(arguments["period"], arguments["stoch_period"], arguments["smooth_d"]),
    };

    /// <summary>While prices stand still RSI does too, but for the last digits of its means.</summary>
    private const double LeastRange = 1e-10;

    private Rsi.Formula _rsi = new(period);
    private RangePosition _k = new(stochPeriod, LeastRange);
    private WindowMean _d = new(smoothD);
    private readonly double[] _known = new double[LongestRun];

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double rsi = _rsi.Next(inputs[0]);
        outputs[0] = outputs[1] = double.NaN;
        if (double.IsNaN(rsi)) return; // A bar that RSI skips is not there for its range either.
        double k = _k.Next(rsi, rsi, rsi);
        outputs[1] = _d.Next(k);
        if (!double.IsNaN(outputs[1])) outputs[0] = k;
    }

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs)
    {
        Span<double> source = inputs[0], k = outputs[0], d = outputs[1];
        int count = 0;
        var rsi = _rsi; // In a local the state stays in registers.
        for (int i = 0; i < source.Length; i++)
        {
            double value = rsi.Next(source[i]);
            k[i] = value;
            _known[count] = value;
            count += double.IsNaN(value) ? 0 : 1;
        }

        _rsi = rsi;
        var known = _known.AsSpan(0, count);
        if (count < k.Length)
        {
            // Some bars are skipped: this run bar by bar.
            for (int i = 0; i < k.Length; i++)
            {
                double value = k[i];
                k[i] = d[i] = double.NaN;
                if (double.IsNaN(value)) continue;
                value = _k.Next(value, value, value);
                d[i] = _d.Next(value);
                if (!double.IsNaN(d[i])) k[i] = value;
            }

            return;
        }

        _k.Next(known, known, known, k, d);
        _d.Next(k, d);
        RangePosition.KeepWhereDefined(k, d); // Both are ready together.
    }
}
