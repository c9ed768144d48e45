using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Tests.Fairness;

/// <summary>One run of a program on some bars, from columns of its own: nothing is shared with a run on other bars.</summary>
internal static class SingleRun
{
    public static List<Trade> Trades(MarketHistory history, StrategyPlan plan, CompiledStrategy strategy, double[] values, AccountSettings account) =>
        Run(history, plan, strategy, values, account).Trades;

    public static RunResult Run(MarketHistory history, StrategyPlan plan, CompiledStrategy strategy, double[] values, AccountSettings account)
    {
        var columns = new MarketColumns(history.Base, plan.Timeframe, others: history.Others);
        var context = RunContext.Create(history, columns, plan, account);
        strategy.Bind(columns, values);
        return new AccountWalk(context).Run(strategy);
    }
}
