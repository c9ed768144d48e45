using QuantDsl.Backtest.Risk;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>The money and the one position of an account while it is walked (RULES X2, X5). Fields, so that a fill changes them in place.</summary>
internal sealed class Account(RunContext context, RunResult result)
{
    /// <summary>The wallet: initial equity, realised results, fees and funding; margin is not deducted.</summary>
    public double Cash;

    public Position Position;

    /// <summary>Of strategies that scale, or whose targets may be served in parts.</summary>
    public ScalingState Scaling;

    /// <summary>The stop's rule for the open position, which its regime may have chosen.</summary>
    public StopPlan Stop;

    /// <summary>Where the strategy's own stop was placed at entry; the position's is nearer where a limit says so.</summary>
    public double StrategyStop;

    /// <summary>Positions opened so far.</summary>
    public int Opened;

    /// <summary>The trades closed so far, for a sizing that learns from them.</summary>
    public PastTrades Past;

    public RunContext Context { get; } = context;

    public RunResult Result { get; } = result;

    /// <summary>The fees of a fill inside a bar: those in force when the bar opens, as with margin tables (RULES X7).</summary>
    public FeeRates FeesIn(int bar) => Context.Settings.Fees.At(Context.OpenTimes[bar]);

    /// <summary>The limits at work; null for an account without.</summary>
    public RiskMonitor? Risk { get; } = context.Settings.Limits.IsNone ? null : new(context.Settings.Limits);

    public void Start()
    {
        Cash = Context.Settings.Equity;
        Past = default;
        Opened = 0;
        Result.Reset(Cash);
        Risk?.Start(Context.StartUtcMs, Cash);
    }

    /// <summary>The nearer of what could end a position with a gain: its target, or the limit of the part.</summary>
    public double NearerLimit<TDirection>()
        where TDirection : struct, IDirection => TDirection.RisenTo(Position.Target, Scaling.TakePrice) ? Scaling.TakePrice : Position.Target;
}
