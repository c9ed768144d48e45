namespace QuantDsl.Runtime;

/// <summary>What an exit rule may know of the open position at a close (RULES L4).</summary>
/// <param name="BarsInTrade">1 at the entry bar's close.</param>
/// <param name="Profit">side × (close ÷ entry price − 1), without costs; a fraction.</param>
/// <param name="EntryPrice">Average entry price.</param>
public readonly record struct PositionView(int BarsInTrade, double Profit, double EntryPrice);

/// <summary>
/// The base of every emitted class: one instance per worker, bound to one combination after another.
/// Rules are asked at primary closes by bar index, never before the strategy is warm.
/// </summary>
public abstract class CompiledStrategy
{
    /// <summary>The stop of the bound combination.</summary>
    public StopPlan Stop { get; protected set; }

    /// <summary>The target of the bound combination.</summary>
    public TargetPlan Target { get; protected set; }

    /// <summary>Close the position when it has been open this many closes; 0 for never.</summary>
    public int ExitAfterBars { get; protected set; }

    /// <summary>Fetches the columns of one combination and keeps its numbers.</summary>
    /// <param name="market">Columns of one market, shared by all workers.</param>
    /// <param name="parameters">One value per parameter of the strategy, in declared order.</param>
    public abstract void Bind(MarketColumns market, ReadOnlySpan<double> parameters);

    public virtual bool EnterLong(int bar) => false;

    public virtual bool EnterShort(int bar) => false;

    public virtual bool ExitLong(int bar, in PositionView position) => false;

    public virtual bool ExitShort(int bar, in PositionView position) => false;
}
