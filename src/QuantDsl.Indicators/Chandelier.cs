using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CHANDELIER(period, multiplier)</c>: exits that hang from the highest high and stand on the lowest low of the last bars.</summary>
/// <remarks>NaN for the first <c>period</c> bars. A bar with NaN in it gives NaN and leaves the state as it was.</remarks>
public sealed class Chandelier(int period, double multiplier) : ChunkedIndicator
{
    public static IndicatorDefinition Definition { get; } = new("CHANDELIER")
    {
        Aliases = ["CHANDELIER_EXIT", "CE"],
        Group = IndicatorGroup.Volatility,
        Summary = "Trailing exits some average true ranges away from the last extremes.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters =
        [
            new("period", Min: 1, Max: 500, Default: 22, "Length of the window and span of the average true range, in bars."),
            new("multiplier", Min: 0.1, Max: 20, Default: 3, "Distance from the extreme, in average true ranges.") { IsInteger = false },
        ],
        Outputs = [new("long", SeriesUnit.Price), new("short", SeriesUnit.Price)],
        Lookback = arguments => arguments["period"],
        Recursive = _ => true,
        Formula = """
            long = highest high over period bars − multiplier × ATR(period)
            short = lowest low over period bars + multiplier × ATR(period)
            """,
        Convention = "The window includes the current bar; both exits may move either way.",
        Differs = [new(OtherTool.StockIndicators, "It gives one of the two exits, chosen when it is asked.")],
        Source = "Le Beau and Lucas (1992), Technical Traders Guide to Computer Analysis of the Futures Market, McGraw-Hill; the exit from LeBeau's System Traders Club.",
        Create = arguments => new Chandelier(arguments["period"], arguments.Number("multiplier")),
    };

    private Atr.Formula _atr = new(period);
    private WindowRange _window = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        outputs[0] = outputs[1] = double.NaN;
        if (!double.IsFinite(inputs[0] + inputs[1] + inputs[2])) return;
        double distance = multiplier * _atr.Next(inputs[0], inputs[1], inputs[2]);
        if (_window.Next(inputs[0], inputs[1], true)) (outputs[0], outputs[1]) = Exits(_window.Highest, _window.Lowest, distance);
    }

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs)
    {
        Span<double> high = inputs[0], low = inputs[1], close = inputs[2], fromTop = outputs[0], fromBottom = outputs[1];
        if (!Branchless.AreFinite(high, low, close))
        {
            // Some bars are skipped, and then they are not there for the window either: this run bar by bar.
            Span<double> exits = stackalloc double[2];
            for (int i = 0; i < high.Length; i++)
            {
                Update([high[i], low[i], close[i]], exits);
                (fromTop[i], fromBottom[i]) = (exits[0], exits[1]);
            }

            return;
        }

        _window.Next(high, low, [], fromTop, fromBottom);
        var atr = _atr; // In a local the state stays in registers.
        for (int i = 0; i < high.Length; i++) (fromTop[i], fromBottom[i]) = Exits(fromTop[i], fromBottom[i], multiplier * atr.Next(high[i], low[i], close[i]));
        _atr = atr;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Long, double Short) Exits(double highest, double lowest, double distance)
    {
        double fromTop = highest - distance, fromBottom = lowest + distance;
        return double.IsFinite(fromTop - fromBottom) ? (fromTop, fromBottom) : (double.NaN, double.NaN);
    }
}
