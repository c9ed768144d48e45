using System.Runtime.CompilerServices;
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
    private readonly LaneBook _book;
    private readonly LaneOrder _orders;
    private readonly LaneHolding _holding;
    private readonly Lane[] _lanes;
    private readonly double[] _days;
    private readonly int[] _entering;
    private readonly ulong[] _entries;
    private readonly LeavingBars _leaving;

    /// <param name="context">Of a run that <see cref="Serves"/>.</param>
    /// <param name="lanes">The most combinations of a group.</param>
    /// <exception cref="ArgumentException">The run needs the plain walk.</exception>
    public GroupWalk(RunContext context, int lanes)
    {
        if (!Serves(context)) throw new ArgumentException("the run needs the plain walk", nameof(context));
        _context = context;
        Width = lanes;
        _lanes = new Lane[lanes];
        _entering = new int[lanes];
        _entries = new ulong[context.AllowedEntries.Words.Length];
        _leaving = new(context);
        int[] dayEnds = EquityCurve.DayEnds(context.Bars, context.FirstDecisionBar);
        DayCount = dayEnds.Length - 1;
        _days = new double[lanes * DayCount];
        _book = new(context, dayEnds);
        _orders = new(context);
        _holding = new(_book, _leaving, lanes);
    }

    /// <summary>The most combinations of a group.</summary>
    public int Width { get; }

    private int DayCount { get; }

    /// <summary>Whether a run can be walked so: fills that do not depend on what is traded, no limits of a risk file, no parts.</summary>
    public static bool Serves(RunContext context) =>
        context.Settings.Fills != FillMode.Realistic && context.Settings.Limits.IsNone && !context.Plan.Scales;

    /// <summary>Runs a group.</summary>
    /// <param name="signals">Of every combination of it.</param>
    /// <param name="strategies">One per combination, each bound to its own; at most <see cref="Width"/>.</param>
    /// <param name="records">Where the trades, refusals and days of each are written down; empty for none. Ambiguous trades and the longest drawdown are not.</param>
    public void Run(Signals signals, ReadOnlySpan<CompiledStrategy> strategies, ReadOnlySpan<RunResult> records = default)
    {
        for (int i = 0; i < strategies.Length; i++) Start(ref _lanes[i], i, strategies[i], records.IsEmpty ? null : records[i]);
        Gather(signals);
        switch (_context.Settings.Fills)
        {
            case FillMode.Neutral: Walk(signals, new NeutralFills(), strategies.Length); break;
            default: Walk(signals, _context.ScreeningFills, strategies.Length); break;
        }

        for (int i = 0; i < strategies.Length; i++) Finish(ref _lanes[i], i);
    }

    /// <summary>What became of a lane of the last run.</summary>
    public RunOutcome this[int lane] => new(_context.Settings.Equity, _lanes[lane].Cash + _lanes[lane].Unrealised, _lanes[lane].Curve.MaxDrawdown,
        _lanes[lane].Sums, _days.AsMemory(lane * DayCount, DayCount));

    private void Start(ref Lane lane, int index, CompiledStrategy strategy, RunResult? record)
    {
        lane = new()
        {
            Strategy = strategy,
            HeldStop = strategy.Stop,
            Regime = CompiledStrategy.NoRegime,
            Target = strategy.Target,
            ExitAfterBars = strategy.ExitAfterBars,
            From = _context.FirstDecisionBar,
            Cash = _context.Settings.Equity,
            Record = record,
        };
        lane.Curve.Start(lane.Cash, _days, index * DayCount);
        record?.Reset(lane.Cash);
    }

    private void Finish(ref Lane lane, int index)
    {
        if (lane.From < int.MaxValue) _book.Rest(ref lane, _context.Bars.Count - 1);
        lane.Curve.Finish();
        if (lane.Record is not { } record) return;
        var outcome = this[index];
        record.FinalEquity = outcome.FinalEquity;
        record.MaxDrawdown = outcome.MaxDrawdown;
        _book.WriteDays(outcome.Days.Span, record);
    }

    /// <summary>The bars at whose close a flat account enters, and those at which a held one leaves by a signal.</summary>
    private void Gather(Signals signals)
    {
        var allowed = _context.AllowedEntries.Words;
        ReadOnlySpan<ulong> enterLong = signals.EnterLong.Words, enterShort = signals.EnterShort.Words;
        for (int i = 0; i < _entries.Length; i++) _entries[i] = allowed[i] & (enterLong[i] | enterShort[i]);
        _leaving.Gather(signals);
    }

    private void Walk<TFills>(Signals signals, TFills fills, int lanes)
        where TFills : struct, IFillModel
    {
        for (int bar = NextEntry(FirstFree(lanes)); bar < int.MaxValue; bar = NextEntry(FirstFree(lanes)))
        {
            Expect(NextEntry(bar + 1) + 1);
            // A flat account that may go both ways goes long; one that a signal reversed goes where that says.
            bool goesLong = signals.EnterLong.Contains(bar);
            int entering = 0;
            for (int i = 0; i < lanes; i++)
                if (_lanes[i].From <= bar && (_lanes[i].Reverses == 0 ? goesLong : _lanes[i].Reverses == Side.Long)) _entering[entering++] = i;
            if (entering > 0) Trade<TFills, LongDirection>(fills, bar, entering);

            // Those that went long are free again at a later close, or turned at one.
            entering = 0;
            for (int i = 0; i < lanes; i++)
                if (_lanes[i].From <= bar && (_lanes[i].Reverses == 0 ? !goesLong : _lanes[i].Reverses == Side.Short)) _entering[entering++] = i;
            if (entering > 0) Trade<TFills, ShortDirection>(fills, bar, entering);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Trade<TFills, TDirection>(TFills fills, int signalBar, int entering)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        var entry = _orders.At<TFills, TDirection>(fills, signalBar);
        int opened = 0;
        foreach (int index in _entering.AsSpan(0, entering))
        {
            ref var lane = ref _lanes[index];
            if (lane.Reverses == 0) _book.Rest(ref lane, signalBar);
            lane.Reverses = 0;
            if (_orders.Open<TDirection>(ref lane, entry)) _entering[opened++] = index;
            else _book.MarkFlat(ref lane, signalBar + 1);
        }

        if (opened > 0) _holding.Hold<TFills, TDirection>(fills, _lanes, _entering.AsSpan(0, opened), entry);
    }

    /// <summary>The next entry is known long before its prices are needed.</summary>
    private void Expect(int bar)
    {
        QuietBars.Expect(_context.Open, bar);
        QuietBars.Expect(_context.High, bar);
        QuietBars.Expect(_context.Low, bar);
        QuietBars.Expect(_context.Close, bar);
        QuietBars.Expect(_context.High, bar + 8);
        QuietBars.Expect(_context.Low, bar + 8);
        QuietBars.Expect(_context.Close, bar + 8);
        if (_lanes[0].HeldStop.Series is { } series) QuietBars.Expect(series, bar);
    }

    private int FirstFree(int lanes)
    {
        int first = int.MaxValue;
        for (int i = 0; i < lanes; i++) first = Math.Min(first, _lanes[i].From);
        return first;
    }

    private int NextEntry(int from) => LeavingBars.Next(_entries, from);
}
