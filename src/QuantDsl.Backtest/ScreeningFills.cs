namespace QuantDsl.Backtest;

/// <summary>One adverse tick with probability 0.5 on market fills and stops; a reached target fills with probability 0.8 (RULES X11).</summary>
internal readonly struct ScreeningFills(FillDraws draws, long[] openTimes, double tick) : IFillModel
{
    private const double SlipProbability = 0.5, TargetProbability = 0.8;

    public double AtOpen(int bar, double open, double direction, DrawPurpose purpose) => Slipped(bar, open, direction, purpose);

    public double AtStop(int bar, double price, double direction) => Slipped(bar, price, direction, DrawPurpose.Stop);

    public bool FillsTarget(int bar) => draws.Uniform(openTimes[bar], DrawPurpose.Target) < TargetProbability;

    private double Slipped(int bar, double price, double direction, DrawPurpose purpose)
    {
        if (draws.Uniform(openTimes[bar], purpose) >= SlipProbability) return price;
        double slipped = price + direction * tick;
        // A sale at the lowest possible price cannot be filled lower: there is no price at or below zero.
        return slipped > 0 ? slipped : price;
    }
}
