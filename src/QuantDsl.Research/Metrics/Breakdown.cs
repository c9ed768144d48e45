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

    /// <summary>Every breakdown of a run.</summary>
    /// <param name="trades">In order of exit.</param>
    /// <param name="members">Who traded, by <see cref="Trade.Member"/>. One alone is not broken down by strategy, symbol and pair.</param>
    public static ImmutableArray<Breakdown> All(IReadOnlyList<Trade> trades, ImmutableArray<RunMember> members)
    {
        var all = ImmutableArray.CreateBuilder<Breakdown>();
        if (members.Length > 1)
        {
            all.Add(Of(Strategy, trades, t => members[t.Member].Strategy, members.Select(m => m.Strategy)));
            all.Add(Of(Symbol, trades, t => members[t.Member].Symbol, members.Select(m => m.Symbol)));
            all.Add(Of(Pair, trades, t => members[t.Member].Pair, members.Select(m => m.Pair)));
        }

        if (members.Any(m => !m.Regimes.IsEmpty))
            all.Add(Of(Regime, trades, t => t.Regime is { } regime ? members[t.Member].Regimes[regime] : null, members.SelectMany(m => m.Regimes).Append(null)));
        all.Add(Of(Side, trades, t => ResultNames.Of(t.Side), [ResultNames.Of(Market.Side.Long), ResultNames.Of(Market.Side.Short)]));
        all.Add(Of(ExitReason, trades, t => ResultNames.Of(t.ExitReason), Enum.GetValues<Backtest.ExitReason>().Select(ResultNames.Of)));
        all.Add(Of(Month, trades, t => MonthOf(t.ExitTime), Months(trades)));
        all.Add(Of(Weekday, trades, t => s_weekdays[((int)At(t.EntryTime).DayOfWeek + 6) % 7], s_weekdays));
        all.Add(Of(Hour, trades, t => HourName(At(t.EntryTime).Hour), Enumerable.Range(0, 24).Select(HourName)));
        return all.ToImmutable();
    }

    /// <summary>The trades by a key of each.</summary>
    /// <param name="by">What it is.</param>
    /// <param name="trades">In order of exit.</param>
    /// <param name="keyOf">The group of a trade; one of <paramref name="names"/>.</param>
    /// <param name="names">The groups in order; one named twice is one.</param>
    private static Breakdown Of(string by, IReadOnlyList<Trade> trades, Func<Trade, string?> keyOf, IEnumerable<string?> names)
    {
        var own = trades.ToLookup(keyOf);
        return new(by, [.. names.Distinct().Select(name => BreakdownGroup.Of(name, [.. own[name]]))]);
    }

    /// <summary>From the first exit to the last, with the months between them.</summary>
    private static IEnumerable<string> Months(IReadOnlyList<Trade> trades)
    {
        if (trades.Count == 0) yield break;
        var (first, last) = (At(trades.Min(t => t.ExitTime)), At(trades.Max(t => t.ExitTime)));
        for (var month = new DateTime(first.Year, first.Month, 1); month <= last; month = month.AddMonths(1)) yield return MonthName(month);
    }

    private static string MonthOf(long utcMs) => MonthName(At(utcMs));

    private static string MonthName(DateTime month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string HourName(int hour) => hour.ToString("00", CultureInfo.InvariantCulture);

    private static DateTime At(long utcMs) => DateTimeOffset.FromUnixTimeMilliseconds(utcMs).UtcDateTime;
}
