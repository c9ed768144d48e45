using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>The combinations of a group while they are walked: rules, account and open position of each, an array per quantity, so that a block of lanes is
/// opened and booked at once.</summary>
/// <remarks>Arrays are as long as a whole number of blocks; what stands in lanes beyond the group is never used.</remarks>
internal sealed class Lanes
{
    /// <summary>Lanes of a block: one vector.</summary>
    public const int Block = 4;

    /// <summary>What each combination says once and for all; the stop of the open position, which its regime may have chosen.</summary>
    public readonly CompiledStrategy[] Strategy;
    public readonly StopPlan[] HeldStop;
    public readonly TargetPlan[] TargetPlan;
    public readonly int[] ExitAfterBars;
    public readonly double[] StopAmount, TargetAmount;

    /// <summary>The first bar at whose close each may enter, which never comes when it is done; and the side it turns to there, where a signal has just reversed it, or 0.</summary>
    public readonly int[] From;
    public readonly Side[] Turns;

    /// <summary>Cash; the highest mark, the lowest one since, the deepest drawdown before that; the next day to be marked and its last bar; what a position left open has gained.</summary>
    public readonly double[] Cash, Peak, Trough, Drawdown, Unrealised;
    public readonly int[] Day, DayEnd;

    /// <summary>Sums over the closed trades, as <see cref="TradeSums"/> has them. Counts are whole numbers, exact in a double.</summary>
    public readonly double[] Count, Wins, Losses, Gains, LossSum, Fees, Funding, Slippage;
    public readonly PastTrades[] Past;

    /// <summary>The open position: its levels are infinitely far where there are none, and its stop may trail.</summary>
    public readonly double[] Quantity, EntryFee, Flow, EntrySlippage, Stop, Target, Liquidation, FirstStop;
    public readonly int[] Regime, Id, LastBar;

    /// <summary>The nearest level on the losing and on the winning side of a position that is open; NaN, which no price reaches, for every other lane.</summary>
    public readonly double[] Danger, Limit;

    /// <summary>How a position ended that is still to be booked, and in which lanes of each block one has: the lowest bit is the first.</summary>
    public readonly LaneExit[] Exit;
    public readonly uint[] Ended;

    /// <summary>Where trades are written down; null where only sums are kept.</summary>
    public readonly RunResult?[] Record;

    public Lanes(int count)
    {
        int width = (count + Block - 1) / Block * Block;
        double[] Numbers() => new double[width];
        int[] Wholes() => new int[width];
        (StopAmount, TargetAmount, Cash, Peak, Trough, Drawdown, Unrealised) = (Numbers(), Numbers(), Numbers(), Numbers(), Numbers(), Numbers(), Numbers());
        (Count, Wins, Losses, Gains, LossSum, Fees, Funding, Slippage) = (Numbers(), Numbers(), Numbers(), Numbers(), Numbers(), Numbers(), Numbers(), Numbers());
        (Quantity, EntryFee, Flow, EntrySlippage, Stop, Target, Liquidation, FirstStop) = (Numbers(), Numbers(), Numbers(), Numbers(), Numbers(), Numbers(), Numbers(), Numbers());
        (Danger, Limit) = (Numbers(), Numbers());
        (From, Day, DayEnd, Regime, Id, LastBar, ExitAfterBars) = (Wholes(), Wholes(), Wholes(), Wholes(), Wholes(), Wholes(), Wholes());
        (Strategy, HeldStop, TargetPlan, Turns, Past, Record) = (new CompiledStrategy[width], new StopPlan[width], new TargetPlan[width], new Side[width], new PastTrades[width], new RunResult?[width]);
        (Exit, Ended) = (new LaneExit[width], new uint[width / Block]);
    }

    public bool Records => Record[0] is not null;

    /// <summary>Begins a run of the group.</summary>
    /// <param name="from">The first bar at whose close anything is decided.</param>
    /// <param name="dayEnd">The last bar of the first day.</param>
    public void Start(ReadOnlySpan<CompiledStrategy> strategies, ReadOnlySpan<RunResult> records, int from, int dayEnd, double equity)
    {
        foreach (double[] zeros in (ReadOnlySpan<double[]>)[Drawdown, Unrealised, Count, Wins, Losses, Gains, LossSum, Fees, Funding, Slippage]) Array.Clear(zeros);
        foreach (double[] equities in (ReadOnlySpan<double[]>)[Cash, Peak, Trough]) Array.Fill(equities, equity);
        Array.Fill(Danger, double.NaN);
        Array.Fill(Limit, double.NaN);
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
            (StopAmount[lane], TargetAmount[lane]) = (strategy.Stop.Amount, strategy.Target.Amount);
            From[lane] = from;
            Record[lane] = records.IsEmpty ? null : records[lane];
        }
    }

    public TradeSums SumsOf(int lane) => new()
    {
        Count = (int)Count[lane],
        Wins = (int)Wins[lane],
        Losses = (int)Losses[lane],
        Gains = Gains[lane],
        LossSum = LossSum[lane],
        Fees = Fees[lane],
        Funding = Funding[lane],
        Slippage = Slippage[lane],
    };

    /// <summary>A block of a quantity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(double[] values, int block) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double[] values, int block, Vector256<double> vector) => vector.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)block);

    /// <summary>A block whose lanes change only where they are meant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double[] values, int block, Vector256<double> vector, Vector256<double> meant) =>
        Store(values, block, Vector256.ConditionalSelect(meant, vector, Load(values, block)));

    /// <summary>All bits of the lanes of a block that are meant by bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MaskOf(uint bits)
    {
        var each = Vector256.Create(1L, 2L, 4L, 8L);
        return Vector256.Equals(Vector256.Create((long)bits) & each, each).AsDouble();
    }
}
