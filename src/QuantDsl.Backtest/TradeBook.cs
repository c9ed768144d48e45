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
        ref var position = ref account.Position;
        ref readonly var scaling = ref account.Scaling;
        double gross, exitFee, slippage = position.Slippage, exitPrice = end.Price, quantity = position.Quantity;
        long exitTime = ExitTime(_context, end);
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

        var closed = Closed(_context, position, end, gross, exitFee, net, slippage) with { Member = account.Member, ExitPrice = exitPrice, Quantity = quantity };
        _result.Trades.Add(TScaling.IsOn ? closed with { FirstFill = scaling.FirstFillIndex, FillCount = _result.Fills.Count - scaling.FirstFillIndex } : closed);
        account.Events?.Ended(_result.Trades[^1]);
    }

    /// <summary>The position is still open at the last close and is reported so (RULES X10).</summary>
    public void LeaveOpen<TScaling>(in PositionEnd end)
        where TScaling : struct, IScaling
    {
        ref readonly var position = ref account.Position;
        ref readonly var scaling = ref account.Scaling;
        _result.BarsInMarket += end.Bar - position.EntryBar + 1;
        var open = StillOpen(_context, position, end.Price) with { Member = account.Member };
        _result.OpenPositions.Add(!TScaling.IsOn ? open : open with
        {
            RealisedPnl = scaling.Realised,
            ExitFee = scaling.ExitFee,
            FirstFill = scaling.FirstFillIndex,
            FillCount = _result.Fills.Count - scaling.FirstFillIndex,
        });
    }

    /// <summary>The row of a position that has ended, of one fill in and one out.</summary>
    public static Trade Closed(RunContext context, in Position position, in PositionEnd end, double gross, double exitFee, double net, double slippage)
    {
        var (mae, mfe) = Excursion.Of(position, context, end);
        return new()
        {
            PositionId = position.Id,
            Side = position.Side,
            SignalTime = context.Bars.CloseTime(position.SignalBar),
            EntryBar = position.EntryBar,
            EntryTime = context.OpenTimes[position.EntryBar],
            EntryPrice = position.EntryPrice,
            ExitBar = end.Bar,
            ExitTime = ExitTime(context, end),
            ExitPrice = end.Price,
            ExitReason = end.Reason,
            Quantity = position.Quantity,
            Leverage = context.Settings.Leverage,
            EntryFee = position.EntryFee,
            ExitFee = exitFee,
            Funding = position.Funding,
            Slippage = slippage,
            GrossPnl = gross,
            NetPnl = net,
            Mae = mae,
            Mfe = mfe,
            Regime = position.RegimeOrNull,
            FirstPrice = position.FirstPrice,
            FirstQuantity = position.FirstQuantity,
            FirstStop = Level(position.FirstStop),
            FirstTarget = Level(position.FirstTarget),
            LiquidationPrice = Level(position.Liquidation),
        };
    }

    /// <summary>The row of a position that is still open at the last close.</summary>
    public static OpenPosition StillOpen(RunContext context, in Position position, double mark) =>
        new(position.Side, context.Bars.CloseTime(position.SignalBar), position.EntryBar, context.OpenTimes[position.EntryBar],
            position.EntryPrice, position.Quantity, context.Settings.Leverage, position.EntryFee, position.Funding, position.Slippage,
            mark, position.Gain(mark), Level(position.Liquidation), Level(position.Stop), Level(position.Target))
        {
            PositionId = position.Id,
            FirstPrice = position.FirstPrice,
            Regime = position.RegimeOrNull,
        };

    private static long ExitTime(RunContext context, in PositionEnd end) => end.AtOpen ? context.OpenTimes[end.Bar] : context.Bars.CloseTime(end.Bar);

    // Infinitely far is the engine's word for a level there is not.
    private static double? Level(double value) => double.IsInfinity(value) ? null : value;
}
