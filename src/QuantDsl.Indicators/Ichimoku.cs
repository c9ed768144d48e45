using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ICHIMOKU(tenkan, kijun, senkou, displacement)</c>: the lines of the Ichimoku chart as they stand at a bar, in price.</summary>
/// <remarks>
/// The chart draws its spans ahead; here they are those that stand at the bar itself, so nothing of the future can be used. The
/// lagging line is the close drawn backwards: compare <c>close</c> with <c>close[26]</c>. NaN for the first
/// <c>max(tenkan, kijun, senkou) − 1 + displacement</c> bars and for as many after a bar with NaN in it.
/// </remarks>
public sealed class Ichimoku(int tenkan, int kijun, int senkou, int displacement)
    : BarIndicator<Ichimoku.Formula>(new(tenkan, kijun, senkou, displacement))
{
    public static IndicatorDefinition Definition { get; } = new("ICHIMOKU")
    {
        Aliases = ["ICHIMOKU_CLOUD"],
        Group = IndicatorGroup.Structure,
        Summary = "Middles of three ranges, and the cloud between two of them as it was drawn ahead to this bar.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low],
        Parameters =
        [
            new("tenkan", Min: 1, Max: 500, Default: 9, "Length of the turning line, in bars."),
            new("kijun", Min: 1, Max: 500, Default: 26, "Length of the base line, in bars."),
            new("senkou", Min: 1, Max: 500, Default: 52, "Length of the second span, in bars."),
            new("displacement", Min: 1, Max: 500, Default: 26, "How many bars ahead the spans are drawn."),
        ],
        Outputs =
        [
            new("tenkan", SeriesUnit.Price),
            new("kijun", SeriesUnit.Price),
            new("span_a", SeriesUnit.Price),
            new("span_b", SeriesUnit.Price),
        ],
        Lookback = arguments =>
            Math.Max(Math.Max(arguments["tenkan"], arguments["kijun"]), arguments["senkou"]) - 1 + arguments["displacement"],
        Formula = """
            m(n) = (highest high + lowest low) ÷ 2 over n bars
            tenkan = m(tenkan), kijun = m(kijun)
            span_a = (m(tenkan) + m(kijun)) ÷ 2 of displacement bars ago
            span_b = m(senkou) of displacement bars ago
            """,
        Convention = "Displaced by the whole displacement; the lagging line is no output, for it would be the future; all outputs start together.",
        Differs =
        [
            new(OtherTool.TradingView, "It draws the spans one bar less ahead, 25 by default."),
            new(OtherTool.PandasTa, "Its lagging line (chikou) is the close of 26 bars later: look-ahead where it is used."),
            new(OtherTool.StockIndicators, "It displaces by the length of the base line, and its lagging line is the close of later bars."),
        ],
        Source = "Hosoda (1969), Ichimoku Kinko Hyo, Keizai Hendosha.",
        Create = arguments => new Ichimoku(arguments["tenkan"], arguments["kijun"], arguments["senkou"], arguments["displacement"]),
    };

    public struct Formula(int tenkan, int kijun, int senkou, int displacement) : IBarFormula
    {
        private WindowRange _tenkan = new(tenkan), _kijun = new(kijun), _senkou = new(senkou);
        private WindowReadiness _readiness = new(Math.Max(Math.Max(tenkan, kijun), senkou) - 1 + displacement);
        private readonly (double A, double B)[] _ahead = new (double, double)[displacement];
        private int _position;

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            bool defined = double.IsFinite(bar[0] + bar[1]), ready = _readiness.Next(defined);
            values.Fill(double.NaN);
            if (!_readiness.IsStarted) return;
            double turning = Middle(ref _tenkan, bar, defined), standard = Middle(ref _kijun, bar, defined);
            var (spanA, spanB) = _ahead[_position];
            _ahead[_position] = ((turning + standard) * 0.5, Middle(ref _senkou, bar, defined));
            _position = _position + 1 == _ahead.Length ? 0 : _position + 1;
            if (!ready || !double.IsFinite(turning + standard + spanA + spanB)) return;
            values[0] = turning;
            values[1] = standard;
            values[2] = spanA;
            values[3] = spanB;
        }

        private static double Middle(ref WindowRange window, ReadOnlySpan<double> bar, bool defined)
        {
            window.Next(bar[0], bar[1], defined);
            return (window.Highest + window.Lowest) * 0.5;
        }
    }
}
