using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Tests.Fairness;

/// <summary>Three ways to see the future that the language cannot express, each beside its honest twin.</summary>
internal static class Leaks
{
    public static readonly StrategyPlan Plan = new("leak", new(15 * Timeframe.Minute))
    {
        EntersLong = true,
        HigherTimeframes = [new(Timeframe.Hour)],
        Warmup = [new(new(15 * Timeframe.Minute), 10, 0)],
    };

    public static CompiledStrategy Of(string leak, bool leaks) => leak switch
    {
        "a centred average" => new CentredAverage(leaks ? 2 : 0),
        "an unfinished hour" => new HourlyClose(leaks),
        "entry at the signal bar's open" => new UpBar(leaks ? 1 : 0),
        _ => throw new ArgumentException(leak),
    };

    /// <summary>Above the mean of five closes, the last <paramref name="ahead"/> of which are still to come.</summary>
    private sealed class CentredAverage(int ahead) : CompiledStrategy
    {
        private double[] _close = [];

        public override void Bind(MarketColumns market, ReadOnlySpan<double> parameters) => _close = market.Primary.Close.Values;

        public override bool EnterLong(int bar) => _close[bar] > Mean(bar);

        public override bool ExitLong(int bar, in PositionView position) => _close[bar] < Mean(bar);

        private double Mean(int bar)
        {
            if (bar + ahead >= _close.Length) return double.NaN;
            double sum = 0;
            for (int i = bar + ahead - 4; i <= bar + ahead; i++) sum += _close[i];
            return sum / 5;
        }
    }

    /// <summary>Below the close of the hour: the one that is running, or the last one finished.</summary>
    private sealed class HourlyClose(bool running) : CompiledStrategy
    {
        private double[] _close = [], _hours = [];
        private int[] _hourOf = [];

        public override void Bind(MarketColumns market, ReadOnlySpan<double> parameters)
        {
            var hours = market.On(new(Timeframe.Hour));
            var bars = market.Primary.Bars;
            _close = market.Primary.Close.Values;
            _hours = hours.Close.Values;
            _hourOf = new int[bars.Count];
            for (int i = 0; i < bars.Count; i++)
                _hourOf[i] = running ? hours.Bars.IndexAtOrAfter(hours.Bars.Timeframe.BucketStart(bars.OpenTimes[i])) : hours.ClosedAtPrimary[i] - 1;
        }

        public override bool EnterLong(int bar) => _hourOf[bar] >= 0 && _close[bar] < _hours[_hourOf[bar]];

        public override bool ExitLong(int bar, in PositionView position) => _hourOf[bar] >= 0 && _close[bar] > _hours[_hourOf[bar]];
    }

    /// <summary>Buys after a bar that closed up, and sells at the next open. One bar ahead, the fill at the next open is the open of the very
    /// bar whose close is the signal.</summary>
    private sealed class UpBar(int ahead) : CompiledStrategy
    {
        private double[] _open = [], _close = [];

        public override void Bind(MarketColumns market, ReadOnlySpan<double> parameters)
        {
            _open = market.Primary.Open.Values;
            _close = market.Primary.Close.Values;
        }

        public override bool EnterLong(int bar) => bar + ahead < _close.Length && _close[bar + ahead] > _open[bar + ahead];

        public override bool ExitLong(int bar, in PositionView position) => true;
    }
}
