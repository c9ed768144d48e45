using System.Globalization;
using QuantDsl.Market;

namespace QuantDsl.Language.Analysis;

/// <summary>The close of one bar, counted back from the decision at the close t of a primary bar (RULES L5, L10, T2).</summary>
/// <param name="PrimaryBarsBack">The primary close that is looked from; 0 is t itself.</param>
/// <param name="Timeframe">The timeframe whose last bar, closed at or before that, is meant; null for the primary one.</param>
/// <param name="Symbol">0 for the traded symbol, otherwise an index into the strategy's symbols.</param>
/// <param name="BarsBack">Bars of that timeframe and symbol before the last one.</param>
public sealed record KnownMoment(long PrimaryBarsBack, Timeframe? Timeframe, int Symbol, long BarsBack)
{
    /// <summary>The close that asks.</summary>
    public static readonly KnownMoment Now = new(0, null, 0, 0);

    /// <summary>Whether it is a close of the traded symbol's primary bars.</summary>
    public bool IsPrimary => Timeframe is null && Symbol == 0;

    /// <summary>True when it is never later than another, whatever bars there are.</summary>
    public bool IsNeverAfter(KnownMoment other) => other.IsPrimary
        ? PrimaryBarsBack >= other.PrimaryBarsBack
        : Timeframe == other.Timeframe && Symbol == other.Symbol && PrimaryBarsBack >= other.PrimaryBarsBack && BarsBack >= other.BarsBack;

    /// <summary>The instant, UTC milliseconds.</summary>
    /// <param name="primary">The primary bars; the decision is at the close of one of them.</param>
    /// <param name="bar">Which of them.</param>
    /// <param name="barsOf">Bars of a timeframe (null for the primary one) and a symbol.</param>
    /// <returns><see cref="long.MinValue"/> where there is no such bar.</returns>
    public long At(BarSeries primary, int bar, Func<Timeframe?, int, BarSeries> barsOf)
    {
        if (PrimaryBarsBack > bar) return long.MinValue;
        long from = primary.CloseTime(bar - (int)PrimaryBarsBack);
        if (IsPrimary) return from;
        var bars = barsOf(Timeframe, Symbol);
        // The first bar that opens after the last one that may have closed.
        int open = bars.IndexAtOrAfter(from - bars.Timeframe.Milliseconds + 1);
        return open - 1 - BarsBack is >= 0 and var index ? bars.CloseTime((int)index) : long.MinValue;
    }

    /// <summary>As a table says it: <c>t</c>, <c>t - 3 bars</c>, <c>last 1h close up to t</c>.</summary>
    /// <param name="symbols">Names of the strategy's symbols.</param>
    public string Describe(IReadOnlyList<string> symbols)
    {
        string from = PrimaryBarsBack == 0 ? "t" : string.Create(CultureInfo.InvariantCulture, $"t - {PrimaryBarsBack} {(PrimaryBarsBack == 1 ? "bar" : "bars")}");
        if (IsPrimary) return from;
        string close = $"{(Timeframe is { } timeframe ? $"{timeframe} " : "")}close{(Symbol == 0 ? "" : $" of {symbols[Symbol]}")} up to {from}";
        return BarsBack == 0 ? $"last {close}" : string.Create(CultureInfo.InvariantCulture, $"{BarsBack} before the last {close}");
    }
}
