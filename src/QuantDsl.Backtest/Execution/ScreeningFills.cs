namespace QuantDsl.Backtest;

/// <summary>One adverse tick with probability 0.5 on market fills and stops; a reached target fills with probability 0.8 (RULES X11).</summary>
internal readonly struct ScreeningFills(FillDraws draws, long[] openTimes, double tick) : ILaneFills
{
    private const double SlipProbability = 0.5, TargetProbability = 0.8;

    public static bool DependsOnQuantity => false;

    public static bool ServesParts => false;

    public bool Trades(int bar) => true;

    public double AtOpen(int bar, double open, double direction, double quantity, DrawPurpose purpose) => Slipped(bar, open, direction, purpose);

    public double AtStop(int bar, double price, double direction, double quantity) => Slipped(bar, price, direction, DrawPurpose.Stop);

    public double AtLimit(int bar, double limit, double extreme, double quantity, double traded, double served) =>
        FillsLimits(bar) ? quantity : 0;

    public static bool Slips => true;

    public double Slip(int bar, double direction) => IsDrawn(bar, DrawPurpose.Stop) ? direction * tick : 0;

    public bool FillsLimits(int bar) => draws.Uniform(openTimes[bar], DrawPurpose.Target) < TargetProbability;

    private double Slipped(int bar, double price, double direction, DrawPurpose purpose) =>
        IsDrawn(bar, purpose) ? StopTick.Beyond(price, direction, tick) : price;

    private bool IsDrawn(int bar, DrawPurpose purpose) => draws.Uniform(openTimes[bar], purpose) < SlipProbability;
}
