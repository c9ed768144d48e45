using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>VWAP(session_start)</c>: volume-weighted average price since the session began, at 00:00 UTC unless said otherwise.</summary>
/// <remarks>
/// Each bar counts with its typical price <c>(high + low + close) ÷ 3</c> and belongs to the session it opens in. NaN while
/// nothing has been traded in it: no volume, no price. A bar with NaN in it gives NaN and leaves the state as it was.
/// </remarks>
public sealed class Vwap(double sessionStart) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("VWAP")
    {
        Group = IndicatorGroup.Volume,
        Summary = "Average price paid since the session began, at 00:00 UTC by default.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close, IndicatorInput.Volume, IndicatorInput.OpenTime],
        Parameters =
        [
            new("session_start", Min: 0, Max: 23.75, Default: 0, "When the session starts, in hours after 00:00 UTC: 13.5 is 13:30.") { IsInteger = false },
        ],
        Outputs = [new("vwap", SeriesUnit.Price)],
        Lookback = _ => 0,
        Recursive = _ => true,
        Formula = "VWAP = Σ typical price × volume ÷ Σ volume since the session began, the typical price being (high + low + close) ÷ 3",
        Convention = "The session starts at the same hour of every UTC day. Undefined while nothing has been traded in it.",
        Differs =
        [
            new(OtherTool.TradingView, "Its session is the exchange's."),
            new(OtherTool.NautilusTrader, "Until something is traded in a day it is the typical price of the day's first bar."),
            new(OtherTool.StockIndicators, "It is anchored once, at the first bar or a date given, and never starts again."),
        ],
        Source = "Berkowitz, Logue and Noser (1988), The Total Cost of Transactions on the NYSE, J. of Finance 43(1).",
        Create = arguments => new Vwap(arguments.Number("session_start")),
    };

    private Formula _formula = new(sessionStart);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _formula.Next(inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] high = inputs[0], low = inputs[1], close = inputs[2], volume = inputs[3], openTime = inputs[4], vwap = outputs[0];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < vwap.Length; i++) vwap[i] = formula.Next(high[i], low[i], close[i], volume[i], openTime[i]);
        _formula = formula;
    }

    private struct Formula(double sessionStart)
    {
        private readonly double _start = sessionStart * Timeframe.Hour;
        private double _sessionEnd = double.NegativeInfinity, _anchor, _distance, _volume;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double high, double low, double close, double volume, double openTime)
        {
            double typical = (high + low + close) / 3;
            if (!double.IsFinite(typical + volume + openTime)) return double.NaN;
            if (openTime >= _sessionEnd)
            {
                _sessionEnd = (Math.Floor((openTime - _start) / Timeframe.Day) + 1) * Timeframe.Day + _start;
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
