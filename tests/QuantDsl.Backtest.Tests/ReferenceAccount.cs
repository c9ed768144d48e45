using QuantDsl.Market;
using QuantDsl.Runtime;
using static QuantDsl.Backtest.Tests.Mutant;

namespace QuantDsl.Backtest.Tests;

/// <summary>
/// RULES X as a plain loop, written from the rules and not from the engine: every bar, every step, nothing skipped.
/// <see cref="AccountWalk"/> has to agree with it to the last bit. On request it makes one of the mistakes in <see cref="Mutant"/>.
/// </summary>
/// <param name="purse">The cash of an account that others share; null for one of its own.</param>
/// <param name="member">Its place among them.</param>
internal sealed class ReferenceAccount(Scenario scenario, Mutant mutant = None, ReferencePurse? purse = null, int member = 0)
{
    private readonly ReferenceMarket _market = new(scenario, mutant);
    private readonly ReferenceOrders _orders = new(scenario, mutant) { Member = member };
    private readonly ReferenceExecution _execution = new(scenario, mutant);
    private readonly ReferenceResult _result = new();
    private readonly AccountSettings _settings = scenario.Settings;
    private readonly ScriptedStrategy _strategy = scenario.Strategy;
    private readonly ReferencePurse _purse = purse ?? new(scenario.Settings.Equity);
    private double _own = scenario.Settings.Equity, _sizingCash;
    private ReferencePosition? _position;
    private Side? _entry;
    private ExitReason? _exit;
    private bool _add, _exited;

    private ReferenceRisk Limits => _orders.Limits ??= new(scenario, _result, mutant);

    public ReferencePosition? Position => _position;

    public ReferenceResult Result => _result;

    public ReferenceMarket Market => _market;

    public ReferenceOrders Orders => _orders;

    public ReferenceResult Run()
    {
        Begin();
        int last = _market.Bars.Count - 1;
        for (int bar = _result.FirstDecisionBar + 1; bar <= last; bar++)
        {
            LeaveAtOpen(bar);
            EnterAtOpen(bar);
            if (_purse.Cash <= 0 && _position is null && mutant != RuinTradesOn) _result.Ruined = true;
            Close(bar);
            if (_purse.Cash <= 0 && _position is null && mutant != RuinTradesOn) _result.Ruined = true;
            Decide(bar, mustClose: false);
        }

        return _result;
    }

    /// <summary>The first mark, and the decision at it.</summary>
    public void Begin()
    {
        _orders.Past = _result.Trades;
        _orders.Limits = new(scenario, _result, mutant);
        int first = _market.FirstDecisionBar;
        _result.FirstDecisionBar = first;
        _result.Marks.Add((_market.CloseTime(first), _own));
        _entry = DecideEntry(first);
    }

    /// <summary>(a) Funding due at the open, for a position carried in, and (b) exits.</summary>
    public void LeaveAtOpen(int bar)
    {
        if (mutant is not FundingAfterOrdersAtTheOpen) SettleFunding(bar, atOpen: true, opened: false);
        _sizingCash = _purse.Cash;
        if (mutant == ScaleWhileExitDecided && _add && _position is { } hasty)
        {
            Add(bar, hasty);
            _add = false;
        }

        if (_exit is { } reason && _position is { } closing)
            Close(bar, _execution.AtOpen(bar, _market.Bars.Open[bar], -closing.Sign, closing.Quantity, DrawPurpose.Exit), _market.Bars.Open[bar], reason, atOpen: true);
        _exit = null;
        if (mutant is FundingAfterOrdersAtTheOpen) SettleFunding(bar, atOpen: true, opened: false);
    }

    /// <summary>(b) Entries and additions.</summary>
    public void EnterAtOpen(int bar)
    {
        if (_entry is { } side) Open(bar, side, mutant is ReverseSizedBeforeClose ? _sizingCash : _purse.Cash);
        _entry = null;
        if (_add && _position is { } growing) Add(bar, growing);
        _add = false;
        if (mutant == FundingPaidByAnOpener) SettleFunding(bar, atOpen: true, opened: true);
    }

    /// <summary>What the open itself reaches; asked before the rest of the bar where others share the account.</summary>
    public void EndAtOpen(int bar)
    {
        if (_position is { } position) Inside(_execution.Slices(bar).First(), position, losses: true, gains: false, onlyAtOpen: true);
    }

    /// <summary>(c) Inside the bar, and (d) the close up to the mark.</summary>
    public void Close(int bar)
    {
        if (mutant == TrailingActiveInSameBar) Trail(bar);
        _exited = _position is not null && InsideBar(bar);
        SettleFunding(bar, atOpen: false, opened: true);
        Trail(bar);
        if (_market.EndsBeforeHole(bar) && _position is { } open)
        {
            _result.BarsInMarket++;
            if (bar == _market.Bars.Count - 1 && _settings.EndOfData == EndOfData.Mark && mutant != MarkIsATrade)
            {
                _result.Open = new ReferenceRow(scenario, _market, _result, mutant, _orders.Member).OfOpen(open, bar);
            }
            else
            {
                double price = mutant == SlippageOnEndOfData ? _execution.AtOpen(bar, _market.Bars.Close[bar], -open.Sign, open.Quantity, DrawPurpose.Exit) : _market.Bars.Close[bar];
                Close(bar, price, _market.Bars.Close[bar], ExitReason.EndOfData, atOpen: false);
            }
        }

        _result.Marks.Add((_market.CloseTime(bar), _own + (_position?.Gain(_market.Bars.Close[bar]) ?? 0)));
    }

    /// <summary>(d) Decisions.</summary>
    /// <param name="mustClose">True where a limit over all members wants the position closed.</param>
    public void Decide(int bar, bool mustClose)
    {
        if ((_market.EndsBeforeHole(bar) && mutant != DecisionAtTheLastClose) || _result.Ruined || _result.Open is not null) return;
        if (_position is { } held)
        {
            _result.BarsInMarket++;
            _exit = DecideExit(bar, held, out _entry) ?? (Limits.MustClose(held) || mustClose ? ExitReason.RiskHalt : null);
            _add = (_exit is null || mutant == ScaleWhileExitDecided) && DecideAddition(bar, held);
        }
        else if (!(_exited && mutant == NoDecisionInTheExitBar))
        {
            _entry = DecideEntry(bar);
        }
    }

    private void Pay(double amount)
    {
        _own += amount;
        _purse.Cash += amount;
    }

    private Side? DecideEntry(int bar)
    {
        if ((_market.EndsBeforeHole(bar) && mutant != DecisionAtTheLastClose) || !_market.Allows(bar)) return null;
        bool goLong = scenario.Plan.EntersLong && _strategy.EnterLong(bar), goShort = scenario.Plan.EntersShort && _strategy.EnterShort(bar);
        if (goLong && goShort) return mutant == ShortWinsWhenBothHold ? Side.Short : Side.Long;
        return goLong ? Side.Long : goShort ? Side.Short : null;
    }

    private ExitReason? DecideExit(int bar, ReferencePosition position, out Side? entry)
    {
        entry = null;
        double close = _market.Bars.Close[bar];
        int inTrade = bar - position.EntryBar + (mutant == BarsInTradeFromZero ? 0 : 1);
        double known = mutant == ExitsSeeTheFirstFill ? position.FirstFill : position.EntryPrice;
        var view = new PositionView(inTrade, position.Sign * (close / known - 1), known);
        bool isLong = position.Side == Side.Long, allowed = _market.Allows(bar);
        if (scenario.Plan.Reverse && (allowed || mutant == ReverseIgnoresFilter) && (isLong ? _strategy.EnterShort(bar) : _strategy.EnterLong(bar)))
        {
            entry = isLong ? Side.Short : Side.Long;
            return ExitReason.Signal;
        }

        bool filtered = mutant == FilterOnExits && !allowed;
        bool signal = !filtered && (isLong ? _strategy.ExitLong(bar, view) : _strategy.ExitShort(bar, view));
        bool time = !filtered && _strategy.ExitAfterBars > 0 && inTrade >= _strategy.ExitAfterBars;
        if (time && mutant == TimeStopNamesTheReason) return ExitReason.TimeStop;
        return signal ? ExitReason.Signal : time ? ExitReason.TimeStop : null;
    }

    private void Open(int bar, Side side, double cash)
    {
        int signalBar = bar - 1;
        double open = mutant == EntryAtSignalClose ? _market.Bars.Close[signalBar] : _market.Bars.Open[mutant == EntryAtSignalOpen ? signalBar : bar];
        double? measured = _execution.DependsOnSize ? _orders.Measured(side, signalBar, bar, open, cash) : null;
        double fill = _execution.AtOpen(bar, open, (int)side, measured ?? 0, DrawPurpose.Entry);
        ReferencePosition? position = null;
        Refusal refusal;
        if (Limits.Refused(_market.CloseTime(signalBar)) is { } halted) refusal = halted;
        else if (_purse.Breaker is { } breaker) refusal = breaker;
        else if (cash <= 0 && mutant != RuinTradesOn) refusal = Refusal.NoCash;
        else if (_execution.IsWithoutVolume(bar)) refusal = Refusal.NoVolume;
        else if (_execution.DependsOnSize && measured is null) refusal = Refusal.UndefinedLevel;
        else if (_execution.DependsOnSize && _orders.Unsized(signalBar, open, cash) is { } unsized) refusal = unsized;
        else if (_execution.DependsOnSize && !(fill > 0 && fill < double.PositiveInfinity)) refusal = Refusal.NoVolume;
        else position = _orders.Place(side, signalBar, bar, fill, measured, cash, out refusal);
        if (position is null)
        {
            _result.Refusals[(int)refusal]++;
            return;
        }

        position.Slippage = position.Sign * (fill - open) * position.Quantity;
        position.EntryFee = position.Quantity * fill * _orders.FeesIn(bar).Taker;
        Pay(-position.EntryFee);
        _position = position;
        (position.Id, position.FirstStop, position.FirstTarget) = (++_purse.Opened, position.Stop, position.Target);
        Limits.Ordered(_market.Bars.OpenTimes[bar]);
        Record(position, new(FillKind.Entry, bar, _market.Bars.OpenTimes[bar], fill, position.Quantity, position.EntryFee));
    }

    /// <summary>X4: at this close the profit from the first fill is k steps, and the k-th addition has not been tried.</summary>
    private bool DecideAddition(int bar, ReferencePosition position)
    {
        var plan = _strategy.Scale;
        int times = mutant == ScaleOnceMore ? plan.Times + 1 : plan.Times;
        if (position.AdditionsTried >= times || (mutant == FiltersGateAdditions && !_market.Allows(bar))) return false;
        double from = mutant == ScaleProfitFromTheAverage ? position.EntryPrice : position.FirstFill;
        double needed = (mutant == ScaleStepsDoNotGrow ? 1 : position.AdditionsTried + 1) * plan.Step;
        double seen = mutant == ScaleSeesTheExtreme ? position.Side == Side.Long ? _market.Bars.High[bar] : _market.Bars.Low[bar] : _market.Bars.Close[bar];
        return position.Sign * (seen / from - 1) >= needed;
    }

    private void Add(int bar, ReferencePosition position)
    {
        position.AdditionsTried++;
        double open = mutant == ScaleAtTheSignalClose ? _market.Bars.Close[bar - 1] : _market.Bars.Open[bar];
        double measured = _execution.DependsOnSize ? Math.Max(0, _orders.AdditionAt(position, open, _purse.Cash)) : 0;
        double fill = _execution.AtOpen(bar, open, position.Sign, measured, DrawPurpose.Entry);
        bool hasPrice = !_execution.DependsOnSize || (fill > 0 && fill < double.PositiveInfinity);
        var refusal = _purse.Cash <= 0 ? Refusal.NoCash : Refusal.NoVolume;
        if (_purse.Cash <= 0 || _execution.IsWithoutVolume(bar) || !hasPrice || _orders.Addition(position, bar, fill, _purse.Cash, out refusal) is not { } addition)
        {
            _result.Refusals[(int)refusal]++;
            if (mutant == ScaleTriesAgain) position.AdditionsTried--;
            return;
        }

        Limits.Ordered(_market.Bars.OpenTimes[bar]);
        double fee = mutant == ScaleWithoutFee ? 0 : addition.Added * fill * _orders.FeesIn(bar).Taker;
        Pay(-fee);
        position.EntryFee += fee;
        position.Slippage += position.Sign * (fill - open) * addition.Added;
        position.Quantity += addition.Added;
        position.EntryPrice = addition.Entry;
        position.Liquidation = addition.Liquidation;
        var (stop, target) = _orders.LevelsAt(position, addition.Entry);
        if (mutant != ScaleTargetStays) position.Target = target;
        if (stop is { } level && mutant != ScaleStopStays && (mutant == ScaleLoosensTheStop || position.Sign * level > position.Sign * position.Stop!.Value)) position.Stop = level;
        if (_orders.LimitStop(addition.Entry, position.Sign) is { } limit && (position.Stop is null || position.Sign * limit > position.Sign * position.Stop)) position.Stop = limit;
        if (mutant == ScaleRestartsTheTrail) position.BestClose = fill;
        Record(position, new(FillKind.ScaleIn, bar, _market.Bars.OpenTimes[bar], fill, addition.Added, fee));
    }

    /// <summary>X4, V4: what a limit was given of a position that goes on.</summary>
    private void TakePart(int bar, ReferencePosition position, double price, double part)
    {
        double fee = part * price * (mutant == TakePaysTheTakerFee ? _orders.FeesIn(bar).Taker : _orders.FeesIn(bar).Maker);
        double gross = position.Sign * (price - position.EntryPrice) * part;
        Pay(gross - fee);
        position.Realised += gross;
        position.RealisedFee += fee;
        position.Quantity -= part;
        Record(position, new(FillKind.PartialExit, bar, _market.CloseTime(bar), price, part, fee));
    }

    private bool ShowsFills => scenario.Plan.Scales || _execution.ServesParts;

    private void Record(ReferencePosition position, Fill fill)
    {
        position.Fills.Add(fill);
        if (ShowsFills) _result.Fills.Add(fill);
    }

    private bool InsideBar(int bar)
    {
        var position = _position!;
        if (mutant == EntryBarWithoutEvents && bar == position.EntryBar) return false;
        bool ambiguous = IsAmbiguous(_execution.Whole(bar), position);
        List<ReferenceSlice> slices = [.. _execution.Slices(bar)];
        bool ends = _execution.Order switch
        {
            IntrabarOrder.Resolved => slices.Any(slice => Inside(slice, position, losses: true, gains: true)),
            IntrabarOrder.Optimistic => Inside(slices[0], position, losses: true, gains: false, onlyAtOpen: true)
                || slices.Any(slice => Inside(slice, position, losses: false, gains: true)) || slices.Any(slice => Inside(slice, position, losses: true, gains: false)),
            _ => slices.Any(slice => Inside(slice, position, losses: true, gains: false)) || slices.Any(slice => Inside(slice, position, losses: false, gains: true)),
        };
        if (ends && ambiguous) _result.AmbiguousTrades++;
        return ends;
    }

    /// <summary>V5: both what loses and what gains are reached, and the open is not beyond what loses.</summary>
    private bool IsAmbiguous(in ReferenceSlice whole, ReferencePosition position)
    {
        double sign = position.Sign, worst = sign > 0 ? whole.TriggerLow : whole.TriggerHigh, best = sign > 0 ? whole.High : whole.Low;
        double?[] losing = [position.Stop, position.Liquidation], gaining = [position.Take, position.Target];
        double open = whole.TriggerOpen;
        if (mutant != AmbiguityIgnoresTheOpen && losing.Any(level => sign * open <= sign * level)) return false;
        return losing.Any(level => sign * worst <= sign * level) && gaining.Any(level => sign * best >= sign * level);
    }

    /// <summary>X1 c, in one stretch of a bar; true when the position has ended.</summary>
    private bool Inside(ReferenceSlice slice, ReferencePosition position, bool losses, bool gains, bool onlyAtOpen = false)
    {
        int bar = slice.Bar;
        double sign = position.Sign, adverse = sign > 0 ? slice.TriggerLow : slice.TriggerHigh, favourable = sign > 0 ? slice.High : slice.Low;
        if (mutant == MarkDecidesTargets) favourable = sign > 0 ? slice.TriggerHigh : slice.TriggerLow;
        bool Down(double price, double? level) => level is { } value && sign * price <= sign * value;
        bool targetReached = position.Target is { } target && sign * favourable >= sign * target && !position.TargetCancelled;
        bool takeReached = position.Take is { } limit && sign * favourable >= sign * limit;
        double taken = 0;
        if (mutant == TakeBeforeStop && takeReached) Take();
        if (mutant == TargetBeforeStop && targetReached && Target()) return true;
        return (losses && Losses()) || (gains && Gains());

        bool Losses()
        {
            if (Down(slice.TriggerOpen, position.Liquidation) && mutant != OpenBelowLiquidationIsAStop) return Liquidate(slice.IsFirst);
            if (mutant == LiquidationBeforeNearerStop && Down(adverse, position.Liquidation)) return Liquidate(atOpen: false);
            if (Down(slice.TriggerOpen, position.Stop))
                return mutant == StopAtItsPriceOnGap ? Stop(position.Stop!.Value, false) : Stop(mutant == StopFillsAtTheMark ? slice.TriggerOpen : slice.Open, slice.IsFirst);
            if (onlyAtOpen) return false;
            bool nearer = position.Liquidation is not { } liquidation || Down(liquidation, position.Stop) || mutant == StopBeyondLiquidation;
            if (Down(adverse, position.Stop) && nearer)
            {
                // Set off by a mark that lags, when trades have opened beyond it: as at an open that has passed the stop.
                double level = position.Stop!.Value;
                return Stop(mutant != LaggingStopFillsAtItsPrice && sign * slice.Open < sign * level ? slice.Open : level, false);
            }

            return Down(adverse, position.Liquidation) && Liquidate(atOpen: false);
        }

        bool Gains()
        {
            if (mutant == TakeAfterTarget && targetReached && Target()) return true;
            if (takeReached) Take();
            return targetReached && Target();
        }

        void Take()
        {
            takeReached = false;
            double wanted = Math.Min(mutant == TakeShareOfTheHeld ? _strategy.Take.Share * position.Quantity : position.TakeQuantity, position.Quantity);
            double given = _execution.AtLimit(slice, position.Take!.Value, sign, wanted, 0);
            // What is left of the position after parts of the target belongs to the target.
            if (given <= 0 || given >= position.Quantity) return;
            TakePart(bar, position, mutant == TakeFromTheAverage ? position.EntryPrice * (1 + sign * _strategy.Take.Distance) : position.Take.Value, given);
            taken = given;
            if (mutant == TakeAgainAndAgain) return;
            position.TakeQuantity -= given;
            if (given >= wanted) position.Take = null;
        }

        bool Target()
        {
            double limit = position.Target!.Value;
            double price = mutant == TargetAtTheOpenWhenGapped && sign * slice.Open > sign * limit ? slice.Open : limit;
            double given = _execution.AtLimit(slice, limit, sign, position.Quantity, taken);
            if (given >= position.Quantity) return Close(bar, price, price, ExitReason.TakeProfit, atOpen: false);
            position.TargetCancelled = mutant == UnfilledTargetIsCancelled || (mutant == RestOfAPartIsCancelled && given > 0);
            if (given > 0) TakePart(bar, position, price, given);
            return false;
        }

        bool Stop(double price, bool atOpen) =>
            Close(bar, _execution.AtStop(bar, price, -sign, position.Quantity), price, ExitReason.StopLoss, atOpen);

        bool Liquidate(bool atOpen) => Close(bar, position.Liquidation!.Value, position.Liquidation.Value, ExitReason.Liquidation, atOpen);
    }

    private void Trail(int bar)
    {
        if (_position is not { } position || position.StopPlan.Rule is not (StopRule.SeriesTrailing or StopRule.FractionTrailing)) return;
        double sign = position.Sign, seen = _market.Bars.Close[bar];
        if (mutant == TrailingFollowsTheHigh) seen = sign > 0 ? _market.Bars.High[bar] : _market.Bars.Low[bar];
        if (mutant == TrailingForgetsTheFill && bar == position.EntryBar) position.BestClose = seen;
        if (sign * seen > sign * position.BestClose) position.BestClose = seen;
        double level = _orders.TrailingLevel(position, bar);
        if (double.IsNaN(level))
        {
            if (mutant == UndefinedSeriesDropsTheStop) position.Stop = null;
            return;
        }

        if (mutant == TrailingLoosens || position.Stop is null || sign * level > sign * position.Stop) position.Stop = level;
    }

    private void SettleFunding(int bar, bool atOpen, bool opened)
    {
        if (_position is not { } position) return;
        foreach (var funding in _market.Funding)
        {
            if (funding.Bar != bar || funding.AtOpen != atOpen) continue;
            // A position opened at T does not pay. The mutant settles once more for openers only.
            if (atOpen && opened != (position.EntryBar == bar)) continue;
            double price = mutant == FundingAtTheClose ? _market.Bars.Close[bar] : funding.Price;
            double sign = mutant == ShortsPayFundingToo ? 1 : position.Sign;
            double flow = -sign * (mutant == FundingOnTheFirstQuantity ? position.FirstQuantity : position.Quantity) * price * funding.Rate;
            position.Funding += flow;
            Pay(flow);
        }

        foreach (var interest in _market.Interest)
        {
            if (interest.Bar != bar || interest.AtOpen != atOpen || (atOpen && opened != (position.EntryBar == bar))) continue;
            if (position.Side == Side.Long && mutant != LongsPayInterest) continue;
            double cost = position.Quantity * interest.Price * interest.Rate;
            position.Funding -= cost;
            Pay(-cost);
        }
    }

    private bool Close(int bar, double price, double raw, ExitReason reason, bool atOpen)
    {
        var position = _position!;
        double fee = reason == ExitReason.Liquidation && mutant != FeeOnLiquidation ? 0
            : position.Quantity * price * _orders.FeeOf(reason, bar);
        if (reason == ExitReason.EndOfData && mutant == EndOfDataWithoutFee) fee = 0;
        double margin = position.Quantity * position.EntryPrice / _settings.Leverage;
        double gross = reason == ExitReason.Liquidation && mutant != LiquidationLosesThePriceMove ? -margin : position.Gain(price);
        Pay(gross - fee);
        Record(position, new(FillKind.Exit, bar, atOpen ? _market.Bars.OpenTimes[bar] : _market.CloseTime(bar), price, position.Quantity, fee));
        double slippage = position.Slippage + position.Sign * (raw - price) * position.Quantity;
        if (mutant != TakenPartIsLostFromTheRow) (gross, fee) = (gross + position.Realised, fee + position.RealisedFee);
        _result.Trades.Add(new ReferenceRow(scenario, _market, _result, mutant, _orders.Member).Of(position, bar, price, reason, atOpen, gross, fee, slippage));
        _position = null;
        if (mutant != ExitsAreNoOrders && reason is (ExitReason.Signal or ExitReason.TimeStop or ExitReason.RiskHalt)) Limits.Ordered(_market.Bars.OpenTimes[bar]);
        return true;
    }
}
