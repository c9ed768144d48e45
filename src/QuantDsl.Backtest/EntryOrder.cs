using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>Orders that open a position or add to it: filled at an open, or refused and counted (RULES X1 b, X3 to X6, X9).</summary>
internal sealed class EntryOrder(Account account)
{
    private readonly RunContext _context = account.Context;
    private readonly RunResult _result = account.Result;

    /// <summary>Opens a position at the open after its signal; false when it was refused, and nothing has changed.</summary>
    public bool Open<TFills, TDirection, TScaling>(CompiledStrategy strategy, TFills fills, int signalBar)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
        where TScaling : struct, IScaling
    {
        if (Refused<TFills, TDirection>(strategy, fills, signalBar) is { } refusal)
        {
            var side = (Side)(int)TDirection.Sign;
            _result.Refusals[(int)refusal]++;
            _result.RefusedEntries.Add(new(signalBar, side, refusal));
            account.Events?.Refused(_context.OpenTimes[signalBar + 1], side, refusal);
            return false;
        }

        if (TScaling.IsOn) StartScaling<TDirection>(strategy);
        return true;
    }

    /// <summary>Buys or sells the first quantity again at an open (RULES X4), or counts why not.</summary>
    /// <returns>False when it was refused, and nothing has changed.</returns>
    public bool Add<TFills, TDirection>(CompiledStrategy strategy, TFills fills, int bar, ref TrailingStop<TDirection> trail)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        account.Scaling.Tried++;
        return Add(strategy, fills, bar, account.Scaling.FirstQuantity, ref trail);
    }

    /// <summary>Buys or sells more of an open position at an open, or counts why not.</summary>
    /// <param name="wanted">Base asset, before caps and lot.</param>
    /// <returns>False when it was refused, and nothing has changed.</returns>
    public bool Add<TFills, TDirection>(CompiledStrategy strategy, TFills fills, int bar, double wanted, ref TrailingStop<TDirection> trail)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        var settings = _context.Settings;
        ref var position = ref account.Position;
        ref var scaling = ref account.Scaling;
        var others = account.Ledger.Portfolio;
        double open = _context.Open[bar], wealth = account.Cash + (others?.GainBeside(account) ?? 0);
        double order = TFills.DependsOnQuantity ? Math.Max(0, EntryQuantity.OfAddition(settings, _context.Lots, wealth, position, wanted, open)) : 0;
        double fill = fills.AtOpen(bar, open, TDirection.Sign, order, DrawPurpose.Entry);
        double added = EntryQuantity.OfAddition(settings, _context.Lots, wealth, position, wanted, fill);
        double quantity = position.Quantity + added, entry = (position.EntryPrice * position.Quantity + fill * added) / quantity;
        var tier = IsolatedMargin.TierAt(_context.Instrument.MarginTables, _context.OpenTimes[bar], quantity * entry);
        if (added > 0 && account.Events is { } told)
        {
            account.Risk?.TellOrder(told, _context.OpenTimes[bar], position.Quantity, added, fill);
            others?.Monitor?.TellBreakers(told, _context.OpenTimes[bar]);
        }

        Refusal? why =
            account.Cash <= 0 ? Refusal.NoCash
            : !fills.Trades(bar) || (TFills.DependsOnQuantity && !IsPrice(fill)) ? Refusal.NoVolume
            : (added > 0 ? account.Risk?.Refuses(_context.OpenTimes[bar], position.Quantity, added, fill) : null)
            ?? (added > 0 ? others?.Refuses(account, _context.OpenTimes[bar], TDirection.Sign, added, fill, position.Stop, position.Regime) : null)
            ?? EntryQuantity.AdditionRefused(settings, _context.Instrument, tier, account.Cash, others?.MarginBeside(account) ?? 0, position, added, fill);
        if (why is { } refusal)
        {
            _result.Refusals[(int)refusal]++;
            account.Events?.Refused(_context.OpenTimes[bar], position.Side, refusal);
            return false;
        }

        double fee = added * fill * account.FeesIn(bar).Taker, signalClose = _context.Close[position.SignalBar];
        account.Wallet.Pay(-fee);
        position.EntryPrice = entry;
        position.Quantity = quantity;
        position.EntryFee += fee;
        position.Slippage += TDirection.Worse(fill, open) * added;
        position.Liquidation = IsolatedMargin.LiquidationPrice<TDirection>(settings.Liquidation, entry, quantity, settings.Leverage, tier);
        position.Target = EntryLevels.TargetAt<TDirection>(strategy.Target, _context.Prices, entry, signalClose, position.SignalBar, scaling.Risk);
        if (account.Stop.Rule is StopRule.FixedFraction or StopRule.SeriesFixed)
            trail.Tighten(EntryLevels.StopAt<TDirection>(account.Stop, _context.Prices, entry, signalClose, position.SignalBar));
        if (account.Risk is { } risk)
        {
            trail.Tighten(risk.StopAt<TDirection>(_context.Prices, entry));
            risk.Ordered(_context.OpenTimes[bar]);
        }

        scaling.Added++;
        scaling.EntryValue += fill * added;
        scaling.EntryQuantity += added;
        _result.Fills.Add(new(FillKind.ScaleIn, bar, _context.OpenTimes[bar], fill, added, fee));
        account.Events?.Added(bar, fill, open, added, fee);
        return true;
    }

    /// <summary>Fills an entry, or says why not.</summary>
    private Refusal? Refused<TFills, TDirection>(CompiledStrategy strategy, TFills fills, int signalBar)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        var settings = _context.Settings;
        int bar = signalBar + 1;
        int regime = _context.Plan.Regimes.IsEmpty ? CompiledStrategy.NoRegime : strategy.Regime(signalBar);
        account.Stop = strategy.StopIn(regime);
        double open = _context.Open[bar], factor = strategy.SizeIn(regime) * (account.Risk?.SizeFactor ?? 1);
        var others = account.Ledger.Portfolio;
        if (account.Events is { } listening)
        {
            account.Risk?.TellBreakers(listening, _context.OpenTimes[bar], _context.Bars.CloseTime(signalBar));
            others?.Monitor?.TellBreakers(listening, _context.OpenTimes[bar]);
        }

        if (account.Risk?.Refuses(_context.Bars.CloseTime(signalBar)) is { } halted) return halted;
        if (others?.Monitor?.Breaker is { } breaker) return breaker;
        if (account.Cash <= 0) return Refusal.NoCash;
        if (!fills.Trades(bar)) return Refusal.NoVolume;
        // How much the price moves depends on the size, and the size on the price: the order is measured at the open, then sized at its fill.
        double order = 0;
        if (TFills.DependsOnQuantity && Sized(open, out order, out _) is { } unmeasured) return unmeasured;
        double fill = fills.AtOpen(bar, open, TDirection.Sign, order, DrawPurpose.Entry);
        if (TFills.DependsOnQuantity && !IsPrice(fill)) return Refusal.NoVolume;
        if (Sized(fill, out double quantity, out var levels) is { } unsized) return unsized;
        var tier = IsolatedMargin.TierAt(_context.Instrument.MarginTables, _context.OpenTimes[bar], quantity * fill);
        if (quantity > 0 && account.Events is { } told) account.Risk?.TellOrder(told, _context.OpenTimes[bar], held: 0, quantity, fill);
        if (quantity > 0 && account.Risk?.Refuses(_context.OpenTimes[bar], held: 0, quantity, fill) is { } limit) return limit;
        double stop = Protected(levels.Stop, fill);
        if (quantity > 0 && others?.Refuses(account, _context.OpenTimes[bar], TDirection.Sign, quantity, fill, stop, regime) is { } shared) return shared;
        if (EntryQuantity.Refused(settings, _context.Instrument, tier, account.Cash, others?.MarginBeside(account) ?? 0, quantity, fill) is { } refusal) return refusal;

        account.Position = new()
        {
            Id = ++account.Ledger.Positions,
            Side = (Side)(int)TDirection.Sign,
            SignalBar = signalBar,
            EntryBar = bar,
            EntryPrice = fill,
            Quantity = quantity,
            EntryFee = quantity * fill * account.FeesIn(bar).Taker,
            Slippage = TDirection.Worse(fill, open) * quantity,
            Stop = stop,
            Target = levels.Target,
            FirstPrice = fill,
            FirstQuantity = quantity,
            FirstStop = stop,
            FirstTarget = levels.Target,
            Liquidation = IsolatedMargin.LiquidationPrice<TDirection>(settings.Liquidation, fill, quantity, settings.Leverage, tier),
            Regime = regime,
        };
        account.Wallet.Pay(-account.Position.EntryFee);
        account.StrategyStop = levels.Stop;
        if (account.Risk is { } risk)
        {
            risk.Ordered(_context.OpenTimes[bar]);
            account.CloseByUtcMs = risk.CloseBy(_context.OpenTimes[bar]);
        }

        account.Events?.Opened(open);
        return null;

        // The levels and the quantity of an entry at a price.
        Refusal? Sized(double price, out double size, out EntryLevels at)
        {
            size = 0;
            at = EntryLevels.For<TDirection>(account.Stop, strategy.Target, _context.Prices, price, _context.Close[signalBar], signalBar);
            if (!at.AreDefined) return Refusal.UndefinedLevel;
            double asked = settings.Sizing.QuantityOf(new(account.Weight * account.Cash, settings.Leverage, price, Protected(at.Stop, price),
                _context.SizingSeries is { } series ? series[signalBar] : double.NaN, _context.BarsPerYear, account.Past));
            if (double.IsNaN(asked)) return Refusal.UndefinedSize;
            if (asked <= 0) return Refusal.NoEdge;
            // A product with 1 is exact, so an account without weights, regimes and limits is sized to the same bits.
            size = EntryQuantity.Of(settings, _context.Lots, account.Cash + (others?.GainBeside(account) ?? 0), price, factor * asked);
            return null;
        }

        double Protected(double level, double price) => account.Risk is { } limits ? limits.Protected<TDirection>(_context.Prices, level, price) : level;
    }

    // An order far larger than what is traded moves the price to nothing or without end: there is nobody to fill it.
    private static bool IsPrice(double fill) => fill > 0 && double.IsFinite(fill);

    /// <summary>What a position that may be scaled waits for from its first fill on (RULES X4).</summary>
    private void StartScaling<TDirection>(CompiledStrategy strategy)
        where TDirection : struct, IDirection
    {
        var take = strategy.Take;
        ref readonly var position = ref account.Position;
        double first = position.EntryPrice, quantity = position.Quantity, part = _context.Lots.Down(take.Share * quantity);
        // A share that is less than a lot, or that rounds to everything, leaves no part to take.
        bool takes = part > 0 && part < quantity;
        account.Scaling = new()
        {
            FirstFill = first,
            FirstQuantity = quantity,
            Risk = Math.Abs(first - account.StrategyStop),
            TakePrice = takes ? TDirection.RoundTarget(_context.Prices, first * (1 + TDirection.Sign * take.Distance)) : TDirection.Sign * double.PositiveInfinity,
            TakeQuantity = part,
            EntryValue = first * quantity,
            EntryQuantity = quantity,
            FirstFillIndex = _result.Fills.Count,
        };
        _result.Fills.Add(new(FillKind.Entry, position.EntryBar, _context.OpenTimes[position.EntryBar], first, quantity, position.EntryFee));
    }
}
