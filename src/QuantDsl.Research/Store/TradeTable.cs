using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Trades;
using QuantDsl.Storage;

namespace QuantDsl.Research.Store;

/// <summary>The trades of runs in <c>trades</c>: what an account says of each, to the last bit. What follows from it is not kept twice.</summary>
internal static class TradeTable
{
    private const string Columns =
        "member, position_id, direction, leverage, signal_time, entry_bar, entry_time, exit_bar, exit_time, entry_price, exit_price, quantity, " +
        "entry_fee, exit_fee, funding_fees, slippage_cost, gross_pnl, net_pnl, exit_reason, mae, mfe, first_price, first_quantity, first_stop, " +
        "first_target, liquidation_price, regime";

    private const string Long = "LONG", Short = "SHORT";

    private static readonly ImmutableDictionary<string, ExitReason> Reasons = Enum.GetValues<ExitReason>().ToImmutableDictionary(ResultNames.Of);

    /// <summary>Adds trades in their order; the caller holds the transaction.</summary>
    /// <param name="regimes">By member, the names by the index that trades carry.</param>
    public static void Insert(SqliteConnection connection, long runId, IReadOnlyList<MemberHeader> members, List<Trade> trades, ImmutableArray<ImmutableArray<string>> regimes)
    {
        using var insert = new Statement(connection, $"""
            INSERT INTO trades (run_id, symbol, roi_percent, {Columns}) VALUES ({string.Join(", ", Enumerable.Range(1, 3 + Columns.Count(c => c == ',') + 1).Select(i => $"?{i}"))})
            """);
        foreach (var trade in trades)
        {
            insert.Bind(1, runId);
            insert.Bind(2, members[trade.Member].Symbol);
            insert.Bind(3, trade.Roi * 100 ?? 0);
            insert.Bind(4, (long)trade.Member);
            insert.Bind(5, (long)trade.PositionId);
            insert.Bind(6, trade.Side == Side.Long ? Long : Short);
            insert.Bind(7, trade.Leverage);
            insert.Bind(8, UtcTime.Print(trade.SignalTime));
            insert.Bind(9, (long)trade.EntryBar);
            insert.Bind(10, UtcTime.Print(trade.EntryTime));
            insert.Bind(11, (long)trade.ExitBar);
            insert.Bind(12, UtcTime.Print(trade.ExitTime));
            insert.Bind(13, trade.EntryPrice);
            insert.Bind(14, trade.ExitPrice);
            insert.Bind(15, trade.Quantity);
            insert.Bind(16, trade.EntryFee);
            insert.Bind(17, trade.ExitFee);
            insert.Bind(18, trade.Funding);
            insert.Bind(19, trade.Slippage);
            insert.Bind(20, trade.GrossPnl);
            insert.Bind(21, trade.NetPnl);
            insert.Bind(22, ResultNames.Of(trade.ExitReason));
            insert.Bind(23, trade.Mae);
            insert.Bind(24, trade.Mfe);
            insert.Bind(25, trade.FirstPrice);
            insert.Bind(26, trade.FirstQuantity);
            insert.Bind(27, trade.FirstStop);
            insert.Bind(28, trade.FirstTarget);
            insert.Bind(29, trade.LiquidationPrice);
            insert.Bind(30, trade.Regime is { } regime ? regimes[trade.Member][regime] : null);
            insert.Execute();
        }
    }

    /// <summary>The trades of a run in order of exit; null where an older version kept too little of one.</summary>
    /// <exception cref="InvalidDataException">A row is none that <see cref="Insert"/> writes: somebody has changed it.</exception>
    public static ImmutableArray<LoggedTrade>? Read(SqliteConnection connection, long runId, string mode, ImmutableArray<StoredMember> members)
    {
        using var select = new Statement(connection, $"SELECT {Columns} FROM trades WHERE run_id = ?1 ORDER BY id");
        select.Bind(1, runId);
        var trades = ImmutableArray.CreateBuilder<LoggedTrade>();
        while (select.Read())
        {
            if (select.IsNull(1)) return null;
            if (select.Integer(0) is var number && (number < 0 || number >= members.Length)) throw new InvalidDataException($"a trade of run {runId} is of member {number}, and there are {members.Length}");
            var member = members[(int)number];
            trades.Add(new(TradeOf(select), member.Symbol, member.Timeframe, mode)
            {
                Regime = select.IsNull(26) ? null : select.Text(26),
                StrategyId = member.StrategyId,
                RunId = runId,
            });
        }

        return trades.ToImmutable();
    }

    private static Trade TradeOf(Statement row) => new()
    {
        Member = (int)row.Integer(0),
        PositionId = (int)row.Integer(1),
        Side = row.Text(2) == Long ? Side.Long : Side.Short,
        Leverage = row.Number(3),
        SignalTime = Instant(row.Text(4)),
        EntryBar = (int)row.Integer(5),
        EntryTime = Instant(row.Text(6)),
        ExitBar = (int)row.Integer(7),
        ExitTime = Instant(row.Text(8)),
        EntryPrice = row.Number(9),
        ExitPrice = row.Number(10),
        Quantity = row.Number(11),
        EntryFee = row.Number(12),
        ExitFee = row.Number(13),
        Funding = row.Number(14),
        Slippage = row.Number(15),
        GrossPnl = row.Number(16),
        NetPnl = row.Number(17),
        ExitReason = Reasons.TryGetValue(row.Text(18), out var reason) ? reason : throw new InvalidDataException($"`{row.Text(18)}` ends no trade"),
        Mae = row.Number(19),
        Mfe = row.Number(20),
        FirstPrice = row.Number(21),
        FirstQuantity = row.Number(22),
        FirstStop = row.NumberOrNull(23),
        FirstTarget = row.NumberOrNull(24),
        LiquidationPrice = row.NumberOrNull(25),
    };

    private static long Instant(string text) => UtcTime.TryParse(text, out long utcMs) ? utcMs : throw new InvalidDataException($"`{text}` is no time");
}
