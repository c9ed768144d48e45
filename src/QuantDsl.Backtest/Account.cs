using QuantDsl.Backtest.Events;
using QuantDsl.Backtest.Risk;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>One member's part of an account while it is walked: its position and where its money goes (RULES X2, X5). Fields, so that a fill changes them in place.</summary>
internal sealed class Account
{
    public Position Position;

    /// <summary>Of strategies that scale, or whose targets may be served in parts.</summary>
    public ScalingState Scaling;

    /// <summary>The stop's rule for the open position, which its regime may have chosen.</summary>
    public StopPlan Stop;

    /// <summary>Where the strategy's own stop was placed at entry; the position's is nearer where a limit says so.</summary>
    public double StrategyStop;

    /// <summary>From this close on the open position has been held too long.</summary>
    public long CloseByUtcMs;

    /// <summary>The trades closed so far, for a sizing that learns from them.</summary>
    public PastTrades Past;

    /// <summary>Whether a position is open, and the close it was last seen at; kept where members share an account.</summary>
    public bool IsOpen;
    public double LastPrice;

    private readonly Wallet _whole;

    /// <summary>An account of one member.</summary>
    public Account(RunContext context, RunResult result)
        : this(context, result, new Ledger())
    {
    }

    private Account(RunContext context, RunResult result, Ledger ledger)
        : this(context, result, ledger, ledger.Wallet, context.Settings.Limits.IsNone ? null : new(context.Settings.Limits))
    {
    }

    /// <summary>A member of an account.</summary>
    /// <param name="wallet">Its own, a part of the ledger's.</param>
    /// <param name="risk">Of its strategy; null for none.</param>
    /// <param name="member">Which strategy on which symbol.</param>
    public Account(RunContext context, RunResult result, Ledger ledger, Wallet wallet, RiskMonitor? risk, int member = 0)
    {
        Member = member;
        Events = ledger.Events is { } told ? new(told, this) : null;
        Context = context;
        Result = result;
        Ledger = ledger;
        Wallet = wallet;
        _whole = ledger.Wallet;
        Risk = risk;
    }

    public RunContext Context { get; }

    public RunResult Result { get; }

    public Ledger Ledger { get; }

    public Wallet Wallet { get; }

    /// <summary>The limits at work; null for an account without.</summary>
    public RiskMonitor? Risk { get; }

    /// <summary>Who tells what happens to this member; null where nobody listens.</summary>
    public MemberEvents? Events { get; }

    public int Member { get; }

    /// <summary>The part of the account's cash that this member sizes its entries by.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What entries are sized by and orders are judged by: all members draw on it.</summary>
    public double Cash => _whole.Cash;

    /// <summary>The fees of a fill inside a bar: those in force when the bar opens, as with margin tables (RULES X7).</summary>
    public FeeRates FeesIn(int bar) => Context.Settings.Fees.At(Context.OpenTimes[bar]);

    /// <summary>Begins a run of one member.</summary>
    public void Start()
    {
        Ledger.Start(Context.Settings.Equity);
        Risk?.Start(Context.StartUtcMs, Cash);
        StartMember();
    }

    /// <summary>Begins a run on a ledger that has been started.</summary>
    public void StartMember()
    {
        Past = default;
        CloseByUtcMs = long.MaxValue;
        IsOpen = false;
        Result.Reset(Context.Settings.Equity);
    }

    /// <summary>The nearer of what could end a position with a gain: its target, or the limit of the part.</summary>
    public double NearerLimit<TDirection>()
        where TDirection : struct, IDirection => TDirection.RisenTo(Position.Target, Scaling.TakePrice) ? Scaling.TakePrice : Position.Target;
}
