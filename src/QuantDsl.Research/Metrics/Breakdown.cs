using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Backtest;

namespace QuantDsl.Research.Metrics;

/// <summary>The trades of a run, each in exactly one group, so that the groups add up to the whole.</summary>
/// <param name="By">What they are grouped by, as JSON and screen name it.</param>
/// <param name="Groups">In the order of what they stand for; groups without a trade are among them.</param>
public sealed record Breakdown(string By, ImmutableArray<BreakdownGroup> Groups)
{
    public const string Strategy = "strategy", Symbol = "symbol", Pair = "pair", Regime = "regime", Side = "side", ExitReason = "exitReason", Month = "month",
        Weekday = "weekday", Hour = "hour";

    private static readonly string[] s_weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// <summary>The place of a trade's group among the names.</summary>
    private delegate int GroupOf(in Trade trade);

    /// <summary>Every breakdown of a run.</summary>
    /// <param name="trades">In order of exit.</param>
    /// <param name="members">Who traded, by <see cref="Trade.Member"/>. One alone is not broken down by strategy, symbol and pair.</param>
    public static ImmutableArray<Breakdown> All(ReadOnlySpan<Trade> trades, ImmutableArray<RunMember> members)
    {
        var all = ImmutableArray.CreateBuilder<Breakdown>();
        if (members.Length > 1)
        {
            all.Add(ByMember(Strategy, trades, members, m => m.Strategy));
            all.Add(ByMember(Symbol, trades, members, m => m.Symbol));
            all.Add(ByMember(Pair, trades, members, m => m.Pair));
        }

        if (members.Any(m => !m.Regimes.IsEmpty)) all.Add(ByRegime(trades, members));
        all.Add(Of(Side, trades, [ResultNames.Of(Market.Side.Long), ResultNames.Of(Market.Side.Short)], static (in t) => t.Side == Market.Side.Long ? 0 : 1));
        all.Add(Of(ExitReason, trades, [.. Enum.GetValues<Backtest.ExitReason>().Select(ResultNames.Of)], static (in t) => (int)t.ExitReason));
        all.Add(ByMonth(trades));
        all.Add(Of(Weekday, trades, s_weekdays, static (in t) => ((int)At(t.EntryTime).DayOfWeek + 6) % 7));
        all.Add(Of(Hour, trades, [.. Enumerable.Range(0, 24).Select(hour => hour.ToString("00", CultureInfo.InvariantCulture))], static (in t) => At(t.EntryTime).Hour));
        return all.ToImmutable();
    }

    private static Breakdown ByMember(string by, ReadOnlySpan<Trade> trades, ImmutableArray<RunMember> members, Func<RunMember, string> nameOf)
    {
        string[] names = [.. members.Select(nameOf).Distinct()];
        int[] groups = [.. members.Select(m => Array.IndexOf(names, nameOf(m)))];
        return Of(by, trades, names, (in t) => groups[t.Member]);
    }

    /// <summary>A regime of one name is one, whichever strategy has it; those of trades in none come last.</summary>
    private static Breakdown ByRegime(ReadOnlySpan<Trade> trades, ImmutableArray<RunMember> members)
    {
        string?[] names = [.. members.SelectMany(m => m.Regimes).Distinct(), null];
        int[][] groups = [.. members.Select(m => m.Regimes.Select(regime => Array.IndexOf(names, regime)).ToArray())];
        return Of(Regime, trades, names, (in t) => t.Regime is { } regime ? groups[t.Member][regime] : names.Length - 1);
    }

    /// <summary>From the month of the first exit to that of the last, with those between them.</summary>
    private static Breakdown ByMonth(ReadOnlySpan<Trade> trades)
    {
        if (trades.IsEmpty) return new(Month, []);
        long first = long.MaxValue, last = long.MinValue;
        foreach (ref readonly var trade in trades) (first, last) = (Math.Min(first, trade.ExitTime), Math.Max(last, trade.ExitTime));
        int start = MonthOf(first);
        return Of(Month, trades, [.. Enumerable.Range(start, MonthOf(last) - start + 1).Select(MonthName)], (in t) => MonthOf(t.ExitTime) - start);
    }

    private static Breakdown Of(string by, ReadOnlySpan<Trade> trades, string?[] names, GroupOf groupOf)
    {
        var tallies = new GroupTally[names.Length];
        foreach (ref readonly var trade in trades) tallies[groupOf(trade)].Add(trade);
        return new(by, [.. tallies.Select((tally, i) => tally.Group(names[i]))]);
    }

    /// <summary>Months counted through all years.</summary>
    private static int MonthOf(long utcMs)
    {
        var at = At(utcMs);
        return at.Year * 12 + at.Month - 1;
    }

    private static string MonthName(int month) => string.Create(CultureInfo.InvariantCulture, $"{month / 12:0000}-{month % 12 + 1:00}");

    private static DateTime At(long utcMs) => DateTime.UnixEpoch.AddTicks(utcMs * TimeSpan.TicksPerMillisecond);
}
