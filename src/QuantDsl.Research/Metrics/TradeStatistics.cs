using System.Runtime.InteropServices;
using QuantDsl.Backtest;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Metrics;

/// <summary>What one trade of a run is worth. Money is quote currency, fractions are fractions; null without a trade and where it is said.</summary>
/// <param name="Expectancy">Mean net result: money per trade.</param>
/// <param name="MedianNet">Half of the trades netted more.</param>
/// <param name="Deviation">Sample deviation of the net results; null for fewer than two.</param>
/// <param name="AverageReturn">Mean of net result ÷ initial margin.</param>
/// <param name="PayoffRatio">Average win ÷ average loss; null without a win or a loss.</param>
/// <param name="BreakEvenWinRate">Win rate at which that payoff earns nothing; null where the payoff is.</param>
/// <param name="WinHours">Mean time from entry to exit of the trades that won; null without a win.</param>
/// <param name="LossHours">Of those that lost; null without a loss.</param>
/// <param name="AverageMae">Mean of the worst signed excursions.</param>
/// <param name="AverageMfe">Mean of the best.</param>
/// <param name="PerYear">Trades in a year of the venue's calendar; null without a day.</param>
public sealed record TradeStatistics(double? Expectancy, double? MedianNet, double? Deviation, double? AverageReturn, double? PayoffRatio, double? BreakEvenWinRate,
    double? WinHours, double? LossHours, double? AverageMae, double? AverageMfe, double? PerYear)
{
    /// <param name="trades">Of a finished run.</param>
    /// <param name="metrics">Of the same run.</param>
    /// <param name="years">Length of the run in years of the venue's calendar.</param>
    public static TradeStatistics Of(ReadOnlySpan<Trade> trades, in RunMetrics metrics, double years)
    {
        double[] net = new double[trades.Length], adverse = new double[trades.Length], favourable = new double[trades.Length];
        List<double> returns = new(trades.Length), winHours = [], lossHours = [];
        for (int i = 0; i < trades.Length; i++)
        {
            ref readonly var trade = ref trades[i];
            (net[i], adverse[i], favourable[i]) = (trade.NetPnl, trade.Mae, trade.Mfe);
            if (trade.Roi is { } roi) returns.Add(roi);
            if (trade.NetPnl > 0) winHours.Add(trade.HoldHours);
            if (trade.NetPnl < 0) lossHours.Add(trade.HoldHours);
        }

        double? payoff = metrics.AverageWin / -metrics.AverageLoss;
        // As groups of trades have it: one group of all is the whole, to the last bit.
        return new(FiniteNumber.OrNull(net.Sum() / net.Length), FiniteNumber.OrNull(Quantiles.Median(net)), FiniteNumber.OrNull(Moments.SampleDeviation(net)), Mean(CollectionsMarshal.AsSpan(returns)),
            FiniteNumber.OrNull(payoff), FiniteNumber.OrNull(1 / (1 + payoff)), Mean(CollectionsMarshal.AsSpan(winHours)), Mean(CollectionsMarshal.AsSpan(lossHours)),
            Mean(adverse), Mean(favourable), FiniteNumber.OrNull(trades.Length / years));
    }

    private static double? Mean(ReadOnlySpan<double> values) => FiniteNumber.OrNull(Moments.Mean(values));
}
