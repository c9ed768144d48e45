using System.Numerics;
using System.Runtime.InteropServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>DONCHIAN(period)</c>: highest high, lowest low and their middle over the last bars, the current one included.</summary>
/// <remarks>
/// Because the current bar counts, the close never passes a band: a breakout is <c>close &gt; DONCHIAN(20).upper[1]</c>. NaN for
/// the first <c>period - 1</c> bars and while a bar with NaN in it is inside the window.
/// </remarks>
public sealed class Donchian(int period) : ChunkedIndicator
{
    public static IndicatorDefinition Definition { get; } = new("DONCHIAN")
    {
        Aliases = ["DC", "DONCHIAN_CHANNEL", "DONCHIAN_CHANNELS"],
        Group = IndicatorGroup.Volatility,
        Summary = "The highest and lowest price of the last bars, the current one included.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low],
        Parameters = [new("period", Min: 1, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("upper", SeriesUnit.Price), new("middle", SeriesUnit.Price), new("lower", SeriesUnit.Price)],
        Lookback = arguments => arguments["period"] - 1,
        Formula = """
            upper = highest high, lower = lowest low over period bars
            middle = (upper + lower) ÷ 2
            """,
        Convention = "The window includes the current bar.",
        Differs = [new(OtherTool.StockIndicators, "Its window ends with the bar before the current one.")],
        Source = "Donchian (1960), High Finance in Copper, Financial Analysts Journal 16(6).",
        Create = arguments => new Donchian(arguments["period"]),
    };

    private WindowRange _window = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        bool ready = _window.Next(inputs[0], inputs[1], double.IsFinite(inputs[0] + inputs[1]));
        double middle = ready ? (_window.Highest + _window.Lowest) * 0.5 : double.NaN;
        bool defined = double.IsFinite(middle);
        outputs[0] = defined ? _window.Highest : double.NaN;
        outputs[1] = defined ? middle : double.NaN;
        outputs[2] = defined ? _window.Lowest : double.NaN;
    }

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs)
    {
        Span<double> upper = outputs[0], middle = outputs[1], lower = outputs[2];
        _window.Next(inputs[0], inputs[1], [], upper, lower);
        int i = 0;
        var half = new Vector<double>(0.5);
        var unknown = Vector<double>.Zero; // Stays 0, or becomes NaN for good.
        ref double upperAt = ref MemoryMarshal.GetReference(upper), middleAt = ref MemoryMarshal.GetReference(middle), lowerAt = ref MemoryMarshal.GetReference(lower);
        for (; i <= middle.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var centre = (Vector.LoadUnsafe(ref upperAt, (nuint)i) + Vector.LoadUnsafe(ref lowerAt, (nuint)i)) * half;
            centre.StoreUnsafe(ref middleAt, (nuint)i);
            unknown += centre * Vector<double>.Zero;
        }

        for (; i < middle.Length; i++) middle[i] = (upper[i] + lower[i]) * 0.5;
        if (middle.Length % Vector<double>.Count == 0 && double.IsFinite(Vector.Sum(unknown))) return;
        for (i = 0; i < middle.Length; i++)
            if (!double.IsFinite(middle[i])) upper[i] = middle[i] = lower[i] = double.NaN;
    }
}
