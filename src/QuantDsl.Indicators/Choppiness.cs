using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CHOP(period)</c>: Dreiss' choppiness index, how much of the way prices went was to and fro.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a bar with NaN in it is inside the window or just before it.</remarks>
public sealed class Choppiness(int period) : ChunkedIndicator
{
    public static IndicatorDefinition Definition { get; } = new("CHOP")
    {
        Aliases = ["CHOPPINESS"],
        Group = IndicatorGroup.Volatility,
        Summary = "High while prices go sideways, low while they go straight.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Length of the window, in bars.")],
        Outputs = [new("chop", SeriesUnit.Bounded(0, double.PositiveInfinity))],
        Lookback = arguments => arguments["period"],
        Formula = "CHOP = 100 × log(Σ true range ÷ (highest high − lowest low)) ÷ log(period) over period bars",
        Convention = "A gap before the window may carry it above 100. A window without range gives 0.",
        Differs = [new(OtherTool.StockIndicators, "The gap before each bar counts into its high and low, which keeps the index within 100.")],
        Source = "Dreiss (1993), Choppiness Index, dreiss research.",
        Create = arguments => new Choppiness(arguments["period"]),
    };

    private readonly double _scale = 100 / Math.Log(period);
    private readonly double[] _path = new double[LongestRun], _low = new double[LongestRun];
    private TrueRange _range = new();
    private WindowSum _paths = new(period);
    private WindowRange _window = new(period);
    private WindowReadiness _readiness = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => Next(inputs[..1], inputs.Slice(1, 1), inputs.Slice(2, 1), outputs);

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs) => Next(inputs[0], inputs[1], inputs[2], outputs[0]);

    private void Next(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> chop)
    {
        Span<double> path = _path.AsSpan(0, chop.Length), lowest = _low.AsSpan(0, chop.Length);
        var range = _range; // In a local the state stays in registers.
        for (int i = 0; i < path.Length; i++) path[i] = range.Next(high[i], low[i], close[i]);
        _range = range;
        _paths.Next(path, path);
        _window.Next(high, low, close, chop, lowest);
        bool settled = _readiness.IsSettled && Branchless.AreFinite(high, low, close);
        for (int i = 0; i < chop.Length; i++)
        {
            bool ready = settled || _readiness.Next(double.IsFinite(high[i] + low[i] + close[i]));
            double extent = chop[i] - lowest[i], index = extent == 0 ? 0 : Math.Max(_scale * Math.Log(path[i] / extent), 0);
            chop[i] = ready && double.IsFinite(index) ? index : double.NaN;
        }
    }
}
