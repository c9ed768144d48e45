using System.Collections.Immutable;
using System.Linq.Expressions;
using QuantDsl.Backtest;
using QuantDsl.Research.Sweep;

namespace QuantDsl.Research.Tests.OneSemantics;

/// <summary>What two results say differently, bit by bit: an undefined number equals itself, and −0 is not 0.</summary>
internal static class RunDifference
{
    /// <summary>Null when nothing.</summary>
    public static string? Between(RunResult expected, RunResult actual)
    {
        for (int i = 0; i < Math.Min(expected.Trades.Count, actual.Trades.Count); i++)
            if (Bits<Trade>.Differ(expected.Trades[i], actual.Trades[i])) return $"trade {i}\n{expected.Trades[i]}\n{actual.Trades[i]}";
        if (expected.Trades.Count != actual.Trades.Count) return $"{expected.Trades.Count} trades, not {actual.Trades.Count}";
        if (expected.OpenPosition is not null != actual.OpenPosition is not null || expected.OpenPosition is { } open && actual.OpenPosition is { } other && Bits<OpenPosition>.Differ(open, other))
            return $"open position\n{expected.OpenPosition}\n{actual.OpenPosition}";
        if (expected.Days.Count != actual.Days.Count) return $"{expected.Days.Count} days, not {actual.Days.Count}";
        for (int i = 0; i < expected.Days.Count; i++)
            if (Bits<DailyMark>.Differ(expected.Days[i], actual.Days[i])) return $"{expected.Days[i]}, not {actual.Days[i]}";
        if (!expected.RefusedEntries.SequenceEqual(actual.RefusedEntries)) return "refused entries";
        if (!expected.Refusals.SequenceEqual(actual.Refusals)) return "counts of refusals";
        if ((expected.Ruined, expected.BarsInMarket) != (actual.Ruined, actual.BarsInMarket)) return $"ruined {expected.Ruined}, {expected.BarsInMarket} bars in the market; not {actual.Ruined}, {actual.BarsInMarket}";
        return Differ(expected.FinalEquity, actual.FinalEquity) ? $"final equity {expected.FinalEquity:R}, not {actual.FinalEquity:R}"
            : Differ(expected.MaxDrawdown, actual.MaxDrawdown) ? $"drawdown {expected.MaxDrawdown:R}, not {actual.MaxDrawdown:R}" : null;
    }

    /// <summary>Null when nothing.</summary>
    public static string? Between(in SweepRow expected, in SweepRow actual) => Bits<SweepRow>.Differ(expected, actual) ? $"row\n{expected}\n{actual}" : null;

    private static bool Differ(double a, double b) => BitConverter.DoubleToInt64Bits(a) != BitConverter.DoubleToInt64Bits(b);

    /// <summary>Every number that a record has, and whether the records are equal otherwise.</summary>
    private static class Bits<T>
    {
        private static readonly ImmutableArray<Func<T, double>> Numbers = [.. typeof(T).GetProperties().Where(p => p.PropertyType == typeof(double) || p.PropertyType == typeof(double?)).Select(p =>
        {
            var record = Expression.Parameter(typeof(T));
            Expression value = Expression.Property(record, p);
            if (p.PropertyType == typeof(double?)) value = Expression.Coalesce(value, Expression.Constant(double.NaN));
            return Expression.Lambda<Func<T, double>>(value, record).Compile();
        })];

        public static bool Differ(T expected, T actual)
        {
            if (!EqualityComparer<T>.Default.Equals(expected, actual)) return true;
            foreach (var number in Numbers)
                if (RunDifference.Differ(number(expected), number(actual))) return true;
            return false;
        }
    }
}
