using System.Collections.Immutable;
using QuantDsl.Backtest.Events;
using QuantDsl.Backtest.Risk;

namespace QuantDsl.Backtest.Portfolio;

/// <summary>The account rules of RULES X a step at a time: any number of members on one account, everything in order of time and then in declared order.
/// The plain engine: <see cref="AccountWalk"/> does the same for one member without steps, and equals it to the last bit.</summary>
/// <remarks>
/// At an instant: what happened inside the bars that end then, member by member; the marks; what each decides; of the bars that open then funding
/// and exits, after all of them entries and additions, and then the stops that the open itself reaches. So money that an exit frees is there for every entry of the same open.
/// </remarks>
public sealed class PortfolioWalk
{
    private readonly MemberBook[] _books;
    private readonly StrategyBook[] _strategies;

    /// <summary>The strategy of each book.</summary>
    private readonly StrategyBook[] _strategyOf;

    private readonly Ledger _ledger;
    private readonly PortfolioMonitor? _monitor;
    private readonly RebalancingSchedule? _rebalancing;
    private readonly RunResult _result = new();
    private readonly AccountCurve _curve;
    private readonly AccountSettings _settings;
    private int _marks;
    private double _markedCash;

    /// <param name="members">At least one, in declared order; their contexts have the same account settings.</param>
    /// <param name="events">Null where nobody listens.</param>
    /// <exception cref="ArgumentException">There is no member, or they are of different accounts.</exception>
    public PortfolioWalk(ImmutableArray<PortfolioMember> members, PortfolioSettings settings, IRunEvents? events = null)
    {
        if (members.IsEmpty) throw new ArgumentException("a portfolio has at least one member", nameof(members));
        _settings = members[0].Context.Settings;
        if (members.Any(m => m.Context.Settings.Equity != _settings.Equity)) throw new ArgumentException("all members are of one account", nameof(members));
        _monitor = settings.Limits.IsNone ? null : new(settings.Limits, [.. members.Select(m => m.Context)]);
        _rebalancing = settings.Rebalancing is { } rebalancing ? new(rebalancing) : null;
        _ledger = new() { Events = events, Portfolio = members.Length == 1 && _monitor is null ? null : new() { Monitor = _monitor } };
        _curve = new(_result);
        _strategies = [.. members.Select(m => m.Strategy).Distinct(StringComparer.Ordinal).Select(name => new StrategyBook(name, _ledger.Wallet, _settings.Limits))];
        _strategyOf = [.. members.Select(m => _strategies.First(s => s.Name == m.Strategy))];
        _books = [.. members.Select(BookOf)];
    }

    /// <summary>Runs every member from its first warm close to its last.</summary>
    /// <returns>The walk's own result, overwritten by its next run.</returns>
    public PortfolioResult Run()
    {
        var (start, end) = Start();
        while (true)
        {
            long now = long.MaxValue;
            foreach (var book in _books) now = Math.Min(now, book.NextUtcMs);
            if (now == long.MaxValue) break;
            Close(now);
            // Between the two: what opens at this instant is no part of its mark.
            if (_ledger.Events is { } events) _curve.Tell(events, NextMark(), _markedCash);
            Open(now);
        }

        foreach (var book in _books) book.Finish();
        _curve.Finish();
        return Result(start, end);
    }

    private (long StartUtcMs, long EndUtcMs) Start()
    {
        _ledger.Start(_settings.Equity);
        foreach (var book in _books)
        {
            book.Account.Wallet.Start(_settings.Equity);
            book.Start();
            // A member that never asks for an entry is no part of the account: neither its first close nor its bars may show in a result.
            book.IsActive = book.FirstSignal < book.Account.Context.Bars.Count;
        }

        if (!_books.Any(book => book.IsActive))
            foreach (var book in _books) book.IsActive = true;
        foreach (var strategy in _strategies) strategy.Start(_settings.Equity);
        _result.Reset(_settings.Equity);
        (_marks, _markedCash) = (0, _settings.Equity);
        var active = _books.Where(book => book.IsActive).Select(book => book.Account.Context).ToArray();
        long start = active.Min(context => context.StartUtcMs), end = active.Max(context => context.EndUtcMs);
        _curve.Start(start, _settings.Equity);
        _monitor?.Start(start, _settings.Equity);
        _rebalancing?.Start(start);
        _ledger.StartUtcMs = start;
        _ledger.Events?.Add(new StartEvent(start, _settings.Equity, [.. _books.Select(book => book.IsActive)]));
        return (start, end);
    }

    private long NextMark()
    {
        long next = long.MaxValue;
        foreach (var book in _books)
            if (book.IsActive) next = Math.Min(next, book.NextCloseUtcMs);
        return next;
    }

    private void Close(long now)
    {
        bool closes = false, marks = false, counts = false;
        foreach (var book in _books)
        {
            if (!book.IsClosing(now)) continue;
            book.Close();
            Collect(book);
            closes = true;
            marks |= book.IsActive;
            counts |= book.CountsAt(now);
        }

        if (!closes) return;
        if (marks) Mark(now, counts);
        foreach (var strategy in _strategies) strategy.Mark(now, _ledger.Events);
        for (int i = 0; i < _books.Length; i++)
        {
            if (!_books[i].IsClosing(now)) continue;
            _books[i].Mark();
            _books[i].Decide(mustClose: _strategyOf[i].MustClose || _monitor is { MustClose: true }, decides: !_result.Ruined);
        }
    }

    /// <param name="counts">True where limits and rebalancing look at the mark: they know nothing of signals that are still to come.</param>
    private void Mark(long now, bool counts)
    {
        double equity = _ledger.Wallet.Cash;
        bool holds = false, isOpen = false;
        foreach (var book in _books)
        {
            equity += book.OpenGain;
            holds |= book.IsClosing(now) ? book.HoldsAtClose : book.Account.IsOpen;
            isOpen |= book.Account.IsOpen;
        }

        _marks++;
        _markedCash = _ledger.Wallet.Cash;
        if (holds) _result.BarsInMarket++;
        if (_ledger.Wallet.Cash <= 0 && !isOpen) _result.Ruined = true;
        _curve.Mark(now, equity);
        if (!counts) return;
        _monitor?.Mark(now, equity, _ledger.Events);
        if (_rebalancing is { } rebalancing && rebalancing.IsDue(now) && !_result.Ruined) rebalancing.Order(now, equity, _books, _ledger.Events);
    }

    private void Open(long now)
    {
        foreach (var book in _books)
        {
            if (!book.IsOpening(now)) continue;
            book.LeaveAtOpen();
            Collect(book);
        }

        foreach (var book in _books)
            if (book.IsOpening(now)) book.EnterAtOpen();
        foreach (var book in _books)
        {
            if (!book.IsOpening(now)) continue;
            book.EndAtOpen();
            Collect(book);
        }
    }

    /// <summary>Takes the trades a member has closed since it was last looked at, with their fills.</summary>
    private void Collect(MemberBook book)
    {
        var own = book.Account.Result;
        for (; book.Collected < own.Trades.Count; book.Collected++)
        {
            var trade = own.Trades[book.Collected];
            _result.Trades.Add(trade with { FirstFill = trade.FillCount > 0 ? _result.Fills.Count : 0 });
            _result.Fills.AddRange(own.Fills.GetRange(trade.FirstFill, trade.FillCount));
        }
    }

    private PortfolioResult Result(long start, long end)
    {
        _result.FinalEquity = _ledger.Wallet.Cash;
        foreach (var book in _books)
        {
            var own = book.Account.Result;
            if (own.OpenPosition is { } open)
            {
                _result.FinalEquity += open.UnrealisedPnl;
                _result.OpenPositions.Add(open with { FirstFill = open.FillCount > 0 ? _result.Fills.Count : 0 });
                _result.Fills.AddRange(own.Fills.GetRange(open.FirstFill, open.FillCount));
            }

            for (int i = 0; i < own.Refusals.Length; i++) _result.Refusals[i] += own.Refusals[i];
            _result.RefusedEntries.AddRange(own.RefusedEntries);
            _result.AmbiguousTrades += own.AmbiguousTrades;
        }

        return new(_result, [.. _books.Select(b => b.Account.Result)], _marks, start, end) { RebalancedValue = _books.Sum(b => b.RebalancedValue) };
    }

    private MemberBook BookOf(PortfolioMember member, int index)
    {
        var strategy = _strategyOf[index];
        var account = new Account(member.Context, new(), _ledger, new(strategy.Wallet), strategy.Risk, index) { Weight = member.Weight };
        _ledger.Portfolio?.Join(account);
        var book = MemberBook.Of(member, account, resizes: _rebalancing is not null);
        strategy.Join(book);
        return book;
    }
}
