using QuantDsl.Backtest.Events;
using QuantDsl.Backtest.Risk;

namespace QuantDsl.Backtest.Portfolio;

/// <summary>One strategy of an account, on all its symbols: what it made of the initial equity, and its circuit breakers.</summary>
internal sealed class StrategyBook(string name, Wallet whole, StrategyLimits limits)
{
    private readonly List<MemberBook> _books = [];

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
            closes |= book.IsClosing(utcMs);
            equity += book.OpenGain;
        }

        if (!closes) return;
        var before = risk.Breaker(utcMs);
        MustClose = risk.Mark(utcMs, equity);
        if (risk.Breaker(utcMs) is { } tripped && tripped != before) events?.Add(new HaltEvent(utcMs, _books[0].Account.Member, tripped, equity));
    }
}
