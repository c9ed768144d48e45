using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>HURST(source, period)</c>: the generalised Hurst exponent of second order, one half for a random walk.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a NaN is inside the window or at its start.</remarks>
public sealed class Hurst(int period) : SeriesIndicator<Hurst.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("HURST")
    {
        Aliases = ["HURST_EXPONENT"],
        Group = IndicatorGroup.Regime,
        Summary = "How fast a series spreads with time: above 0.5 it trends, below it reverts.",
        Parameters = [new("period", Min: 32, Max: 500, Default: 100, "How many steps are looked at.")],
        Outputs = [new("hurst", SeriesUnit.Unbounded)],
        Lookback = arguments => arguments["period"],
        Formula = """
            K(q) = mean of (source − source[q])² over the period − q + 1 steps of q bars within period bars, q = 1, 2, 4, 8, 16
            HURST = half the slope of log K over log q, by least squares
            """,
        Convention = "Of the source itself, so that spreads can be measured too; of a price pass it as it is. Without movement 0.5. Estimates may leave 0..1.",
        Differs = [new(OtherTool.TradingView, "Published scripts take the rescaled range of Hurst (1951), which reads higher on short windows.")],
        Source = "Di Matteo, Aste and Dacorogna (2005), Long-Term Memories of Developed and Emerging Markets, J. of Banking & Finance 29(4).",
        Create = arguments => new Hurst(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        /// <summary>Five equally spaced logarithms of lags: least squares weighs them −2, −1, 0, 1, 2 and divides by 10, so one logarithm of a product serves.</summary>
        private static readonly double s_scale = 0.5 / (10 * Math.Log(2));

        private const int Mask = 15;

        private readonly double[] _values = new double[Mask + 1];
        private WindowSum _steps1 = new(period), _steps2 = new(period - 1), _steps8 = new(period - 7), _steps16 = new(period - 15);
        private WindowReadiness _readiness = new(period);
        private readonly double _scale1 = 1.0 / period, _scale2 = 1.0 / (period - 1), _scale8 = 1.0 / (period - 7), _scale16 = 1.0 / (period - 15);
        private int _bar;

        public double Next(double value)
        {
            bool ready = _readiness.Next(double.IsFinite(value));
            if (!_readiness.IsStarted) return double.NaN;
            double k1 = _steps1.Next(Square(value - _values[(_bar - 1) & Mask])) * _scale1;
            double k2 = _steps2.Next(Square(value - _values[(_bar - 2) & Mask])) * _scale2;
            double k8 = _steps8.Next(Square(value - _values[(_bar - 8) & Mask])) * _scale8;
            double k16 = _steps16.Next(Square(value - _values[_bar & Mask])) * _scale16;
            _values[_bar & Mask] = value;
            _bar = (_bar + 1) & Mask;
            if (!ready) return double.NaN;
            if (k1 == 0) return 0.5;
            double growth = k16 / k1;
            double hurst = s_scale * Math.Log(growth * growth * (k8 / k2));
            return double.IsFinite(hurst) ? hurst : double.NaN;
        }

        private static double Square(double x) => x * x;
    }
}
