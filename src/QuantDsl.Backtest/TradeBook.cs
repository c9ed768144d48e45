using QuantDsl.Backtest.Events;
using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>Books what became of a position (RULES X4, X5, X7, X9, R2).</summary>
internal sealed class TradeBook(Account account)
{
    private readonly RunContext _context = account.Context;
    private readonly RunResult _result = account.Result;

    /// <summary>A part of the position was sold at a limit (RULES X4, V4): price and levels of what stays are as before.</summary>
    public void ClosePart<TDirection>(int bar, double price, double part)
        where TDirection : struct, IDirection =>
        ClosePart<TDirection>(bar, _context.Bars.CloseTime(bar), OrderType.Limit, price, price, part, account.FeesIn(bar).Maker);

    private void ClosePart<TDirection>(int bar, long utcMs, OrderType type, double price, double raw, double part, double feeRate)
        where TDirection : struct, IDirection
    {
        ref var scaling = ref account.Scaling;
        double gross = TDirection.Sign * (price - account.Position.EntryPrice) * part, fee = part * price * feeRate;
        account.Wallet.Pay(gross - fee);
        account.Position.Quantity -= part;
        scaling.Realised += gross;
        scaling.ExitFee += fee;
        scaling.ExitValue += price * part;
        scaling.ExitQuantity += part;
        _result.Fills.Add(new(FillKind.PartialExit, bar, utcMs, price, part, fee));
        account.Events?.Reduced(utcMs, type, price, raw, part, gross, fee);
    }

    /// <summary>A part of the position is closed by a market order at an open, for a rebalancing: price and levels of what stays are as before.</summary>
    public void Reduce<TDirection>(int bar, double price, double raw, double part)
        where TDirection : struct, IDirection
    {
        account.Position.Slippage += TDirection.Worse(raw, price) * part;
        account.Risk?.Ordered(_context.OpenTimes[bar]);
        ClosePart<TDirection>(bar, _context.OpenTimes[bar], OrderType.Market, price, raw, part, account.FeesIn(bar).Taker);
    }

    /// <summary>The position has ended.</summary>
    public void Close<TScaling>(in PositionEnd end)
        where TScaling : struct, IScaling
    {
        var settings = _context.Settings;
        var bars = _context.Bars;
        ref var position = ref account.Position;
        ref readonly var scaling = ref account.Scaling;
        double gross, exitFee, slippage = position.Slippage, exitPrice = end.Price, quantity = position.Quantity;
        long exitTime = end.AtOpen ? _context.OpenTimes[end.Bar] : bars.CloseTime(end.Bar);
        if (end.Reason == ExitReason.Liquidation)
        {
            gross = -(quantity * position.EntryPrice / settings.Leverage);
            exitFee = 0;
        }
        else
        {
            gross = position.Gain(end.Price);
            var fees = account.FeesIn(end.Bar);
            exitFee = quantity * end.Price * (end.Reason == ExitReason.TakeProfit ? fees.Maker : fees.Taker);
            slippage += (position.Side == Side.Long ? end.Raw - end.Price : end.Price - end.Raw) * quantity;
        }

        account.Wallet.Pay(gross - exitFee);
        account.Events?.Left(end, exitTime, quantity, gross, exitFee);
        _result.BarsInMarket += end.Bar - position.EntryBar + (end.Reason == ExitReason.EndOfData ? 1 : 0);
        if (TScaling.IsOn)
        {
            _result.Fills.Add(new(FillKind.Exit, end.Bar, exitTime, end.Price, quantity, exitFee));
            exitPrice = scaling.AverageExit(end.Price, quantity);
            gross += scaling.Realised;
            exitFee += scaling.ExitFee;
            // The row shows what came in and went out, not what was held at the end.
            position.EntryPrice = scaling.AverageEntry;
            quantity = scaling.EntryQuantity;
        }

        double net = gross - position.EntryFee - exitFee + position.Funding;
        account.Past.Add(net);
        if (account.Risk is { } risk)
        {
            // Stops and limits wait at the venue; only what is sent at an open is an order of its own.
            if (end.Reason is ExitReason.Signal or ExitReason.TimeStop or ExitReason.RiskHalt) risk.Ordered(exitTime);
            risk.Closed(exitTime, net);
        }

        var (mae, mfe) = Excursion.Of(position, _context, end);
        _result.Trades.Add(new()
        {
            Member = account.Member,
            PositionId = position.Id,
            Side = position.Side,
            SignalTime = bars.CloseTime(position.SignalBar),
            EntryBar = position.EntryBar,
            EntryTime = _context.OpenTimes[position.EntryBar],
            EntryPrice = position.EntryPrice,
            ExitBar = end.Bar,
            ExitTime = exitTime,
            ExitPrice = exitPrice,
            ExitReason = end.Reason,
            Quantity = quantity,
            Leverage = settings.Leverage,
            EntryFee = position.EntryFee,
            ExitFee = exitFee,
            Funding = position.Funding,
            Slippage = slippage,
            GrossPnl = gross,
            NetPnl = net,
            Mae = mae,
            Mfe = mfe,
            Regime = position.RegimeOrNull,
            FirstFill = TScaling.IsOn ? scaling.FirstFillIndex : 0,
            FillCount = TScaling.IsOn ? _result.Fills.Count - scaling.FirstFillIndex : 0,
            FirstPrice = position.FirstPrice,
            FirstQuantity = position.FirstQuantity,
            FirstStop = Level(position.FirstStop),
            FirstTarget = Level(position.FirstTarget),
            LiquidationPrice = Level(position.Liquidation),
        });
        account.Events?.Ended(_result.Trades[^1]);
    }

    /// <summary>The position is still open at the last close and is reported so (RULES X10).</summary>
    public void LeaveOpen<TScaling>(in PositionEnd end)
        where TScaling : struct, IScaling
    {
        ref readonly var position = ref account.Position;
        ref readonly var scaling = ref account.Scaling;
        _result.BarsInMarket += end.Bar - position.EntryBar + 1;
        _result.OpenPositions.Add(new(position.Side, _context.Bars.CloseTime(position.SignalBar), position.EntryBar, _context.OpenTimes[position.EntryBar],
            position.EntryPrice, position.Quantity, _context.Settings.Leverage, position.EntryFee, position.Funding, position.Slippage,
            end.Price, position.Gain(end.Price), Level(position.Liquidation), Level(position.Stop), Level(position.Target))
        {
            Member = account.Member,
            PositionId = position.Id,
            FirstPrice = position.FirstPrice,
            Regime = position.RegimeOrNull,
            RealisedPnl = TScaling.IsOn ? scaling.Realised : 0,
            ExitFee = TScaling.IsOn ? scaling.ExitFee : 0,
            FirstFill = TScaling.IsOn ? scaling.FirstFillIndex : 0,
            FillCount = TScaling.IsOn ? _result.Fills.Count - scaling.FirstFillIndex : 0,
        });
    }

    // Infinitely far is the engine's word for a level there is not.
    private static double? Level(double value) => double.IsInfinity(value) ? null : value;
}
