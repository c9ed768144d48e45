using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ICHIMOKU(tenkan, kijun, senkou, displacement)</c>: the lines of the Ichimoku chart as they stand at a bar, in price.</summary>
/// <remarks>
/// The chart draws its spans ahead; here they are those that stand at the bar itself, so nothing of the future can be used. The
/// lagging line is the close drawn backwards: compare <c>close</c> with <c>close[26]</c>. NaN for the first
/// <c>max(tenkan, kijun, senkou) − 1 + displacement</c> bars and for as many after a bar with NaN in it.
/// </remarks>
public sealed class Ichimoku(int tenkan, int kijun, int senkou, int displacement)
    : ChunkedIndicator
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
            new(OtherTool.PandasTa, "It displaces by the length of the base line, and its lagging line (chikou) is the close of that many bars later: look-ahead where it is used."),
            new(OtherTool.StockIndicators, "It displaces by the length of the base line, and its lagging line is the close of later bars."),
        ],
        Source = "Hosoda (1969), Ichimoku Kinko Hyo, Keizai Hendosha.",
        Create = arguments => new Ichimoku(arguments["tenkan"], arguments["kijun"], arguments["senkou"], arguments["displacement"]),
    };

    private readonly double[] _aheadA = new double[displacement + LongestRun], _aheadB = new double[displacement + LongestRun], _scratch = new double[LongestRun];
    private WindowRange _tenkan = new(tenkan), _kijun = new(kijun), _senkou = new(senkou);
    private WindowReadiness _readiness = new(Math.Max(Math.Max(tenkan, kijun), senkou) - 1 + displacement);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        Next(inputs[..1], inputs.Slice(1, 1), outputs[..1], outputs.Slice(1, 1), outputs.Slice(2, 1), outputs.Slice(3, 1));

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs) =>
        Next(inputs[0], inputs[1], outputs[0], outputs[1], outputs[2], outputs[3]);

    private void Next(ReadOnlySpan<double> high, ReadOnlySpan<double> low, Span<double> tenkan, Span<double> kijun, Span<double> spanA, Span<double> spanB)
    {
        int count = high.Length;
        Span<double> scratch = _scratch.AsSpan(0, count), nextA = _aheadA.AsSpan(displacement, count), nextB = _aheadB.AsSpan(displacement, count);
        Middle(ref _tenkan, high, low, tenkan, scratch);
        Middle(ref _kijun, high, low, kijun, scratch);
        Middle(ref _senkou, high, low, nextB, scratch);
        for (int i = 0; i < count; i++) nextA[i] = (tenkan[i] + kijun[i]) * 0.5;
        // What was computed some bars ago is what stands here now.
        _aheadA.AsSpan(0, count).CopyTo(spanA);
        _aheadB.AsSpan(0, count).CopyTo(spanB);
        _aheadA.AsSpan(count, displacement).CopyTo(_aheadA);
        _aheadB.AsSpan(count, displacement).CopyTo(_aheadB);
        for (int i = 0; i < count; i++)
        {
            bool ready = _readiness.Next(double.IsFinite(high[i] + low[i]));
            if (ready && double.IsFinite(tenkan[i] + kijun[i] + spanA[i] + spanB[i])) continue;
            tenkan[i] = kijun[i] = spanA[i] = spanB[i] = double.NaN;
        }
    }

    private static void Middle(ref WindowRange window, ReadOnlySpan<double> high, ReadOnlySpan<double> low, Span<double> middle, Span<double> scratch)
    {
        window.Next(high, low, [], middle, scratch);
        for (int i = 0; i < middle.Length; i++) middle[i] = (middle[i] + scratch[i]) * 0.5;
    }
}
