using static QuantDsl.Backtest.Tests.Mutant;

namespace QuantDsl.Backtest.Tests;

/// <summary>RULES R2 and X4: what <see cref="ReferenceAccount"/> shows of a position.</summary>
internal sealed class ReferenceRow(Scenario scenario, ReferenceMarket market, ReferenceResult result, Mutant mutant, int member)
{
    private readonly ReferenceExecution _execution = new(scenario, mutant);

    private bool ShowsFills => scenario.Plan.Scales || _execution.ServesParts;

    /// <summary>A position that has ended.</summary>
    /// <param name="gross">Of all its parts, as <paramref name="fee"/> of all its exits.</param>
    public Trade Of(ReferencePosition position, int bar, double price, ExitReason reason, bool atOpen, double gross, double fee, double slippage)
    {
        Fill[] entries = [.. position.Fills.Where(f => f.Kind is FillKind.Entry or FillKind.ScaleIn)], exits = [.. position.Fills.Where(f => f.Kind is FillKind.PartialExit or FillKind.Exit)];
        double entryPrice = mutant == RowShowsTheHeldPrice ? position.EntryPrice : Weighted(entries), quantity = mutant == RowShowsTheHeldQuantity ? position.Quantity : entries.Sum(f => f.Quantity);
        List<double> seen = [price];
        for (int b = position.EntryBar; b < (mutant == ExcursionOfTheExitBar ? bar + 1 : bar); b++)
            seen.AddRange([market.Bars.High[b], market.Bars.Low[b]]);
        var moves = seen.Select(p => position.Sign * (p / entryPrice - 1)).ToList();
        return new()
        {
            Member = member,
            PositionId = position.Id,
            FirstPrice = position.Fills[0].Price,
            FirstQuantity = position.Fills[0].Quantity,
            FirstStop = position.FirstStop,
            FirstTarget = position.FirstTarget,
            LiquidationPrice = position.Liquidation,
            Side = position.Side,
            SignalTime = market.CloseTime(position.SignalBar),
            EntryBar = position.EntryBar,
            EntryTime = market.Bars.OpenTimes[position.EntryBar],
            EntryPrice = entryPrice,
            ExitBar = bar,
            ExitTime = atOpen ? market.Bars.OpenTimes[bar] : market.CloseTime(bar),
            ExitPrice = mutant == RowShowsTheHeldPrice ? price : Weighted(exits),
            ExitReason = reason,
            Quantity = quantity,
            Leverage = scenario.Settings.Leverage,
            EntryFee = position.EntryFee,
            ExitFee = fee,
            Funding = position.Funding,
            Slippage = slippage,
            GrossPnl = gross,
            NetPnl = gross - position.EntryFee - fee + position.Funding,
            Mae = moves.Min(),
            Mfe = moves.Max(),
            Regime = position.Regime,
            FirstFill = ShowsFills ? result.Fills.Count - position.Fills.Count : 0,
            FillCount = ShowsFills ? position.Fills.Count : 0,
        };
    }

    /// <summary>A position that is open at the last close.</summary>
    public OpenPosition OfOpen(ReferencePosition p, int bar) => new(p.Side, market.CloseTime(p.SignalBar), p.EntryBar,
        market.Bars.OpenTimes[p.EntryBar], p.EntryPrice, p.Quantity, scenario.Settings.Leverage, p.EntryFee, p.Funding, p.Slippage,
        market.Bars.Close[bar], p.Gain(market.Bars.Close[bar]), p.Liquidation, p.Stop, p.Target)
    {
        Member = member,
        PositionId = p.Id,
        FirstPrice = p.Fills[0].Price,
        Regime = p.Regime,
        RealisedPnl = p.Realised,
        ExitFee = p.RealisedFee,
        FirstFill = ShowsFills ? result.Fills.Count - p.Fills.Count : 0,
        FillCount = ShowsFills ? p.Fills.Count : 0,
    };

    private static double Weighted(Fill[] fills)
    {
        if (fills is [var only]) return only.Price;
        double value = 0, quantity = 0;
        foreach (var fill in fills) (value, quantity) = (value + fill.Price * fill.Quantity, quantity + fill.Quantity);
        return value / quantity;
    }
}
