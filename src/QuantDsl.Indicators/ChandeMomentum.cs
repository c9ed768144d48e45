using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CMO(source, period)</c>: Chande's momentum oscillator, in −100..100.</summary>
/// <remarks>NaN for the first <c>period</c> bars. A NaN input gives NaN and leaves the state as it was.</remarks>
public sealed class ChandeMomentum(int period) : SeriesIndicator<ChandeMomentum.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("CMO")
    {
        Aliases = ["CHANDE_MOMENTUM"],
        Group = IndicatorGroup.Momentum,
        Summary = "Rises less falls as a share of all recent movement.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Span of the means of gains and losses, in bars.")],
        Outputs = [new("cmo", SeriesUnit.Bounded(-100, 100))],
        Lookback = arguments => arguments["period"],
        Recursive = _ => true,
        Formula = "CMO = 100 × (gains − losses) ÷ (gains + losses), both Wilder means of the changes over period bars",
        Convention = "As TA-Lib, which smooths where Chande sums: the value is 2 × RSI − 100. Without movement 0.",
        Differs =
        [
            new(OtherTool.TradingView, "It takes plain sums over the last period changes, as Chande did."),
            new(OtherTool.PandasTa, "Without TA-Lib its means are weighted by pandas' adjusted exponential mean from the first change, so early values differ."),
            new(OtherTool.NautilusTrader, "Its Wilder means start from the first bar, whose change counts as 0, so early values differ."),
            new(OtherTool.StockIndicators, "It takes plain sums over the last period changes, as Chande did."),
        ],
        Source = "Chande and Kroll (1994), The New Technical Trader, Wiley; smoothed as in TA-Lib.",
        Create = arguments => new ChandeMomentum(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private GainsAndLosses _movement = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            _movement.Next(value, out double gains, out double losses);
            double movement = gains + losses;
            return movement < Degenerate.Zero ? 0 : 100 * ((gains - losses) / movement);
        }
    }
}
