using System.Runtime.Intrinsics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>The combinations of a group while they are walked: rules, account and open position of each, an array per quantity so that several are booked at once.</summary>
/// <remarks>Arrays are as long as a whole number of vectors; lanes beyond the group are never looked at.</remarks>
internal sealed class Lanes
{
    /// <summary>How many are booked at once.</summary>
    public static readonly int Block = Vector256<double>.Count;

    public Lanes(int count)
    {
        int width = (count + Block - 1) / Block * Block;
        double[] Numbers() => new double[width];
        (Cash, Peak, Trough, Drawdown, Unrealised) = (Numbers(), Numbers(), Numbers(), Numbers(), Numbers());
        (Count, Wins, Losses, Gains, LossSum) = (Numbers(), Numbers(), Numbers(), Numbers(), Numbers());
        (Fees, Funding, Slippage) = (Numbers(), Numbers(), Numbers());
        (Quantity, EntryFee, Flow, EntrySlippage) = (Numbers(), Numbers(), Numbers(), Numbers());
        (Stop, Target, Liquidation, FirstStop, Danger, Limit) = (Numbers(), Numbers(), Numbers(), Numbers(), Numbers(), Numbers());
        (ExitPrice, ExitRaw, ExitFeeRate, Lowest, Highest) = (Numbers(), Numbers(), Numbers(), Numbers(), Numbers());
        Danger.AsSpan().Fill(double.NaN);
        Limit.AsSpan().Fill(double.NaN);
        Ended = new long[width];
        (From, Day, LastBar, Regime, Id, ExitBar, StretchFrom) = (new int[width], new int[width], new int[width], new int[width], new int[width], new int[width], new int[width]);
        (Turns, ExitAfterBars) = (new Side[width], new int[width]);
        (Strategy, HeldStop, TargetPlan, Past, Record, Reason, ExitsAtOpen) = (new CompiledStrategy[width], new StopPlan[width], new TargetPlan[width], new PastTrades[width], new RunResult?[width], new ExitReason[width], new bool[width]);
    }

    /// <summary>What each says once and for all; the stop of the open position, which its regime may have chosen.</summary>
    public CompiledStrategy[] Strategy { get; }

    public StopPlan[] HeldStop { get; }

    public TargetPlan[] TargetPlan { get; }

    public int[] ExitAfterBars { get; }

    /// <summary>The first bar at whose close each may enter; one that never comes when it is done.</summary>
    public int[] From { get; }

    /// <summary>The side each turns to at <see cref="From"/>, where a signal has just reversed it; 0 where it is flat.</summary>
    public Side[] Turns { get; }

    /// <summary>Cash; the highest mark, the lowest one since, and the deepest drawdown before that; the next day to be marked.</summary>
    public double[] Cash { get; }

    public double[] Peak { get; }

    public double[] Trough { get; }

    public double[] Drawdown { get; }

    public int[] Day { get; }

    /// <summary>What the position left open at the last close has gained.</summary>
    public double[] Unrealised { get; }

    /// <summary>Sums over the closed trades, as <see cref="TradeSums"/> has them. Counts are whole numbers, exact in a double.</summary>
    public double[] Count { get; }

    public double[] Wins { get; }

    public double[] Losses { get; }

    public double[] Gains { get; }

    public double[] LossSum { get; }

    public double[] Fees { get; }

    public double[] Funding { get; }

    public double[] Slippage { get; }

    /// <summary>For a sizing that learns from them.</summary>
    public PastTrades[] Past { get; }

    /// <summary>The open position: its levels are infinitely far where there are none, and its stop may trail.</summary>
    public double[] Quantity { get; }

    public double[] EntryFee { get; }

    /// <summary>Funding of the open position.</summary>
    public double[] Flow { get; }

    public double[] EntrySlippage { get; }

    public double[] Stop { get; }

    public double[] Target { get; }

    public double[] Liquidation { get; }

    public double[] FirstStop { get; }

    public int[] Regime { get; }

    public int[] Id { get; }

    /// <summary>The bar at whose close it has been open long enough.</summary>
    public int[] LastBar { get; }

    /// <summary>The nearest level on the losing and on the winning side of a position that is held with others; NaN, which no price reaches, for every other lane.</summary>
    public double[] Danger { get; }

    public double[] Limit { get; }

    /// <summary>All bits where a position has ended and is still to be booked.</summary>
    public long[] Ended { get; }

    /// <summary>How it ended, and the closes since it was last marked.</summary>
    public int[] ExitBar { get; }

    public double[] ExitPrice { get; }

    public double[] ExitRaw { get; }

    public double[] ExitFeeRate { get; }

    public ExitReason[] Reason { get; }

    public bool[] ExitsAtOpen { get; }

    public int[] StretchFrom { get; }

    public double[] Lowest { get; }

    public double[] Highest { get; }

    /// <summary>Where trades are written down; null where only sums are kept.</summary>
    public RunResult?[] Record { get; }

    /// <summary>Begins a run of one lane.</summary>
    public void Start(int lane, CompiledStrategy strategy, int from, double equity, RunResult? record)
    {
        Strategy[lane] = strategy;
        HeldStop[lane] = strategy.Stop;
        TargetPlan[lane] = strategy.Target;
        ExitAfterBars[lane] = strategy.ExitAfterBars;
        From[lane] = from;
        Turns[lane] = 0;
        Regime[lane] = CompiledStrategy.NoRegime;
        Cash[lane] = Peak[lane] = Trough[lane] = equity;
        Drawdown[lane] = Unrealised[lane] = 0;
        Day[lane] = Id[lane] = 0;
        Count[lane] = Wins[lane] = Losses[lane] = Gains[lane] = LossSum[lane] = Fees[lane] = Funding[lane] = Slippage[lane] = 0;
        Past[lane] = default;
        Ended[lane] = 0;
        Danger[lane] = Limit[lane] = double.NaN;
        Record[lane] = record;
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
}
