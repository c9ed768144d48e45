using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>AD()</c>: Chaikin's accumulation/distribution line, a running sum of signed volume.</summary>
/// <remarks>
/// Only its changes mean anything: the level depends on where the series starts. A bar with NaN in it gives NaN and leaves the
/// state as it was.
/// </remarks>
public sealed class AccumulationDistribution() : BarIndicator<AccumulationDistribution.Formula>(default)
{
    public static IndicatorDefinition Definition { get; } = new("AD")
    {
        Aliases = ["ADL", "ACCDIST", "ACCUMULATION_DISTRIBUTION"],
        Group = IndicatorGroup.Volume,
        Summary = "Running sum of volume, each bar's counted by where its close stands in its range.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close, IndicatorInput.Volume],
        Outputs = [new("ad", new SeriesUnit(UnitKind.Volume))],
        Lookback = _ => 0,
        Recursive = _ => true,
        Formula = "AD = AD[1] + volume × ((close − low) − (high − close)) ÷ (high − low)",
        Convention = "As TA-Lib: it starts from 0 before the first bar; a bar without range adds nothing.",
        Source = "Chaikin, after Williams (1973), How I Made One Million Dollars Last Year Trading Commodities, Conceptual Management.",
        Create = _ => new AccumulationDistribution(),
    };

    public struct Formula : IBarFormula
    {
        private double _sum;

        public void Next(ReadOnlySpan<double> bar, Span<double> values) => values[0] = Next(bar[0], bar[1], bar[2], bar[3]);

        internal double Next(double high, double low, double close, double volume)
        {
            double sum = _sum + MoneyFlow.Of(high, low, close, volume);
            return double.IsFinite(sum) ? _sum = sum : double.NaN;
        }
    }
}
