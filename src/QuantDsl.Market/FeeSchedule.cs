using System.Collections.Immutable;

namespace QuantDsl.Market;

/// <summary>Fees as fractions of notional: taker on market fills and stops, maker on limits. A negative one is a rebate (RULES X7).</summary>
public readonly record struct FeeRates(double Taker, double Maker);

/// <summary>Fees in force from an instant on, UTC milliseconds; <see cref="long.MinValue"/> for always.</summary>
/// <param name="Line">The line of the venue's file at which they stand; 0 where there is none.</param>
public readonly record struct FeePeriod(long FromUtcMs, FeeRates Rates, int Line = 0);

/// <summary>The fees of a venue by date; before the first date the first hold.</summary>
public sealed class FeeSchedule : IEquatable<FeeSchedule>
{
    private FeeSchedule(ImmutableArray<FeePeriod> periods) => Periods = periods;

    /// <summary>Oldest first; at least one.</summary>
    public ImmutableArray<FeePeriod> Periods { get; }

    /// <summary>The instant from which fees are known, UTC milliseconds; <see cref="long.MinValue"/> for always.</summary>
    public long FromUtcMs => Periods[0].FromUtcMs;

    /// <summary>True where the fees never change.</summary>
    public bool IsConstant => Periods.Length == 1;

    /// <summary>The same fees always.</summary>
    public static FeeSchedule Constant(double taker, double maker) => new([new(long.MinValue, new(taker, maker))]);

    /// <param name="periods">Oldest first, each later than the one before.</param>
    /// <exception cref="ArgumentException">There is none, or they are out of order.</exception>
    public static FeeSchedule Dated(params IEnumerable<FeePeriod> periods)
    {
        ImmutableArray<FeePeriod> all = [.. periods];
        if (all.Length == 0) throw new ArgumentException("a schedule needs fees", nameof(periods));
        for (int i = 1; i < all.Length; i++)
            if (all[i].FromUtcMs <= all[i - 1].FromUtcMs) throw new ArgumentException("fees are listed oldest first", nameof(periods));
        return new(all);
    }

    /// <summary>The fees at an instant, UTC milliseconds.</summary>
    public FeeRates At(long utcMs)
    {
        int index = Periods.Length - 1;
        while (index > 0 && Periods[index].FromUtcMs > utcMs) index--;
        return Periods[index].Rates;
    }

    /// <summary>The same dates with another taker fee throughout.</summary>
    public FeeSchedule WithTaker(double taker) => With(rates => rates with { Taker = taker });

    /// <summary>The same dates with another maker fee throughout.</summary>
    public FeeSchedule WithMaker(double maker) => With(rates => rates with { Maker = maker });

    public bool Equals(FeeSchedule? other) => other is not null && Periods.AsSpan().SequenceEqual(other.Periods.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as FeeSchedule);

    public override int GetHashCode() => HashCode.Combine(Periods.Length, Periods[0]);

    private FeeSchedule With(Func<FeeRates, FeeRates> change)
    {
        List<FeePeriod> changed = [];
        foreach (var period in Periods)
        {
            var rates = change(period.Rates);
            if (changed.Count == 0 || changed[^1].Rates != rates) changed.Add(period with { Rates = rates });
        }

        return new([.. changed]);
    }
}
