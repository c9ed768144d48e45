using QuantDsl.Backtest;
using QuantDsl.Research;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Cli.Output;

/// <summary>The five best and the five worst trades of a run, or all where there are no more.</summary>
public static class ExtremeTrades
{
    private const int Each = 5;

    public static void Write(Terminal terminal, BacktestReport report)
    {
        Trade[] trades = [.. report.Result.Trades.OrderByDescending(t => t.NetPnl)];
        if (trades.Length == 0) return;
        bool all = trades.Length <= 2 * Each, several = report.Members.Length > 1;
        // Of several members the screen says whose a trade was; prices have no room beside that.
        string[] columns = several ? [">net", "reason", "of", "entry", ">hours"] : [">net", "reason", "entry", ">price", ">hours", ">exit"];
        var table = new TextTable(columns.Prepend(all ? "trade" : "best"));
        for (int i = 0; i < trades.Length; i++)
        {
            if (!all && i == Each) table.Add([.. columns.Select(_ => "").Prepend("worst")]);
            if (all || i < Each || i >= trades.Length - Each) table.Add(several ? OfMember(trades[i], report.Members[trades[i].Member].Pair) : Priced(trades[i]));
        }

        table.Write(terminal);
    }

    private static string[] Priced(in Trade trade) =>
    [
        ResultNames.Of(trade.Side), NumberText.Money(trade.NetPnl), ResultNames.Of(trade.ExitReason), NumberText.Instant(trade.EntryTime), NumberText.Price(trade.EntryPrice),
        NumberText.Fixed(trade.HoldHours, 1), NumberText.Price(trade.ExitPrice),
    ];

    private static string[] OfMember(in Trade trade, string pair) =>
    [
        ResultNames.Of(trade.Side), NumberText.Money(trade.NetPnl), ResultNames.Of(trade.ExitReason), BreakdownTable.Short(pair), NumberText.Instant(trade.EntryTime),
        NumberText.Fixed(trade.HoldHours, 1),
    ];
}
