using System.Text.Json.Nodes;
using QuantDsl.Research.Store;
using QuantDsl.Research.Trades;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests.Trades;

/// <summary>Every column of the trade log, worked out by hand.</summary>
public sealed class TradeLogColumnTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Worked => [.. WorkedTrade.All.Select(w => w.Name)];

    [Theory]
    [MemberData(nameof(Worked))]
    public void A_stored_trade_says_what_was_worked_out(string name)
    {
        var worked = WorkedTrade.All.Single(w => w.Name == name);
        using var store = RunStore.Open(_folder.File("qdsl.db"), TimeProvider.System);
        using var job = worked.Job();
        var report = job.Run(store);
        var trade = store.ReadTrades(1).Trades[0];
        Assert.Equal(report.Result.Trades[0] with { Regime = null, FirstFill = 0, FillCount = 0 }, trade.Trade);
        var document = JsonNode.Parse(Documents.Of(report))!["trades"]![0]!.AsObject();
        foreach (var (column, expected) in worked.Expected)
        {
            Assert.Equal((column, expected), (column, Column(column).Read(trade)));
            // The document of the run says the same; a strategy without regimes has no word for them.
            if (column.EndsWith("Time", StringComparison.Ordinal)) Assert.Equal(UtcTime.Print((long)expected!), (string?)document[column]);
            else if (expected is double number) Assert.Equal(number, (double?)document[column]);
            else if (expected is string word) Assert.Equal(word, (string?)document[column]);
            else if (expected is null) Assert.Null(document[column]);
        }
    }

    [Fact]
    public void The_worked_trades_show_every_derived_column_with_and_without_a_value()
    {
        foreach (var column in TradeLogColumns.Derived.Add(TradeLogColumns.Regime))
        {
            var expected = WorkedTrade.All.SelectMany(w => w.Expected).Where(e => e.Column == column.Name).ToList();
            Assert.Contains(expected, e => e.Value is not null);
            // A margin of nothing is the one thing that no account has.
            if (column is { IsNullable: true, Name: not "roi" }) Assert.Contains(expected, e => e.Value is null);
            if (!column.IsNullable) Assert.DoesNotContain(expected, e => e.Value is null);
        }
    }

    [Fact]
    public void Every_column_stands_once_and_in_the_order_that_was_agreed() => Assert.Equal(
        [
            "symbol", "side", "signalTime", "entryBar", "entryTime", "entryPrice", "exitBar", "exitTime", "exitPrice", "exitReason", "quantity", "leverage",
            "entryFee", "exitFee", "funding", "slippage", "grossPnl", "netPnl", "mae", "mfe",
            "positionId", "timeframe", "tradeType", "rMultiple", "rewardMultiple", "stopDistanceFraction", "roi", "initialMargin", "liquidationPrice", "holdHours",
            "regime", "strategyId", "runId", "schemaVersion",
        ], TradeLogColumns.All.Select(c => c.Name));

    [Fact]
    public void A_number_is_never_minus_zero_nor_not_a_number()
    {
        using var job = WorkedTrade.Target.Job();
        var trade = job.Run(null).Result.Trades[0];
        var odd = new LoggedTrade(trade with { Funding = -0.0, Mae = double.NaN, LiquidationPrice = double.PositiveInfinity, NetPnl = 0, GrossPnl = -0.0 }, "BTCUSDT", "1h", RunHeader.Backtest);
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits((double)Column("funding").Read(odd)!));
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits((double)Column("grossPnl").Read(odd)!));
        Assert.Null(Column("mae").Read(odd));
        Assert.Null(Column("liquidationPrice").Read(odd));
        Assert.Null(Column("roi").Read(odd with { Trade = trade with { Quantity = 0 } }));
    }

    public void Dispose() => _folder.Dispose();

    private static TradeLogColumn Column(string name) => TradeLogColumns.All.Single(c => c.Name == name);
}
