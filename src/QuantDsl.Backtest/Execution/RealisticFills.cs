namespace QuantDsl.Backtest;

/// <summary>RULES V1 to V4 for market orders and stops: what is switched on of impact, latency and the stop's tick. Each limit that is reached fills.</summary>
internal readonly struct RealisticFills : IFillModel
{
    private readonly FillDraws _draws;
    private readonly MarketImpact _impact;
    private readonly LatencyNoise _latency;
    private readonly bool _hasImpact;
    private readonly double _stopTick;
    private readonly double[] _high, _low;
    private readonly long[] _openTimes;

    public RealisticFills(ExecutionModels models, RunContext context, FillDraws draws)
    {
        var instrument = context.History.Instrument;
        _draws = draws;
        _impact = new(context.Close, context.Volume, instrument.SpreadTicks * instrument.TickSize);
        _latency = new(_impact, models.LatencyNanos, context.Bars.Timeframe);
        _hasImpact = models.Impact;
        _stopTick = models.StopTick ? instrument.TickSize : 0;
        (_high, _low, _openTimes) = (context.High, context.Low, context.OpenTimes);
        Queue = models.Queue;
        Lots = context.Lots;
        Tick = instrument.TickSize;
    }

    public static bool DependsOnQuantity => true;

    public static bool ServesParts => false;

    public LimitQueue? Queue { get; }

    public PriceGrid Lots { get; }

    /// <summary>Of the instrument, whether prices are rounded to it or not.</summary>
    public double Tick { get; }

    public bool Trades(int bar) => !_hasImpact || _impact.AverageVolume(bar - 1) > 0;

    public double AtOpen(int bar, double open, double direction, double quantity, DrawPurpose purpose)
    {
        double price = _latency.IsOn ? _latency.Shifted(bar, open, _high[bar], _low[bar], _draws.Uniform(_openTimes[bar], purpose)) : open;
        return Moved(bar, price, direction, quantity);
    }

    public double AtStop(int bar, double price, double direction, double quantity) => StopTick.Beyond(Moved(bar, price, direction, quantity), direction, _stopTick);

    public double AtLimit(int bar, double limit, double extreme, double quantity, double traded, double served) => quantity;

    /// <summary>A number in [0, 1) for a limit reached in a bar.</summary>
    public double QueueDraw(int bar) => _draws.Uniform(_openTimes[bar], DrawPurpose.Target);

    // No sale is filled below zero: so large an order has lost everything already.
    private double Moved(int bar, double price, double direction, double quantity) =>
        _hasImpact ? Math.Max(0, price * (1 + direction * _impact.Fraction(bar - 1, price, quantity))) : price;
}

/// <summary>The same with limits that wait in a queue and may be served in parts (RULES V4, <see cref="LimitQueue"/>).</summary>
internal readonly struct QueuedFills(RealisticFills fills) : IFillModel
{
    public static bool DependsOnQuantity => true;

    public static bool ServesParts => true;

    public bool Trades(int bar) => fills.Trades(bar);

    public double AtOpen(int bar, double open, double direction, double quantity, DrawPurpose purpose) => fills.AtOpen(bar, open, direction, quantity, purpose);

    public double AtStop(int bar, double price, double direction, double quantity) => fills.AtStop(bar, price, direction, quantity);

    public double AtLimit(int bar, double limit, double extreme, double quantity, double traded, double served)
    {
        if (fills.Queue is not { } queue) return quantity;
        double beyond = Math.Abs(extreme - limit);
        bool isThrough = beyond > 0 && beyond >= fills.Tick * (1 - 1e-9);
        if (!isThrough && fills.QueueDraw(bar) >= queue.Probability) return 0;
        double most = queue.Share * traded - served;
        if (quantity <= most) return quantity;
        double part = fills.Lots.Down(most);
        // Less than a lot cannot be left over but by the last bits of differences, and could never be sold.
        return fills.Lots.Down(quantity - part) > 0 ? part : quantity;
    }
}
