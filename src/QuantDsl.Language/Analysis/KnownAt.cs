using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Language.Analysis;

/// <summary>When a value becomes known: at the latest of some closes, or before the run where there are none.</summary>
public sealed record KnownAt
{
    private KnownAt(ImmutableArray<KnownMoment> moments) => Moments = moments;

    /// <summary>Numbers and settings.</summary>
    public static readonly KnownAt BeforeTheRun = new([]);

    /// <summary>The close that decides.</summary>
    public static readonly KnownAt Now = new([KnownMoment.Now]);

    /// <summary>None of them is always before another.</summary>
    public ImmutableArray<KnownMoment> Moments { get; }

    /// <summary>The latest of several.</summary>
    public static KnownAt Latest(IEnumerable<KnownAt> parts)
    {
        KnownMoment[] all = [.. parts.SelectMany(p => p.Moments).Distinct()];
        return new([.. all.Where((m, i) => !all.Where((other, j) => i != j && m.IsNeverAfter(other) && (i > j || !other.IsNeverAfter(m))).Any())]);
    }

    /// <summary>Each moment changed the same way.</summary>
    public KnownAt Select(Func<KnownMoment, KnownMoment> change) => Latest([new([.. Moments.Select(change)])]);

    /// <summary>The instant, UTC milliseconds; <see cref="long.MinValue"/> before the first bar it needs, and for what is known before the run.</summary>
    public long At(BarSeries primary, int bar, Func<Timeframe?, int, BarSeries> barsOf) =>
        Moments.Select(m => m.At(primary, bar, barsOf)).DefaultIfEmpty(long.MinValue).Max();

    /// <inheritdoc cref="KnownMoment.Describe"/>
    public string Describe(IReadOnlyList<string> symbols) => Moments.Length switch
    {
        0 => "before the run",
        1 => Moments[0].Describe(symbols),
        _ => "later of " + string.Join(" and ", Moments.Select(m => m.Describe(symbols))),
    };
}
