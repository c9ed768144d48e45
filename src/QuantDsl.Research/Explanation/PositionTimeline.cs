using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Explanation;

/// <summary>Who was in the market when: for every close of a run, the position that was open at it. Read from what the run did.</summary>
public sealed class PositionTimeline
{
    private const int Flat = -1;

    private readonly RunContext _context;
    private readonly RunResult _result;
    private readonly int[] _held;

    /// <param name="context">Of the run.</param>
    /// <param name="result">Of the same run, which is read while this lives.</param>
    public PositionTimeline(RunContext context, RunResult result)
    {
        _context = context;
        _result = result;
        _held = new int[context.Bars.Count];
        Array.Fill(_held, Flat);
        for (int i = 0; i < result.Trades.Count; i++)
        {
            var trade = result.Trades[i];
            // A position that the end of the data closes is marked at that close once more.
            int end = trade.ExitReason == ExitReason.EndOfData ? trade.ExitBar + 1 : trade.ExitBar;
            for (int bar = trade.EntryBar; bar < end; bar++) _held[bar] = i;
        }

        if (result.OpenPosition is { } open) Array.Fill(_held, result.Trades.Count, open.EntryBar, _held.Length - open.EntryBar);
        RuinedFrom = result.Ruined
            ? Math.Max(result.Trades.Count > 0 ? result.Trades[^1].ExitBar : 0, result.RefusedEntries.Count > 0 ? result.RefusedEntries[^1].Bar + 1 : 0)
            : _held.Length;
    }

    /// <summary>The first bar at whose close nothing is decided any more because the cash ran out (RULES X5); the number of bars where it never did.</summary>
    public int RuinedFrom { get; }

    /// <summary>The side of the position that is open at a close; null while flat.</summary>
    public Side? SideAt(int bar) => _held[bar] switch
    {
        Flat => null,
        var index when index < _result.Trades.Count => _result.Trades[index].Side,
        _ => _result.OpenPosition?.Side,
    };

    /// <summary>The trade that the position open at a close became; null while flat, and for one that the run left open.</summary>
    public Trade? TradeAt(int bar) => _held[bar] >= 0 && _held[bar] < _result.Trades.Count ? _result.Trades[_held[bar]] : null;

    /// <summary>Open of the bar at which the position open at a close was entered; null while flat.</summary>
    public long? OpenedAt(int bar) => _held[bar] == Flat ? null : TradeAt(bar)?.EntryTime ?? _result.OpenPosition?.EntryTime;

    /// <summary>The bar of that entry; null while flat.</summary>
    public int? EntryBarAt(int bar) => _held[bar] == Flat ? null : TradeAt(bar)?.EntryBar ?? _result.OpenPosition?.EntryBar;

    /// <summary>Whether the account looks at an entry of a side at a close: it is flat, or holds the other side and reverses (RULES X2); and has cash.</summary>
    public bool CanEnter(Side side, int bar) =>
        bar < RuinedFrom && (SideAt(bar) is not { } held || (_context.Plan.Reverse && held != side));
}
