using System.Collections.Immutable;
using System.Runtime.InteropServices;
using QuantDsl.Backtest.Groups;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>What every combination of a run shares: bars, allowed entries, funding settlements, the first warm bar, settings. Immutable.</summary>
public sealed class RunContext
{
    private RunContext(MarketHistory history, MarketColumns columns, StrategyPlan plan, AccountSettings settings, int firstDecisionBar)
    {
        History = history;
        var bars = Bars = columns.Primary.Bars;
        Plan = plan;
        Settings = settings;
        FirstDecisionBar = firstDecisionBar;
        OpenTimes = ImmutableCollectionsMarshal.AsArray(bars.OpenTimes) ?? [];
        Open = ImmutableCollectionsMarshal.AsArray(bars.Open) ?? [];
        High = ImmutableCollectionsMarshal.AsArray(bars.High) ?? [];
        Low = ImmutableCollectionsMarshal.AsArray(bars.Low) ?? [];
        Close = ImmutableCollectionsMarshal.AsArray(bars.Close) ?? [];
        Volume = ImmutableCollectionsMarshal.AsArray(bars.Volume) ?? [];
        Models = settings.Fills == FillMode.Realistic ? settings.Models : ExecutionModels.None;
        Instrument = Models.Rounding ? history.Instrument : history.Instrument with { TickSize = 0, LotSize = 0, MinNotional = 0 };
        SizingSeries = settings.Sizing.SeriesOf(columns)?.Values;
        Prices = new(Instrument.TickSize);
        Lots = new(Instrument.LotSize);
        var draws = new FillDraws(settings.Seed, history.Base.Symbol);
        ScreeningFills = new(draws, OpenTimes, Instrument.TickSize);
        RealisticFills = new(Models, this, draws);
        Triggers = PriceTriggers.Of(history, bars, Models.MarkPrice);
        if (Models.InnerBars && history.Base.Timeframe != bars.Timeframe) Inner = new(history, bars, Triggers.Source);

        ForcedCloses = settings.Gaps == GapPolicy.Flat
            ? [.. DataHoles.LastClosesBefore(history.Base, bars).Where(bar => bar < bars.Count - 1), bars.Count - 1]
            : [bars.Count - 1];
        EntryFilter = new(plan.Filters, history, StartUtcMs, EndUtcMs);
        Decisions = DecisionBars(bars.Count, firstDecisionBar, ForcedCloses);
        AllowedEntries = EntryFilter.AllowsAlways ? Decisions : EntryFilter.Allowed(bars, Decisions);

        if (history.Funding is { } funding && Models.Funding)
        {
            FundingSettlements.CheckCoverage(history, funding, StartUtcMs, EndUtcMs);
            Settlements = FundingSettlements.Place(funding, history.Base, bars, firstDecisionBar);
        }

        FundingEvents = Settlements.Length;
        if (Instrument.BorrowRate is { } borrowRate && Models.Funding) Settlements = BorrowSettlements.With(Settlements, borrowRate, history.Base, bars, firstDecisionBar);
        Warnings = VenueDates.Judge(history.Venue, Instrument, settings, StartUtcMs);
    }

    public MarketHistory History { get; }

    public StrategyPlan Plan { get; }

    public AccountSettings Settings { get; }

    /// <summary>What is traded; without steps and minimum where rounding is not modelled.</summary>
    public Instrument Instrument { get; }

    /// <summary>What of the market's friction is modelled.</summary>
    public ExecutionModels Models { get; }

    /// <summary>Which prices decide stops and liquidation (RULES V5).</summary>
    public TriggerSource TriggerSource => Triggers.Source is null ? TriggerSource.LastPrice : TriggerSource.MarkPrice;

    /// <summary>True when what happens inside a bar is looked up in finer ones.</summary>
    public bool ResolvesInside => Inner is not null;

    /// <summary>The primary bars, at the plan's timeframe.</summary>
    public BarSeries Bars { get; }

    /// <summary>The first bar at whose close a decision may be taken; the account starts at this close.</summary>
    public int FirstDecisionBar { get; }

    /// <summary>The account's first instant: the close of <see cref="FirstDecisionBar"/>, UTC milliseconds.</summary>
    public long StartUtcMs => Bars.CloseTime(FirstDecisionBar);

    /// <summary>The last close, UTC milliseconds.</summary>
    public long EndUtcMs => Bars.CloseTime(Bars.Count - 1);

    /// <summary>Bars at whose close anything is decided: warm, not before a hole that is closed for, not the last (RULES L9, T5, X10).</summary>
    public BarSet Decisions { get; }

    /// <summary>Bars at whose close an entry may be decided: warm, inside the filters, not before a hole that is closed for, not the last (RULES T3, T4, T5, X10).</summary>
    public BarSet AllowedEntries { get; }

    /// <summary>The filters behind <see cref="AllowedEntries"/>.</summary>
    public EntryFilter EntryFilter { get; }

    /// <summary>Settlements that a position could meet; 0 under <c>--funding none</c>.</summary>
    public int FundingEvents { get; }

    /// <summary>Return of holding from the account's first close to the last, as a fraction; without leverage and costs.</summary>
    public double BuyAndHold => Bars.Close[^1] / Bars.Close[FirstDecisionBar] - 1;

    /// <summary>What was assumed where data did not say.</summary>
    public ImmutableArray<Diagnostic> Warnings { get; } = [];

    internal long[] OpenTimes { get; }

    internal double[] Open { get; }

    internal double[] High { get; }

    internal double[] Low { get; }

    internal double[] Close { get; }

    internal double[] Volume { get; }

    /// <summary>The bars as walks of groups look at them.</summary>
    internal BarBlocks Blocks => BarBlocks.Of(Bars);

    internal PriceTriggers Triggers { get; }

    /// <summary>The base bars inside each bar; null where none are looked at.</summary>
    internal InnerBars? Inner { get; }

    /// <summary>What the sizing measures the market by, a value per bar; null for one that does not.</summary>
    internal double[]? SizingSeries { get; }

    /// <summary>Primary bars in 365 days.</summary>
    internal double BarsPerYear => 365.0 * Timeframe.Day / Bars.Timeframe.Milliseconds;

    internal PriceGrid Prices { get; }

    internal PriceGrid Lots { get; }

    internal ScreeningFills ScreeningFills { get; }

    internal RealisticFills RealisticFills { get; }

    internal FundingSettlement[] Settlements { get; } = [];

    /// <summary>Bars at whose close an open position ends and nothing is decided, ascending; the last is the last bar.</summary>
    internal int[] ForcedCloses { get; }

    internal bool IsForcedClose(int bar) => Array.BinarySearch(ForcedCloses, bar) >= 0;

    /// <param name="history">Bars, funding and instrument.</param>
    /// <param name="columns">The columns over <paramref name="history"/>'s base bars, at the plan's timeframe.</param>
    /// <param name="plan">The static part of the program.</param>
    /// <param name="settings">The account.</param>
    /// <exception cref="InputException">Holes under <see cref="GapPolicy.Refuse"/>, funding that does not cover the traded window,
    /// a span too short to be warm, a setting out of range, sizing that needs a stop the strategy has not, or under
    /// <see cref="AccountSettings.StrictVenue"/> a span that begins before the venue is known.</exception>
    /// <exception cref="ArgumentException">The venue does not trade the instrument.</exception>
    public static RunContext Create(MarketHistory history, MarketColumns columns, StrategyPlan plan, AccountSettings settings)
    {
        SettingsCheck.Require(settings, plan);
        if (history.Instrument.MarginTables.IsEmpty) throw new ArgumentException($"{history.Venue.Name} does not trade {history.Instrument.Symbol}", nameof(history));
        if (settings.Gaps == GapPolicy.Refuse) DataHoles.Refuse(history);
        return new(history, columns, plan, settings, FirstDecision(history, columns, plan, settings));
    }

    private static BarSet DecisionBars(int count, int first, int[] forcedCloses)
    {
        var words = new ulong[BarSet.WordsFor(count)];
        words.AsSpan(first >> 6).Fill(ulong.MaxValue);
        words[first >> 6] <<= first;
        foreach (int bar in forcedCloses) words[bar >> 6] &= ~(1UL << bar);
        return new(count, words);
    }

    private static int FirstDecision(MarketHistory history, MarketColumns columns, StrategyPlan plan, AccountSettings settings)
    {
        var bars = columns.Primary.Bars;
        int warm = WarmUp.FirstWarmBar(plan, columns);
        if (warm < 0) throw TooShort("the strategy is never warm");
        int first = Math.Max(warm, settings.TradeFromBar ?? 0);
        if (settings.TradeFromUtcMs is { } from) first = Math.Max(first, bars.IndexAtOrAfter(from));
        return first < bars.Count ? first : throw TooShort("`--trade-from` names a bar after the last");

        InputException TooShort(string reason) => new(FailureKind.Data, Diagnostic.InFile(history.Sources.FirstOrDefault() ?? bars.Symbol, 0,
            BacktestDiagnostics.SpanTooShort, bars.Symbol, bars.Count, bars.Timeframe, reason) with
        {
            Help = "take a longer span, or a strategy that looks back less",
        });
    }
}
