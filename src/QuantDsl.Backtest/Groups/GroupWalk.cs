using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>The account rules, RULES X, over all combinations that signal alike, at once: a lane each, jumping from signal to signal.</summary>
/// <remarks>
/// Equal to <see cref="AccountWalk"/> to the last bit, lane by lane. Lanes differ in their stops, targets and money; those that enter at the same
/// close share the fill and one pass over the bars of their positions, which looks only for a level that any of them could reach. One per worker;
/// nothing is allocated per bar or combination.
/// </remarks>
public sealed class GroupWalk
{
    private readonly RunContext _context;
    private readonly BarBlocks _blocks;
    private readonly Lanes _lanes;
    private readonly LaneMarks _marks;
    private readonly LaneDays _laneDays;
    private readonly LaneOrder _orders;
    private readonly LaneHolding _holding;
    private readonly LeavingBars _leaving;
    private readonly LaneEnding _ending;
    private readonly uint[] _entering;
    private readonly int[] _dayNumbers;
    private readonly double[] _days, _drawdowns;
    private readonly ulong[] _entries;

    /// <param name="context">Of a run that <see cref="Serves"/>.</param>
    /// <param name="lanes">The most combinations of a group, up to <see cref="MostLanes"/>.</param>
    /// <exception cref="ArgumentException">The run needs the plain walk.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too many lanes.</exception>
    public GroupWalk(RunContext context, int lanes)
    {
        if (!Serves(context)) throw new ArgumentException("the run needs the plain walk", nameof(context));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lanes, MostLanes);
        _context = context;
        _blocks = context.Blocks;
        Width = lanes;
        (int[] dayEnds, _dayNumbers) = MarkedDays.From(context.Bars, context.FirstDecisionBar);
        _days = new double[lanes * _dayNumbers.Length];
        _drawdowns = new double[lanes];
        _entering = new uint[(lanes + Lanes.Block - 1) / Lanes.Block];
        _entries = new ulong[context.AllowedEntries.Words.Length];
        _lanes = new();
        _laneDays = new(_lanes, context.Close, dayEnds, lanes);
        _marks = new(_lanes, context.Close, _laneDays);
        _leaving = new(context);
        _orders = new(context, _lanes);
        _ending = new(context, _lanes);
        _holding = new(context, _lanes, _marks, _laneDays, _leaving, _ending);
    }

    /// <summary>Combinations of a group at most.</summary>
    public const int MostLanes = Lanes.Most;

    /// <summary>The most combinations of a group here.</summary>
    public int Width { get; }

    /// <summary>Whether a run can be walked so: fills that do not depend on what is traded, no limits of a risk file, no parts.</summary>
    public static bool Serves(RunContext context) =>
        context.Settings.Fills != FillMode.Realistic && context.Settings.Limits.IsNone && !context.Plan.Scales;

    /// <summary>Lays the bars out as walks look at them: once for all of them, and before workers would do it side by side.</summary>
    public static void Prepare(RunContext context) => _ = context.Blocks;

    /// <summary>Runs a group.</summary>
    /// <param name="signals">Of every combination of it.</param>
    /// <param name="strategies">One per combination, each bound to its own; at most <see cref="Width"/>.</param>
    /// <param name="records">Where the trades, refusals and days of each are written down; empty for none. Ambiguous trades and the longest drawdown are not.</param>
    public void Run(Signals signals, ReadOnlySpan<CompiledStrategy> strategies, ReadOnlySpan<RunResult> records = default)
    {
        foreach (var record in records) record.Reset(_context.Settings.Equity);
        _lanes.Start(strategies, records, _context.FirstDecisionBar, _laneDays.FirstEnd, _context.Settings.Equity);
        _orders.Begin(strategies.Length);
        Gather(signals);
        _leaving.Gather(signals, strategies);
        _ending.Begin(_leaving.AnyTrails);
        switch (_context.Settings.Fills)
        {
            case FillMode.Neutral: Walk(signals, new NeutralFills(), strategies.Length); break;
            default: Walk(signals, _context.ScreeningFills, strategies.Length); break;
        }

        for (int i = 0; i < strategies.Length; i++) Finish(i);
        // The numbers of lanes and bars are read by their addresses.
        GC.KeepAlive(_lanes);
        GC.KeepAlive(_blocks);
    }

    /// <summary>What became of a lane of the last run.</summary>
    public RunOutcome this[int lane] => new(_context.Settings.Equity, _lanes.Number[Lanes.Cash + lane] + _lanes.Number[Lanes.Unrealised + lane], _drawdowns[lane],
        _lanes.SumsOf(lane), _days.AsMemory(lane * _dayNumbers.Length, _dayNumbers.Length));

    private void Finish(int lane)
    {
        if (_lanes.From[lane] < int.MaxValue) _laneDays.Rest(lane, _context.Bars.Count - 1, _lanes.Number[Lanes.Cash + lane]);
        _laneDays.CopyTo(lane, _days.AsSpan(lane * _dayNumbers.Length, _dayNumbers.Length));
        _drawdowns[lane] = _marks.Finish(lane);
        if (_lanes.Record[lane] is not { } record) return;
        var outcome = this[lane];
        record.FinalEquity = outcome.FinalEquity;
        record.MaxDrawdown = outcome.MaxDrawdown;
        var days = outcome.Days.Span;
        for (int i = 0; i < days.Length; i++) record.Days.Add(new(_dayNumbers[i], days[i]));
    }

    /// <summary>The bars at whose close a flat account enters, and those at which a held one leaves by a signal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(Signals signals)
    {
        var allowed = _context.AllowedEntries.Words;
        ReadOnlySpan<ulong> enterLong = signals.EnterLong.Words, enterShort = signals.EnterShort.Words;
        for (int i = 0; i < _entries.Length; i++) _entries[i] = allowed[i] & (enterLong[i] | enterShort[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk<TFills>(Signals signals, TFills fills, int lanes)
        where TFills : struct, ILaneFills
    {
        for (int bar = NextEntry(FirstFree(lanes)), next; bar < int.MaxValue; bar = FirstFree(lanes) is var free && free <= next ? next : NextEntry(free))
        {
            // Nobody who trades here is free before it.
            next = NextEntry(bar + 1);
            if (next < int.MaxValue) Expect(next + 1);
            // A flat account that may go both ways goes long; one that a signal reversed goes where that says. Those that go long here are
            // free again at a later close, or turned at one.
            bool goesLong = signals.EnterLong.Contains(bar);
            if (goesLong || _context.Plan.Reverse) Trade<TFills, LongDirection>(fills, bar, lanes, goesLong);
            if (!goesLong || _context.Plan.Reverse) Trade<TFills, ShortDirection>(fills, bar, lanes, !goesLong);
        }
    }

    /// <summary>Trades all lanes that go one way at a close.</summary>
    /// <param name="goesSo">Whether flat ones do.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Trade<TFills, TDirection>(TFills fills, int signalBar, int lanes, bool goesSo)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        var entry = default(LaneEntry);
        int firstBlock = -1, end = 0, count = 0;
        Vector256<int> close = Vector256.Create(signalBar), sign = Vector256.Create((int)TDirection.Sign), flatGo = Vector256.Create(goesSo ? -1 : 0);
        for (int block = 0; block < lanes; block += Lanes.Block)
        {
            Vector256<int> turns = Vector256.LoadUnsafe(ref _lanes.Turns[block]), free = Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref _lanes.From[block]), close);
            Vector256<int> flat = Vector256.Equals(turns, Vector256<int>.Zero), going = free & (Vector256.Equals(turns, sign) | (flat & flatGo));
            uint bits = going.Bits();
            if (bits != 0)
            {
                uint resting = (going & flat & Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref _lanes.DayEnd[block]), close)).Bits();
                if (resting != 0) _laneDays.Rest(block, resting, signalBar);
                (turns & ~going).StoreUnsafe(ref _lanes.Turns[block]);
            }

            uint opened = 0;
            if (bits != 0)
            {
                if (end == 0) entry = _orders.At<TFills, TDirection>(fills, signalBar);
                end = block + Lanes.Block;
                opened = _orders.Open<TDirection>(block, bits, entry);
                for (uint left = bits & ~opened; left != 0; left &= left - 1) StayFlat(block + BitOperations.TrailingZeroCount(left), signalBar + 1);
                if (opened != 0 && firstBlock < 0) firstBlock = block;
                count += BitOperations.PopCount(opened);
            }

            _entering[block / Lanes.Block] = opened;
        }

        if (firstBlock >= 0) _holding.Hold<TFills, TDirection>(fills, _entering, firstBlock, end, count, entry);
    }

    private void StayFlat(int lane, int bar)
    {
        double equity = _lanes.Number[Lanes.Cash + lane];
        _marks.Mark(lane, equity);
        _laneDays.Rest(lane, bar, equity);
        _lanes.From[lane] = bar;
        if (equity <= 0) _holding.Ruin(lane);
    }

    /// <summary>The next entry is known long before its prices are needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Expect(int bar)
    {
        _blocks.Expect(bar);
        if (_lanes.HeldStop[0].Series is { } series) BarBlocks.Expect(series, bar - 1);
        if (_lanes.TargetPlan[0].Series is { } distances) BarBlocks.Expect(distances, bar - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FirstFree(int lanes)
    {
        // Lanes beyond the group are never free.
        var first = Vector256.Create(int.MaxValue);
        for (int i = 0; i < lanes; i += Lanes.Block) first = Vector256.Min(first, Vector256.LoadUnsafe(ref _lanes.From[i]));
        var half = Vector128.Min(first.GetLower(), first.GetUpper());
        half = Vector128.Min(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
        return Math.Min(half[0], half[1]);
    }

    private int NextEntry(int from) => LeavingBars.Next(_entries, from);
}
