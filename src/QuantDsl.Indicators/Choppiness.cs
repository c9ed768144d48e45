using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CHOP(period)</c>: Dreiss' choppiness index, how much of the way prices went was to and fro.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a bar with NaN in it is inside the window or just before it.</remarks>
public sealed class Choppiness(int period) : BarIndicator<Choppiness.Formula>(new(period))
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

    public struct Formula(int period) : IBarFormula
    {
        private readonly double _scale = 100 / Math.Log(period);
        private TrueRange _range = new();
        private WindowSum _path = new(period);
        private WindowRange _window = new(period);
        private WindowReadiness _readiness = new(period);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            bool defined = double.IsFinite(bar[0] + bar[1] + bar[2]);
            bool ready = _readiness.Next(defined);
            double path = _path.Next(_range.Next(bar[0], bar[1], bar[2]));
            _window.Next(bar[0], bar[1], defined);
            double extent = _window.Highest - _window.Lowest;
            double chop = extent == 0 ? 0 : Math.Max(_scale * Math.Log(path / extent), 0);
            values[0] = ready && double.IsFinite(chop) ? chop : double.NaN;
        }
    }
}
