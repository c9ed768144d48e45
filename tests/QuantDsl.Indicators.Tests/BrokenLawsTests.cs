using QuantDsl.Market;

namespace QuantDsl.Indicators.Tests;

/// <summary>A law that nothing can break holds nothing: for each there is an indicator that breaks it, and one that keeps them all.</summary>
public sealed class BrokenLawsTests
{
    private static int s_calls;
    private static double[] s_kept = [];

    [Fact]
    public void A_mean_that_is_summed_anew_keeps_every_law() =>
        Assert.All(IndicatorLaw.All, law => Assert.All(Settings, arguments => Assert.Null(law.Broken(Definition(period => new Mean(period)), arguments))));

    [Fact]
    public void For_every_law_there_is_one_that_breaks_it() =>
        Assert.Equal(IndicatorLaw.All.Select(law => law.Name).Order(), Breaking.Select(row => (string)row[0]).Distinct().Order());

    public static TheoryData<string, string, string> Breaking { get; } = new()
    {
        { "the first value stands at the look-back, and none before it", "early", "is 0 at bar 0, but the look-back is 4" },
        { "streaming and columns agree to the last bit", "columns", "`mean` is 0 at bar 0 and NaN (one bar)" },
        { "two instances agree to the last bit", "shared", "`mean` is " },
        { "a longer series never changes an earlier value", "future", "cut off after bar 0, `mean` is " },
        { "leading NaN only shifts the values", "counting", "with 1 NaN in front, `mean` is " },
        { "a NaN inside blanks its bar, or the windows that hold it, and no bar more", "poisoned", "is NaN at bar 109, though input 1 (Source) is NaN at bar 104, outside its window of 5 bars; say `Recursive = _ => true` if it keeps a state" },
        { "a NaN inside blanks its bar, or the windows that hold it, and no bar more", "skipping", "at bar 105, though input 1 (Source) is NaN at bar 104, inside its window of 5 bars; say `Recursive = _ => true` if it keeps a state" },
        { "a NaN inside blanks its bar, or the windows that hold it, and no bar more", "filled", "where input 1 (Source) is NaN at bar 104" },
        { "a NaN inside blanks its bar, or the windows that hold it, and no bar more", "poisoned state", "is NaN at bar 105, though only input 1 (Source) is NaN at bar 104; a recursive indicator leaves its state as it was" },
        { "a recursive indicator keeps its state over a NaN", "forgetful", "without bar 104, and with NaN in its place, `mean` is " },
        { "what has left the window leaves no trace", "running sum", "use `Sma`, or say `Recursive = _ => true`" },
        { "hostile bars give no infinity and nothing outside the range of an output", "out of range", "of a spike of a million" },
        { "arbitrary numbers give no infinity", "overflow", "`mean` is infinite at bar " },
        { "a bar allocates nothing", "allocating", " bytes for 2000 bars" },
    };

    [Theory]
    [MemberData(nameof(Breaking))]
    public void What_breaks_a_law_is_told_where(string law, string kind, string where) =>
        Assert.Contains(where, IndicatorLaw.All.Single(l => l.Name == law).Broken(Kind(kind), [5]));

    private static double[][] Settings { get; } = [[5], [1], [22]];

    private static IndicatorDefinition Kind(string kind) => kind switch
    {
        "early" => Definition(period => new Changed(period, (mean, _) => double.IsNaN(mean) ? 0 : mean)),
        "columns" => Definition(period => new Columns(period, (_, output) => Array.Clear(output))),
        "shared" => Definition(period => new Changed(period, (mean, _) => mean + s_calls++)),
        "future" => Definition(period => new Columns(period, (input, output) => Array.Fill(output, input[^1]))),
        "counting" => Definition(period => new Counting(period)),
        "poisoned" => Definition(period => new RunningSum(period, skips: false)),
        "skipping" => Definition(period => new Skipping(period)),
        "filled" => Definition(period => new Changed(period, (mean, value) => double.IsNaN(value) ? 100 : mean)),
        "poisoned state" => Definition(period => new RunningSum(period, skips: false)) with { Recursive = _ => true },
        "forgetful" => Definition(period => new Forgetful(period)) with { Recursive = _ => true },
        "running sum" => Definition(period => new RunningSum(period, skips: true)),
        "out of range" => Definition(period => new Mean(period)) with { Outputs = [new("mean", SeriesUnit.Bounded(0, 1000))] },
        "overflow" => Definition(period => new Changed(period, (mean, _) => mean * 10)),
        _ => Definition(period => new Changed(period, (mean, _) => (s_kept = [mean])[0])),
    };

    private static IndicatorDefinition Definition(Func<int, IIndicator> create) => new("MEAN")
    {
        Summary = "The mean of the last values.",
        Parameters = [new("period", Min: 1, Max: 500, Default: 5, "Values in the mean.")],
        Outputs = [new("mean", SeriesUnit.SameAsSource)],
        Lookback = arguments => arguments["period"] - 1,
        Source = "This test.",
        Create = arguments => create(arguments["period"]),
    };

    /// <summary>Right, and as plain as can be: the window is kept and summed at each bar, from its oldest value on.</summary>
    private sealed class Mean(int period) : IIndicator
    {
        private readonly double[] _window = new double[period];
        private int _count;

        public double Next(double value)
        {
            if (_count == 0 && !double.IsFinite(value)) return double.NaN;
            _window[_count++ % period] = value;
            if (_count < period) return double.NaN;
            double sum = 0;
            for (int i = 0; i < period; i++) sum += _window[(_count + i) % period];
            return double.IsFinite(sum) ? sum / period : double.NaN;
        }

        public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Next(inputs[0]);
    }

    private sealed class Changed(int period, Func<double, double, double> change) : IIndicator
    {
        private readonly Mean _mean = new(period);

        public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = change(_mean.Next(inputs[0]), inputs[0]);
    }

    private sealed class Columns(int period, Action<double[], double[]> fill) : IIndicator
    {
        private readonly Mean _mean = new(period);

        public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = _mean.Next(inputs[0]);

        public void Compute(double[][] inputs, double[][] outputs)
        {
            if (outputs[0].Length > 0) fill(inputs[0], outputs[0]);
        }
    }

    /// <summary>Counts bars before the first value as if they were there.</summary>
    private sealed class Counting(int period) : IIndicator
    {
        private readonly Mean _mean = new(period);
        private int _bars;

        public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = _mean.Next(inputs[0]) + (++_bars == 20 ? 1 : 0);
    }

    /// <summary>A sum to which the newest is added and from which the oldest is taken: quick, and it never forgets.</summary>
    private sealed class RunningSum(int period, bool skips) : IIndicator
    {
        private readonly double[] _window = new double[period];
        private double _sum;
        private int _count;

        public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
        {
            outputs[0] = double.NaN;
            double value = inputs[0];
            if ((skips || _count == 0) && !double.IsFinite(value)) return;
            _sum += value - (_count < period ? 0 : _window[_count % period]);
            _window[_count++ % period] = value;
            if (_count >= period) outputs[0] = _sum / period;
        }
    }

    private sealed class Skipping(int period) : IIndicator
    {
        private readonly Mean _mean = new(period);

        public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = double.IsNaN(inputs[0]) ? double.NaN : _mean.Next(inputs[0]);
    }

    /// <summary>Begins again after a bar with NaN in it.</summary>
    private sealed class Forgetful(int period) : IIndicator
    {
        private Mean _mean = new(period);

        public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
        {
            if (double.IsNaN(inputs[0])) _mean = new(period);
            outputs[0] = _mean.Next(inputs[0]);
        }
    }
}
