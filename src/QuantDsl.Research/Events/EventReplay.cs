using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Research.Events;

/// <summary>Rebuilds a run's equity curve from its event log: cash from fills and settlements, positions from what was opened, changed and closed.</summary>
/// <remarks>
/// Equity is cash + the gain of every open position at its member's latest primary close since it was opened (the entry before there is one), summed
/// in declared order, at every primary close of a member that is marked, from its first on at which it may decide (RULES R3). What the log says has happened inside a bar or at its close comes before the marks of that instant, what has happened at an open
/// after them: the same instant is the close of one bar and the open of the next.
/// </remarks>
public sealed class EventReplay
{
    private readonly EventLogReader _log;
    private readonly Member[] _members;
    private readonly long[] _instants;
    private readonly ReplayedCurve _curve = new();
    private double _cash;
    private int _marked;

    private EventReplay(EventLogReader log, IReadOnlyList<BarSeries> bars)
    {
        _log = log;
        _members = [.. bars.Select(series => new Member(series))];
        _cash = log.InitialEquity;
        var members = log.Members;
        _instants = [.. bars.SelectMany((series, i) => members[i].IsMarked ? Enumerable.Range(0, series.Count).Select(series.CloseTime).Where(close => close >= members[i].StartUtcMs) : []).Distinct().Order()];
    }

    /// <summary>Replays a log.</summary>
    /// <param name="log">As far as it was written.</param>
    /// <param name="bars">The primary bars of each member, in declared order, as the run read them.</param>
    /// <exception cref="InputException">The log is damaged, or contradicts itself or the bars.</exception>
    public static ReplayedRun Run(EventLogReader log, IReadOnlyList<BarSeries> bars)
    {
        if (log.Members.Length != bars.Count) throw new ArgumentException($"{bars.Count} series for {log.Members.Length} members", nameof(bars));
        return new EventReplay(log, bars).Run();
    }

    private ReplayedRun Run()
    {
        bool isComplete = false;
        foreach (var line in _log.Lines())
        {
            if (line.Kind == EventTable.Fill) Pay(line, line.Value(EventTable.Realised) - line.Value(EventTable.Fee));
            else if (line.Kind == EventTable.FundingSettled) Pay(line, line.Value(EventTable.Amount));
            else if (line.Kind == EventTable.PositionOpen) MemberOf(line).Open(line);
            else if (line.Kind == EventTable.PositionChange) MemberOf(line).Change(line);
            else if (line.Kind == EventTable.PositionClose) MemberOf(line).Close();
            else if (line.Kind == EventTable.EquityMark) Compare(line, isLast: false);
            else if (line.Kind == EventTable.RunEnd)
            {
                Compare(line, isLast: true);
                isComplete = true;
            }
        }

        return new([.. _curve.Days], _curve.Last, _curve.MaxDrawdown, _curve.MaxDurationMs, isComplete);
    }

    private Member MemberOf(EventLine line) => line.Whole(EventTable.MemberNumber) is { } number && number >= 0 && number < _members.Length
        ? _members[number]
        : throw Contradiction(line, "the run has no such member");

    private void Pay(EventLine line, double amount)
    {
        MarkBefore(line.UtcMs, isIncluded: line.Text(EventTable.Moment) == EventTable.Open);
        _cash += amount;
        if (_cash != line.Value(EventTable.Cash)) throw Contradiction(line, FormattableString.Invariant($"the cash is {_cash:R} by what was paid, {line.Value(EventTable.Cash):R} by the line"));
    }

    private void Compare(EventLine line, bool isLast)
    {
        MarkBefore(isLast ? long.MaxValue : line.UtcMs, isIncluded: true);
        if (_curve.Last != line.Value(EventTable.Equity))
            throw Contradiction(line, FormattableString.Invariant($"the equity is {_curve.Last:R} by fills and bars, {line.Value(EventTable.Equity):R} by the line"));
    }

    private void MarkBefore(long utcMs, bool isIncluded)
    {
        for (; _marked < _instants.Length && (_instants[_marked] < utcMs || (isIncluded && _instants[_marked] == utcMs)); _marked++)
        {
            double equity = _cash;
            foreach (var member in _members)
            {
                member.AdvanceTo(_instants[_marked]);
                equity += member.Gain;
            }

            _curve.Mark(_instants[_marked], equity);
        }
    }

    private InputException Contradiction(EventLine line, string what) =>
        new(FailureKind.Data, Diagnostic.InFile(_log.Path, (int)Math.Min(line.Number, int.MaxValue), EventLogDiagnostics.NotReplayed, what) with
        {
            Help = "give the bars that the run read, or do the run again",
        });

    /// <summary>What a member holds, and where its market stands.</summary>
    private sealed class Member(BarSeries bars)
    {
        private int _closed = -1;
        private double _sign, _entryPrice, _quantity, _last;

        /// <summary>Of the open position; 0 without one.</summary>
        public double Gain => _sign == 0 ? 0 : _sign * (_last - _entryPrice) * _quantity;

        public void AdvanceTo(long utcMs)
        {
            for (; _closed + 1 < bars.Count && bars.CloseTime(_closed + 1) <= utcMs; _last = bars.Close[_closed]) _closed++;
        }

        public void Open(EventLine line)
        {
            _sign = line.Text(EventTable.PositionSide) == EventTable.Long ? 1 : -1;
            _last = line.Value(EventTable.EntryPrice);
            Change(line);
        }

        public void Change(EventLine line) => (_entryPrice, _quantity) = (line.Value(EventTable.EntryPrice), line.Value(EventTable.Quantity));

        public void Close() => _sign = 0;
    }
}
