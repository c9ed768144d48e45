using QuantDsl.Backtest;

namespace QuantDsl.Research.Metrics;

/// <summary>The numbers of one run (RULES R3). Fractions are fractions, money is quote currency; an undefined number is null, never NaN.</summary>
/// <remarks>Trade statistics and costs are of closed trades; a position marked at the end shows its own. No field is negative zero,
/// which the store could not keep.</remarks>
public readonly record struct RunMetrics
{
    public required double FinalEquity { get; init; }

    /// <summary>Final equity ÷ initial equity − 1.</summary>
    public required double TotalReturn { get; init; }

    /// <summary>(final ÷ initial)^(365 ÷ days) − 1; −1 when nothing is left; null without a day or beyond the range of a double.</summary>
    public double? Cagr { get; init; }

    /// <summary>Of daily returns, annualised; null for fewer than two or when they do not vary.</summary>
    public double? Sharpe { get; init; }

    /// <summary>Null without a losing day.</summary>
    public double? Sortino { get; init; }

    /// <summary>CAGR ÷ drawdown; null without a drawdown.</summary>
    public double? Calmar { get; init; }

    /// <summary>In [0, 1], over all marks.</summary>
    public required double MaxDrawdown { get; init; }

    /// <summary>Longest time below a former peak, days.</summary>
    public required double MaxDrawdownDays { get; init; }

    /// <summary>Deviation of daily returns, annualised; null for fewer than two.</summary>
    public double? Volatility { get; init; }

    /// <summary>Gains ÷ losses; null without a loss (ranks highest) and without a trade (ranks last).</summary>
    public double? ProfitFactor { get; init; }

    /// <summary>Share of trades with a positive net result; null without a trade.</summary>
    public double? WinRate { get; init; }

    public required int Trades { get; init; }

    public required int Wins { get; init; }

    public required int Losses { get; init; }

    public required double Fees { get; init; }

    /// <summary>Positive is received.</summary>
    public required double Funding { get; init; }

    /// <summary>Cost of adverse ticks; already inside the prices.</summary>
    public required double Slippage { get; init; }

    public double? AverageWin { get; init; }

    /// <summary>Negative.</summary>
    public double? AverageLoss { get; init; }

    public double? LargestWin { get; init; }

    /// <summary>Negative.</summary>
    public double? LargestLoss { get; init; }

    public required int LongestWinStreak { get; init; }

    public required int LongestLossStreak { get; init; }

    /// <summary>Share of the closes from the first decision on at which a position was open.</summary>
    public required double Exposure { get; init; }

    /// <summary>Null without a trade.</summary>
    public double? AverageTradeHours { get; init; }

    /// <summary>True when cash ran out and trading ended (RULES X5).</summary>
    public required bool Ruined { get; init; }

    /// <param name="result">A finished run; read, not kept.</param>
    /// <param name="bars">Closes from the first decision bar to the last bar, both included.</param>
    /// <param name="daysPerYear">Days of a year on which the venue trades.</param>
    public static RunMetrics Of(RunResult result, int bars, double daysPerYear = Market.Venue.EveryDay)
    {
        var tally = TradeTally.Of(result.Trades);
        ref readonly var trades = ref tally.Sums;
        var core = CoreMetrics.Of(result.InitialEquity, result.FinalEquity, result.MaxDrawdown, trades,
            DailyReturns.Of(result.InitialEquity, result.FinalEquity, result.Days, daysPerYear));
        return new()
        {
            FinalEquity = core.FinalEquity,
            TotalReturn = core.TotalReturn,
            Cagr = core.Cagr,
            Sharpe = core.Sharpe,
            Sortino = core.Sortino,
            Calmar = core.Calmar,
            MaxDrawdown = core.MaxDrawdown,
            MaxDrawdownDays = result.MaxDrawdownDurationMs / (double)Market.Timeframe.Day,
            Volatility = core.Volatility,
            ProfitFactor = core.ProfitFactor,
            WinRate = core.WinRate,
            Trades = trades.Count,
            Wins = trades.Wins,
            Losses = trades.Losses,
            Fees = FiniteNumber.Plain(trades.Fees),
            Funding = FiniteNumber.Plain(trades.Funding),
            Slippage = FiniteNumber.Plain(trades.Slippage),
            AverageWin = trades.Wins > 0 ? FiniteNumber.OrNull(trades.Gains / trades.Wins) : null,
            AverageLoss = trades.Losses > 0 ? FiniteNumber.OrNull(trades.LossSum / trades.Losses) : null,
            LargestWin = trades.Wins > 0 ? FiniteNumber.OrNull(tally.LargestWin) : null,
            LargestLoss = trades.Losses > 0 ? FiniteNumber.OrNull(tally.LargestLoss) : null,
            LongestWinStreak = tally.LongestWinStreak,
            LongestLossStreak = tally.LongestLossStreak,
            Exposure = bars > 0 ? result.BarsInMarket / (double)bars : 0,
            AverageTradeHours = trades.Count > 0 ? FiniteNumber.OrNull(tally.DurationMs / (double)trades.Count / Market.Timeframe.Hour) : null,
            Ruined = result.Ruined,
        };
    }
}
