namespace QuantDsl.Backtest;

/// <summary>In which order the extremes of a bar are taken to come where both would end the position (RULES X1 c, V5).</summary>
public enum IntrabarOrder
{
    /// <summary>What loses comes first, wherever in the bar it is.</summary>
    Pessimistic,

    /// <summary>As the base bars inside it show; within one of those, what loses comes first.</summary>
    Resolved,

    /// <summary>What gains comes first, wherever in the bar it is.</summary>
    Optimistic,
}

/// <summary>What of a market's friction is modelled, each model by itself (RULES V1 to V5).</summary>
/// <remarks>With <see cref="None"/> an account trades as under neutral fills, to the last bit.</remarks>
public sealed record ExecutionModels
{
    /// <summary>Nothing that neutral fills have not.</summary>
    public static ExecutionModels None { get; } = new();

    /// <summary>Everything, with the latency of a retail connection: 200 ms to the venue and 100 ms to insert an order.</summary>
    public static ExecutionModels Full { get; } = new()
    {
        Impact = true,
        StopTick = true,
        LatencyNanos = 300_000_000,
        Queue = new(),
        InnerBars = true,
        Intrabar = IntrabarOrder.Resolved,
        MarkPrice = true,
    };

    /// <summary>Funding is settled (RULES X8), and interest on shorts charged, where there is any.</summary>
    public bool Funding { get; init; } = true;

    /// <summary>Prices and quantities keep to the instrument's steps, and orders to its minimum (RULES X6).</summary>
    public bool Rounding { get; init; } = true;

    /// <summary>Market orders and stops move the price: <see cref="MarketImpact"/>.</summary>
    public bool Impact { get; init; }

    /// <summary>Stops are filled a tick worse: <see cref="Backtest.StopTick"/>.</summary>
    public bool StopTick { get; init; }

    /// <summary>From a decision until its order is in the market, nanoseconds; 0 for none: <see cref="LatencyNoise"/>.</summary>
    public long LatencyNanos { get; init; }

    /// <summary>Limits wait for others and for volume; null when each that is reached fills.</summary>
    public LimitQueue? Queue { get; init; }

    /// <summary>What happens inside a bar is looked up in the base bars, where those are finer.</summary>
    public bool InnerBars { get; init; }

    public IntrabarOrder Intrabar { get; init; }

    /// <summary>Stops and liquidation are decided by mark prices where there are any.</summary>
    public bool MarkPrice { get; init; }
}
