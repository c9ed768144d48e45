using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>The combinations of a group while they are walked: rules, account and open position of each.</summary>
/// <remarks>All numbers stand in one array, a column of lanes after the other, so that a block of lanes is opened and booked at once and its columns lie
/// at distances known beforehand. What stands in lanes beyond the group is never used.</remarks>
internal sealed class Lanes
{
    /// <summary>Lanes there are, and lanes of a block: one vector.</summary>
    public const int Most = 64, Block = 8;

    /// <summary>From a column to the next. Not a power of two: columns whole pages apart would wait for each other in the processor's store queue.</summary>
    private const int Stride = Most + 8;

    /// <summary>Cash; the highest mark, the lowest one since, the deepest drawdown before that; what a position left open has gained.</summary>
    public const int Cash = 0 * Stride, Peak = 1 * Stride, Trough = 2 * Stride, Drawdown = 3 * Stride, Unrealised = 4 * Stride;

    /// <summary>Sums over the closed trades, as <see cref="TradeSums"/> has them. Counts are whole numbers, exact in a double.</summary>
    public const int Count = 5 * Stride, Wins = 6 * Stride, Losses = 7 * Stride, Gains = 8 * Stride, LossSum = 9 * Stride, Fees = 10 * Stride, Funding = 11 * Stride, Slippage = 12 * Stride;

    /// <summary>The open position: its levels are infinitely far where there are none, and its stop may trail.</summary>
    public const int Quantity = 13 * Stride, EntryFee = 14 * Stride, Flow = 15 * Stride, EntrySlippage = 16 * Stride, Stop = 17 * Stride, Target = 18 * Stride, Liquidation = 19 * Stride, FirstStop = 20 * Stride;

    /// <summary>The nearest level on the losing and on the winning side of a position that is held with others; NaN, which no price reaches, for every other lane.</summary>
    public const int Danger = 21 * Stride, Limit = 22 * Stride;

    /// <summary>Amounts of the stop and of the target.</summary>
    public const int StopAmount = 23 * Stride, TargetAmount = 24 * Stride;

    /// <summary>How a position ended that is still to be booked: slippage included, and before it; the fee as a fraction of the value; the extremes of the
    /// closes since it was last marked.</summary>
    public const int ExitPrice = 25 * Stride, ExitRaw = 26 * Stride, ExitFeeRate = 27 * Stride, Lowest = 28 * Stride, Highest = 29 * Stride;

    /// <summary>Of a trade that is written down.</summary>
    public const int Gross = 30 * Stride, ExitFee = 31 * Stride, Net = 32 * Stride;

    private const int Columns = 33;

    /// <summary>The number of a column and a lane stands at <c>column + lane</c>.</summary>
    public readonly AlignedNumbers Number = new(Columns * Stride);

    /// <summary>What each combination says once and for all; the stop of the open position, which its regime may have chosen.</summary>
    public readonly CompiledStrategy[] Strategy = new CompiledStrategy[Most];
    public readonly StopPlan[] HeldStop = new StopPlan[Most];
    public readonly TargetPlan[] TargetPlan = new TargetPlan[Most];
    public readonly int[] ExitAfterBars = new int[Most];

    /// <summary>The first bar at whose close each may enter, which never comes when it is done; and the side it turns to there, where a signal has just reversed it, or 0.</summary>
    public readonly int[] From = new int[Most];
    public readonly int[] Turns = new int[Most];

    /// <summary>The next day to be marked, and its last bar.</summary>
    public readonly int[] Day = new int[Most], DayEnd = new int[Most];

    /// <summary>Of the open position: the bar at whose close it has been open long enough.</summary>
    public readonly int[] Regime = new int[Most], Id = new int[Most], LastBar = new int[Most];

    /// <summary>For a sizing that learns from them.</summary>
    public readonly PastTrades[] Past = new PastTrades[Most];

    /// <summary>The bar in which a position ended that is still to be booked, how, and in which lanes of each block one has.</summary>
    public readonly int[] ExitBar = new int[Stride];
    public readonly LaneExit[] Exit = new LaneExit[Most];
    public readonly EndedLanes[] Ended = new EndedLanes[Most / Block];

    /// <summary>Where trades are written down; null where only sums are kept.</summary>
    public readonly RunResult?[] Record = new RunResult?[Most];

    public bool Records => Record[0] is not null;

    /// <summary>Begins a run of the group.</summary>
    /// <param name="from">The first bar at whose close anything is decided.</param>
    /// <param name="dayEnd">The last bar of the first day.</param>
    public void Start(ReadOnlySpan<CompiledStrategy> strategies, ReadOnlySpan<RunResult> records, int from, int dayEnd, double equity)
    {
        Number.Slice(0, Number.Count).Clear();
        foreach (int column in (ReadOnlySpan<int>)[Cash, Peak, Trough]) Number.Slice(column, Most).Fill(equity);
        foreach (int column in (ReadOnlySpan<int>)[Danger, Limit]) Number.Slice(column, Stride).Fill(double.NaN);
        Array.Clear(Day);
        Array.Clear(Id);
        Array.Clear(Turns);
        Array.Clear(Past);
        Array.Clear(Ended);
        Array.Fill(DayEnd, dayEnd);
        Array.Fill(Regime, CompiledStrategy.NoRegime);
        Array.Fill(LastBar, int.MaxValue);
        // Lanes beyond the group never enter.
        Array.Fill(From, int.MaxValue);
        for (int lane = 0; lane < strategies.Length; lane++)
        {
            var strategy = Strategy[lane] = strategies[lane];
            (HeldStop[lane], TargetPlan[lane], ExitAfterBars[lane]) = (strategy.Stop, strategy.Target, strategy.ExitAfterBars);
            (Number[StopAmount + lane], Number[TargetAmount + lane]) = (strategy.Stop.Amount, strategy.Target.Amount);
            From[lane] = from;
            Record[lane] = records.IsEmpty ? null : records[lane];
        }
    }

    public TradeSums SumsOf(int lane) => new()
    {
        Count = (int)Number[Count + lane],
        Wins = (int)Number[Wins + lane],
        Losses = (int)Number[Losses + lane],
        Gains = Number[Gains + lane],
        LossSum = Number[LossSum + lane],
        Fees = Number[Fees + lane],
        Funding = Number[Funding + lane],
        Slippage = Number[Slippage + lane],
    };
}
