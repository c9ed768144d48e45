namespace QuantDsl.Backtest.Tests;

/// <summary>Mistakes a person makes when writing an account. <see cref="ReferenceAccount"/> can make each of them on request, and at least
/// one worked fixture has to notice.</summary>
public enum Mutant
{
    None,

    // X1: order of events.
    FundingAfterOrdersAtTheOpen,
    StopAtItsPriceOnGap,
    TargetBeforeStop,
    LiquidationBeforeNearerStop,
    StopBeyondLiquidation,
    OpenBelowLiquidationIsAStop,
    TargetAtTheOpenWhenGapped,
    EntryBarWithoutEvents,
    TrailingActiveInSameBar,
    EntryAtSignalClose,
    EntryAtSignalOpen,

    // X2: one position.
    ShortWinsWhenBothHold,
    ReverseSizedBeforeClose,
    ReverseIgnoresFilter,
    NoDecisionInTheExitBar,

    // X3: stops, targets, time.
    TrailingFollowsTheHigh,
    TrailingForgetsTheFill,
    TrailingLoosens,
    UndefinedSeriesDropsTheStop,
    FromSignalMeasuredFromFill,
    SeriesReadAtEntryBar,
    RiskRewardFromTheSignalClose,
    BarsInTradeFromZero,
    TimeStopNamesTheReason,

    // X4: scaling.
    ScaleProfitFromTheAverage,
    ScaleStepsDoNotGrow,
    ScaleSeesTheExtreme,
    ScaleOnceMore,
    ScaleAtTheSignalClose,
    ScaleAddsTheHeldQuantity,
    ScaleEntryIsAPlainMean,
    ScaleStopStays,
    ScaleLoosensTheStop,
    ScaleRestartsTheTrail,
    ScaleTargetStays,
    ScaleRiskIsMeasuredAgain,
    ScaleLiquidationStays,
    ScaleWhileExitDecided,
    ScaleWithoutFee,
    ScaleMarginOfTheOrder,
    ScaleTierOfTheOrder,
    ScaleBeyondTheCaps,
    ScaleTriesAgain,
    FiltersGateAdditions,
    ExitsSeeTheFirstFill,
    FundingOnTheFirstQuantity,
    TakeFromTheAverage,
    TakeShareOfTheHeld,
    TakeAgainAndAgain,
    TakePaysTheTakerFee,
    TakeBeforeStop,
    TakeAfterTarget,
    TakenPartIsLostFromTheRow,
    RowShowsTheHeldPrice,
    RowShowsTheHeldQuantity,

    // Regimes.
    RegimeOfTheEntryBar,
    RegimeStopIgnored,
    RegimeSizeAfterTheCaps,

    // X5, X6, X7: money.
    SizingAfterFee,
    MarginNeverChecked,
    LeverageNeverChecked,
    MinimumBeforeRounding,
    RuinTradesOn,
    LotRoundsToNearest,
    LotWithoutTolerance,
    TickTowardEntry,
    QuantityWithoutLeverage,
    MakerFeeOnStop,
    TakerFeeOnTarget,
    FeeOnLiquidation,
    FeesOfTheFirstDay,
    FeesOfTheLastDay,
    LeverageCapIgnored,

    // X8: funding.
    FundingPaidByAnOpener,
    ShortsPayFundingToo,
    FundingAtTheClose,
    FundingInsideABarAtItsOpen,
    FundingInAGapIsLost,
    LongsPayInterest,
    InterestByTheBar,

    // X9: liquidation.
    ShortLiquidationMirroredWrong,
    OneTimesLongLiquidates,
    LiquidationLosesThePriceMove,
    TierCapExclusive,
    LatestTableAlways,

    // X10: the end.
    EndOfDataWithoutFee,
    DecisionAtTheLastClose,
    MarkIsATrade,

    // X11: fidelity.
    NoSlippageOnStops,
    SlippageInFavour,
    UnfilledTargetIsCancelled,
    SlippageOnEndOfData,

    // V1: impact.
    ImpactWithoutSpread,
    WholeSpread,
    ImpactIsLinear,
    ImpactInFavour,
    ImpactSeesItsOwnBar,
    ImpactSeesAllBars,
    ImpactOfThePopulation,
    ImpactSparesStops,
    SizedAtTheOpen,
    ZeroVolumeIsNoReason,

    // V2: the stop's tick.
    StopWithoutItsTick,
    StopTickInFavour,
    StopTickBeforeImpact,
    StopTickOnEveryMarketOrder,

    // V3: latency.
    LatencyGrowsWithTime,
    LatencyLeavesTheBar,
    StopsAreDelayed,

    // V4: limits.
    TouchIsAFill,
    ThroughByAnything,
    NoPartialFills,
    PartsIgnoreTheLot,
    EachLimitHasItsOwnShare,
    RestOfAPartIsCancelled,
    ShareOfTheBarInEachSlice,

    // V5: inside the bar.
    MarkIsIgnored,
    MarkDecidesTargets,
    StopFillsAtTheMark,
    LaggingStopFillsAtItsPrice,
    HoleHasTheLastMark,
    ResolvedReadsTheWholeBar,
    OptimisticIsPessimistic,
    AmbiguityIgnoresTheOpen,
    FundingCannotBeSwitchedOff,
    RoundingCannotBeSwitchedOff,

    // Limits.
    LimitsTripBeyondTheThreshold,
    LimitsRefuseAtTheThreshold,
    HaltOnlyRefuses,
    HaltKeepsTheOldPeak,
    BreakEvenKeepsTheRow,
    ExitsAreNoOrders,
    LimitStopIgnored,
    TargetMeasuredFromTheLimitStop,

    // T and R.
    FilterOnExits,
    SessionEndInclusive,
    SessionIgnoresZone,
    BlockedDayOfTheBarsOpen,
    AvoidFundingExclusive,
    HigherBarOneTooEarly,
    GapsCarriedUnderFlat,
    ExcursionOfTheExitBar,
    DrawdownForgetsTheFirstMark,
    MidnightBelongsToTheNewDay,
}
