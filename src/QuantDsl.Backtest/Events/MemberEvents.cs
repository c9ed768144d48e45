using QuantDsl.Market;

namespace QuantDsl.Backtest.Events;

/// <summary>Tells what happens to one member of an account. Exists only where somebody listens.</summary>
internal sealed class MemberEvents(IRunEvents told, Account account)
{
    public void Signalled(int bar, Side side, SignalIntent intent, ExitReason? reason = null) =>
        told.Add(new SignalEvent(account.Context.Bars.CloseTime(bar), account.Member, bar, side, intent, reason));

    public void Filtered(int bar, EntryVerdict verdict) =>
        told.Add(new TimeFilterEvent(account.Context.Bars.CloseTime(bar), account.Member, bar, verdict.Session, verdict.Weekday, verdict.Funding));

    public void Checked(long utcMs, Refusal check, double? current, double? limit, bool passed, bool isFraction = false) =>
        told.Add(new RiskCheckEvent(utcMs, account.Member, check, current, limit, isFraction, passed));

    public void Refused(long utcMs, Side side, Refusal reason) => told.Add(new RefusalEvent(utcMs, account.Member, side, reason));

    /// <summary>The position was opened.</summary>
    /// <param name="raw">The open it was filled at, before slippage.</param>
    public void Opened(double raw)
    {
        ref readonly var position = ref account.Position;
        long utcMs = account.Context.OpenTimes[position.EntryBar];
        double leverage = account.Context.Settings.Leverage;
        Fill(utcMs, OrderType.Market, position.Side == Side.Long, FillKind.Entry, position.EntryPrice, raw, position.Quantity, position.EntryFee, realised: 0, atOpen: true);
        told.Add(new PositionOpenEvent(utcMs, account.Member, position.Id, position.Side, position.EntryPrice, position.Quantity, leverage,
            position.EntryPrice * position.Quantity / leverage, Level(position.Stop), Level(position.Target), Level(position.Liquidation), position.RegimeOrNull));
    }

    /// <summary>The position was added to at an open.</summary>
    public void Added(int bar, double price, double raw, double quantity, double fee)
    {
        long utcMs = account.Context.OpenTimes[bar];
        Fill(utcMs, OrderType.Market, account.Position.Side == Side.Long, FillKind.ScaleIn, price, raw, quantity, fee, realised: 0, atOpen: true);
        Changed(utcMs);
    }

    /// <summary>A part of the position was closed.</summary>
    /// <param name="realised">Gross.</param>
    public void Reduced(long utcMs, OrderType type, double price, double raw, double quantity, double realised, double fee)
    {
        Fill(utcMs, type, account.Position.Side == Side.Short, FillKind.PartialExit, price, raw, quantity, fee, realised, atOpen: type == OrderType.Market);
        Changed(utcMs);
    }

    /// <summary>The last of the position was closed, and its result is in the cash.</summary>
    /// <param name="realised">Gross, of this fill alone.</param>
    public void Left(in PositionEnd end, long utcMs, double quantity, double realised, double fee)
    {
        ref readonly var position = ref account.Position;
        var type = end.Reason switch
        {
            ExitReason.StopLoss => OrderType.Stop,
            ExitReason.TakeProfit => OrderType.Limit,
            ExitReason.Liquidation => OrderType.Liquidation,
            _ => OrderType.Market,
        };
        if (type == OrderType.Liquidation) told.Add(new LiquidationEvent(utcMs, account.Member, position.Id, end.Price, -realised));
        Fill(utcMs, type, position.Side == Side.Short, FillKind.Exit, end.Price, end.Raw, quantity, fee, realised, end.AtOpen);
    }

    public void Ended(in Trade trade) => told.Add(new PositionCloseEvent(trade.ExitTime, account.Member, trade));

    public void Settled(int bar, bool atOpen, in FundingSettlement settlement, double flow) =>
        told.Add(new FundingEvent(atOpen ? account.Context.OpenTimes[bar] : account.Context.Bars.CloseTime(bar), account.Member, settlement.Rate, settlement.Price, flow, account.Ledger.Wallet.Cash, atOpen));

    private void Changed(long utcMs)
    {
        ref readonly var position = ref account.Position;
        told.Add(new PositionChangeEvent(utcMs, account.Member, position.Id, position.EntryPrice, position.Quantity, Level(position.Target), Level(position.Liquidation)));
    }

    private void Fill(long utcMs, OrderType type, bool buys, FillKind kind, double price, double raw, double quantity, double fee, double realised, bool atOpen)
    {
        int order = ++account.Ledger.Orders;
        told.Add(new OrderEvent(utcMs, account.Member, order, type, buys, quantity, type == OrderType.Market ? null : raw));
        told.Add(new FillEvent(utcMs, account.Member, order, kind, price, raw, quantity, fee, realised, account.Ledger.Wallet.Cash, atOpen));
    }

    private static double? Level(double value) => double.IsInfinity(value) ? null : value;
}
