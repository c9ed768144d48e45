namespace QuantDsl.Backtest;

/// <summary>One adverse tick with probability 0.5 on market fills and stops; a reached target fills with probability 0.8 (RULES X11).</summary>
internal readonly struct ScreeningFills(FillDraws draws, long[] openTimes, double tick) : IFillModel
{
    private const double SlipProbability = 0.5, TargetProbability = 0.8;

    public static bool DependsOnQuantity => false;

    public static bool ServesParts => false;

    public bool Trades(int bar) => true;

    public double AtOpen(int bar, double open, double direction, double quantity, DrawPurpose purpose) => Slipped(bar, open, direction, purpose);

    public double AtStop(int bar, double price, double direction, double quantity) => Slipped(bar, price, direction, DrawPurpose.Stop);

    public double AtLimit(int bar, double limit, double extreme, double quantity, double traded, double served) =>
        draws.Uniform(openTimes[bar], DrawPurpose.Target) < TargetProbability ? quantity : 0;

    private double Slipped(int bar, double price, double direction, DrawPurpose purpose) =>
        draws.Uniform(openTimes[bar], purpose) < SlipProbability ? StopTick.Beyond(price, direction, tick) : price;
}
