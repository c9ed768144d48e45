using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>VWMA(source, period)</c>: moving average weighted by volume, in the unit of the source.</summary>
/// <remarks>
/// NaN for the first <c>period − 1</c> bars, while a NaN is inside the window, and where nothing was traded in it.
/// </remarks>
public sealed class Vwma(int period) : BarIndicator<Vwma.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("VWMA")
    {
        Group = IndicatorGroup.Average,
        Summary = "Mean of the last bars in which each weighs as much as was traded.",
        Inputs = [IndicatorInput.Source, IndicatorInput.Volume],
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("vwma", SeriesUnit.SameAsSource)],
        StaysWithinSource = true,
        Lookback = arguments => arguments["period"] - 1,
        Formula = "VWMA = Σ source × volume ÷ Σ volume over period bars",
        Convention = "Undefined where nothing was traded in the window: no volume, no weights.",
        Differs = [new(OtherTool.PandasTa, "Its default period is 10.")],
        Source = "Arms (1989), The Arms Index (TRIN), Dow Jones-Irwin.",
        Create = arguments => new Vwma(arguments["period"]),
    };

    public struct Formula(int period) : IBarFormula
    {
        private WindowSum _amounts = new(period), _volumes = new(period);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            // Both windows start with the same bar: the volume of one without a value counts as missing.
            double amount = bar[0] * bar[1], mean = _amounts.Next(amount) / _volumes.Next(bar[1] + amount * 0);
            values[0] = double.IsFinite(mean) ? mean : double.NaN;
        }
    }
}
