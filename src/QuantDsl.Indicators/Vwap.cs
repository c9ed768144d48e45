using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>VWAP()</c>: volume-weighted average price since 00:00 UTC.</summary>
/// <remarks>
/// Each bar counts with its typical price <c>(high + low + close) ÷ 3</c> and belongs to the UTC day it opens in. NaN while
/// nothing has been traded in the day: no volume, no price. A bar with NaN in it gives NaN and leaves the state as it was.
/// </remarks>
public sealed class Vwap : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("VWAP")
    {
        Summary = "Average price paid since 00:00 UTC.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close, IndicatorInput.Volume, IndicatorInput.OpenTime],
        Outputs = [new("vwap", SeriesUnit.Price)],
        Lookback = _ => 0,
        Source = "Berkowitz, Logue and Noser (1988), The Total Cost of Transactions on the NYSE, J. of Finance 43(1).",
        Create = _ => new Vwap(),
    };

    private Formula _formula = new();

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _formula.Next(inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] high = inputs[0], low = inputs[1], close = inputs[2], volume = inputs[3], openTime = inputs[4], vwap = outputs[0];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < vwap.Length; i++) vwap[i] = formula.Next(high[i], low[i], close[i], volume[i], openTime[i]);
        _formula = formula;
    }

    private struct Formula()
    {
        private double _sessionEnd = double.NegativeInfinity, _anchor, _distance, _volume;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double high, double low, double close, double volume, double openTime)
        {
            double typical = (high + low + close) / 3;
            if (!double.IsFinite(typical + volume + openTime)) return double.NaN;
            if (openTime >= _sessionEnd)
            {
                _sessionEnd = (Math.Floor(openTime / Timeframe.Day) + 1) * Timeframe.Day;
                _anchor = typical;
                _distance = _volume = 0;
            }

            // Distances from the day's first price keep every digit of a price that moves little.
            double distance = _distance + (typical - _anchor) * volume, traded = _volume + volume;
            if (!double.IsFinite(distance + traded)) return double.NaN;
            _distance = distance;
            _volume = traded;
            double vwap = _anchor + distance / traded;
            return double.IsFinite(vwap) ? vwap : double.NaN;
        }
    }
}
