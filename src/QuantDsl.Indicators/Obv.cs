using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>OBV()</c>: on-balance volume, a running sum of volume signed by the direction of the close.</summary>
/// <remarks>
/// Starts with the first bar's volume, as in TA-Lib; an unchanged close adds nothing. Only its changes mean anything: the
/// level depends on where the series starts. A bar with NaN in it gives NaN and leaves the state as it was.
/// </remarks>
public sealed class Obv : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("OBV")
    {
        Aliases = ["ON_BALANCE_VOLUME"],
        Group = IndicatorGroup.Volume,
        Summary = "Running sum of volume, added on rises and taken away on falls.",
        Inputs = [IndicatorInput.Close, IndicatorInput.Volume],
        Outputs = [new("obv", new SeriesUnit(UnitKind.Volume))],
        Lookback = _ => 0,
        Recursive = _ => true,
        Formula = "OBV = OBV[1] + volume on a rise of the close, − volume on a fall",
        Convention = "As TA-Lib: the first bar's volume is the start.",
        Differs =
        [
            new(OtherTool.TradingView, "It starts from 0."),
            new(OtherTool.NautilusTrader, "A bar counts by its own close against its open."),
            new(OtherTool.StockIndicators, "It starts from 0."),
        ],
        Source = "Granville (1963), Granville's New Key to Stock Market Profits, Prentice-Hall.",
        Create = _ => new Obv(),
    };

    private Formula _formula = new();

    /// <summary>Feeds one closed bar; returns the sum so far.</summary>
    public double Update(double close, double volume) => _formula.Next(close, volume);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0], inputs[1]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] close = inputs[0], volume = inputs[1], obv = outputs[0];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < obv.Length; i++) obv[i] = formula.Next(close[i], volume[i]);
        _formula = formula;
    }

    private struct Formula()
    {
        private double _previousClose = double.NegativeInfinity, _sum; // Nothing precedes the first bar: it counts as a rise.

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double close, double volume)
        {
            double bought = Branchless.WhenGreater(close, _previousClose, volume), sold = Branchless.WhenGreater(_previousClose, close, volume);
            double next = _sum + (bought - sold);
            if (!double.IsFinite(next) || !double.IsFinite(close + volume)) return double.NaN;
            _previousClose = close;
            return _sum = next;
        }
    }
}
