using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests;

/// <summary>One funding payment as RULES X8 places it.</summary>
internal readonly record struct ReferenceFunding(long Time, int Bar, bool AtOpen, double Price, double Rate);

/// <summary>What RULES T and X8 say about the bars of a run, found the plain way: by looking at every bar for every question.</summary>
internal sealed class ReferenceMarket
{
    private readonly Scenario _scenario;
    private readonly Mutant _mutant;
    private readonly BarSeries _base;

    public ReferenceMarket(Scenario scenario, Mutant mutant)
    {
        _scenario = scenario;
        _mutant = mutant;
        _base = scenario.History.Base;
        Bars = _base.Aggregate(scenario.Plan.Timeframe);
        FirstDecisionBar = FindFirstDecision();
        Funding = scenario.History.Funding is { } funding && (ModelsFunding || mutant == Mutant.FundingCannotBeSwitchedOff) ? [.. Place(funding.Times, funding.Rates)] : [];
        Interest = scenario.History.Instrument.BorrowRate is { } rate && ModelsFunding ? [.. PlaceInterest(rate)] : [];
    }

    public BarSeries Bars { get; }

    public int FirstDecisionBar { get; }

    public List<ReferenceFunding> Funding { get; }

    /// <summary>What a short pays at every full hour, as a fraction of its value then.</summary>
    public List<ReferenceFunding> Interest { get; }

    private bool ModelsFunding => _scenario.Settings is not { Fills: FillMode.Realistic, Models.Funding: false };

    public long CloseTime(int bar) => Bars.OpenTimes[bar] + Bars.Timeframe.Milliseconds;

    /// <summary>T5: under flat, data is missing between this close and the next bar, or was already missing inside this one.</summary>
    public bool EndsBeforeHole(int bar)
    {
        if (bar == Bars.Count - 1) return true;
        if (_scenario.Settings.Gaps != GapPolicy.Flat || _mutant == Mutant.GapsCarriedUnderFlat) return false;
        for (int i = 1; i < _base.Count; i++)
        {
            long from = _base.OpenTimes[i - 1] + _base.Timeframe.Milliseconds, to = _base.OpenTimes[i];
            if (to == from) continue;
            bool before = CloseTime(bar) <= from && CloseTime(bar + 1) > from, inside = CloseTime(bar) > from && CloseTime(bar) < to;
            if (before || inside) return true;
        }

        return false;
    }

    /// <summary>T3, T4: whether an entry may be decided at a close.</summary>
    public bool Allows(int bar)
    {
        var filters = _scenario.Plan.Filters;
        long time = CloseTime(bar);
        var utc = DateTimeOffset.FromUnixTimeMilliseconds(time);
        bool inSession = filters.Sessions.IsEmpty;
        foreach (var session in filters.Sessions)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(_mutant == Mutant.SessionIgnoresZone ? "UTC" : session.Zone);
            double minute = TimeZoneInfo.ConvertTime(utc, zone).TimeOfDay.TotalMinutes;
            bool afterStart = minute >= session.StartMinute;
            bool beforeEnd = _mutant == Mutant.SessionEndInclusive ? minute <= session.EndMinute : minute < session.EndMinute;
            inSession |= session.StartMinute == session.EndMinute
                || (session.StartMinute < session.EndMinute ? afterStart && beforeEnd : afterStart || beforeEnd);
        }

        if (!inSession) return false;
        var blockedZone = TimeZoneInfo.FindSystemTimeZoneById(filters.BlockedDaysZone);
        var dayInstant = _mutant == Mutant.BlockedDayOfTheBarsOpen ? DateTimeOffset.FromUnixTimeMilliseconds(Bars.OpenTimes[bar]) : utc;
        if (filters.BlockedDays.Contains(TimeZoneInfo.ConvertTime(dayInstant, blockedZone).DayOfWeek)) return false;
        if (filters.AvoidFunding is not { } avoid) return true;
        foreach (long funding in KnownFundingInstants())
        {
            long from = funding - avoid.MinutesBefore * Timeframe.Minute, to = funding + avoid.MinutesAfter * Timeframe.Minute;
            if (_mutant == Mutant.AvoidFundingExclusive ? time > from && time < to : time >= from && time <= to) return false;
        }

        return true;
    }

    private IEnumerable<long> KnownFundingInstants()
    {
        long end = CloseTime(Bars.Count - 1) + Timeframe.Day, last = Bars.OpenTimes[0] - Timeframe.Day;
        foreach (long time in _scenario.History.Funding?.Times ?? [])
        {
            last = Snap(time);
            yield return last;
        }

        for (long time = last - last % Timeframe.Hour; time <= end; time += Timeframe.Hour)
            if (time > last && time % Timeframe.Day / Timeframe.Hour % _scenario.History.Venue.FundingIntervalHours == 0) yield return time;
    }

    private IEnumerable<ReferenceFunding> PlaceInterest(double annual)
    {
        // The mistake: once a bar, whatever its length.
        long every = _mutant == Mutant.InterestByTheBar ? Bars.Timeframe.Milliseconds : 3_600_000;
        List<long> times = [];
        for (long time = Bars.OpenTimes[0]; time < _base.OpenTimes[^1] + _base.Timeframe.Milliseconds; time++)
        {
            if (time % every != 0) time += every - time % every;
            if (time < _base.OpenTimes[^1] + _base.Timeframe.Milliseconds) times.Add(time);
        }

        return Place(times, [.. times.Select(_ => annual / 8_760)]);
    }

    private IEnumerable<ReferenceFunding> Place(IReadOnlyList<long> times, IReadOnlyList<double> rates)
    {
        for (int k = 0; k < times.Count; k++)
        {
            long time = Snap(times[k]);
            if (time >= _base.OpenTimes[^1] + _base.Timeframe.Milliseconds) yield break;
            double? basePrice = null;
            for (int i = 0; i < _base.Count; i++)
                if (_base.OpenTimes[i] == time) basePrice = _base.Open[i];
            for (int bar = 0; bar < Bars.Count; bar++)
            {
                if (Bars.OpenTimes[bar] == time)
                    yield return new(time, bar, true, basePrice ?? Bars.Open[bar], rates[k]);
                else if (Bars.OpenTimes[bar] < time && time < CloseTime(bar))
                    yield return new(time, bar, _mutant == Mutant.FundingInsideABarAtItsOpen, basePrice ?? Bars.Close[bar], rates[k]);
                else if (bar > 0 && CloseTime(bar - 1) <= time && time < Bars.OpenTimes[bar] && _mutant != Mutant.FundingInAGapIsLost)
                    yield return new(time, bar, true, Bars.Open[bar], rates[k]);
            }
        }
    }

    private int FindFirstDecision()
    {
        for (int bar = 0; bar < Bars.Count; bar++)
        {
            bool warm = _scenario.Plan.Warmup.All(need => bar >= need.PrimaryShift && Closed(need.Timeframe, bar - need.PrimaryShift) >= need.Bars);
            if (warm && bar >= (_scenario.Settings.TradeFromBar ?? 0) && Bars.OpenTimes[bar] >= (_scenario.Settings.TradeFromUtcMs ?? 0)) return bar;
        }

        throw new InvalidOperationException("never warm");
    }

    private int Closed(Timeframe timeframe, int bar)
    {
        long now = CloseTime(bar);
        // T2: a higher bar is visible when its end is at or before the decision.
        if (_mutant == Mutant.HigherBarOneTooEarly && timeframe != Bars.Timeframe) now += Bars.Timeframe.Milliseconds;
        var higher = _base.Aggregate(timeframe);
        return higher.OpenTimes.Count(open => open + timeframe.Milliseconds <= now);
    }

    private static long Snap(long time)
    {
        long minute = (time + Timeframe.Minute / 2) / Timeframe.Minute * Timeframe.Minute;
        return Math.Abs(time - minute) <= 1000 ? minute : time;
    }
}
