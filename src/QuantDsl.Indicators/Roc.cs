using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ROC(source, period)</c>: change since <c>period</c> bars ago, in percent points.</summary>
/// <remarks>
/// <c>(value ÷ value[period] − 1) × 100</c>; where the old value is zero the result is 0, as in TA-Lib. NaN for the first
/// <c>period</c> bars and while a NaN is inside the window.
/// </remarks>
public sealed class Roc(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("ROC")
    {
        Aliases = ["RATE_OF_CHANGE"],
        Summary = "Change over a number of bars, in percent points.",
        Parameters = [new("period", Min: 1, Max: 500, Default: 10, "How many bars back the change is measured from.")],
        Outputs = [new("roc", SeriesUnit.PercentPoints)],
        Lookback = arguments => arguments["period"],
        Source = "Pring (1980), Technical Analysis Explained, McGraw-Hill.",
        Create = arguments => new Roc(arguments["period"]),
    };

    private Formula _formula = new(period);

    /// <summary>Feeds one closed bar; returns the change, or NaN.</summary>
    public double Update(double value) => _formula.Next(value);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], roc = outputs[0];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < roc.Length; i++) roc[i] = formula.Next(source[i]);
        _formula = formula;
    }

    private struct Formula(int period)
    {
        private readonly double[] _window = new double[period];
        private int _position, _undefined = period;
        private bool _started;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            if (!double.IsFinite(value))
            {
                if (!_started) return double.NaN;
                _undefined = _window.Length + 1;
            }

            _started = true;
            double old = _window[_position];
            _window[_position] = value;
            _position = _position + 1 == _window.Length ? 0 : _position + 1;
            if (_undefined != 0)
            {
                _undefined--;
                return double.NaN;
            }

            double roc = old == 0 ? 0 : (value / old - 1) * 100;
            return double.IsFinite(roc) ? roc : double.NaN;
        }
    }
}
