using QuantDsl.Backtest.Events;
using QuantDsl.Backtest.Risk;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Portfolio;

/// <summary>One strategy of an account, on all its symbols: what it made of the initial equity, and its circuit breakers.</summary>
internal sealed class StrategyBook(string name, Wallet whole, StrategyLimits limits)
{
    private readonly List<MemberBook> _books = [];
    private Refusal? _told;
    private long _toldDay;

    public string Name => name;

    /// <summary>The initial equity and the strategy's own results.</summary>
    public Wallet Wallet { get; } = new(whole);

    /// <summary>Null for none.</summary>
    public RiskMonitor? Risk { get; } = limits.IsNone ? null : new(limits);

    /// <summary>Whether its positions have to be closed at their next opens.</summary>
    public bool MustClose { get; private set; }

    public void Join(MemberBook book) => _books.Add(book);

    public void Start(double equity)
    {
        Wallet.Start(equity);
        MustClose = false;
        _told = null;
        Risk?.Start(_books.Min(book => book.Account.Context.StartUtcMs), equity);
    }

    /// <summary>Looks at an instant at which bars of it have closed.</summary>
    public void Mark(long utcMs, IRunEvents? events)
    {
        if (Risk is not { } risk) return;
        bool closes = false;
        double equity = Wallet.Cash;
        foreach (var book in _books)
        {
            closes |= book.CountsAt(utcMs);
            equity += book.OpenGain;
        }

        if (!closes) return;
        // Of a new day's loss it is told again, though it may come at the day's first mark.
        long day = (utcMs - 1) / Timeframe.Day;
        if (_told == Refusal.DailyLoss && day != _toldDay) _told = null;
        MustClose = risk.Mark(utcMs, equity);
        var tripped = risk.Breaker(utcMs);
        if (tripped is { } reason && tripped != _told) events?.Add(new HaltEvent(utcMs, _books[0].Account.Member, reason, equity));
        (_told, _toldDay) = (tripped, day);
    }
}
