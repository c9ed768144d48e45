using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>A moving average of a kind that is chosen when it is made, by TA-Lib's numbers: 0 is simple, 1 exponential.</summary>
internal struct MovingAverage(int period, int type)
{
    private readonly bool _isSimple = type == 0;
    private WindowMean _simple = new(type == 0 ? period : 0);
    private SmoothedMean _exponential = SmoothedMean.Exponential(period);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double value) => _isSimple ? _simple.Next(value) : _exponential.Next(value);
}
