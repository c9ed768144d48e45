using Dapper;
using Microsoft.Data.Sqlite;
using QuantDsl.Diagnostics;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Store;
using QuantDsl.Research.Tests.Trades;
using QuantDsl.Testing;
using static QuantDsl.Research.Tests.HandMade;

namespace QuantDsl.Research.Tests.Store;

/// <summary>Runs of several members in the store, and stores that knew of none.</summary>
public sealed class PortfolioRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Chooses the native SQLite for the connections of the tests too.
    public PortfolioRunTests() => RunStore.InMemory(TimeProvider.System).Dispose();

    private string File => _folder.File("qdsl.db");

    [Fact]
    public void A_portfolio_is_one_run_whose_trades_name_their_members()
    {
        using var store = Open();
        var made = MadeLog.Trades(12).ToArray();
        long id = MadeLog.SaveTo(store, made);
        var log = store.ReadTrades(id);
        Assert.Equal((id, "backtest"), (log.RunId, log.TradeType));
        Assert.Equal(["fade BTCUSDT 5m ", "ride =ETH,\"USDT\" 1h 0.25", "fade SOLUSDT 5m "],
            log.Members.Select(m => FormattableString.Invariant($"{m.Strategy} {m.Symbol} {m.Timeframe} {m.Weight}")));
        // Two members are one document, so one strategy of the store; the header's own is another. A second run of the same uses up no ids.
        Assert.Equal([2L, 3, 2], log.Members.Select(m => m.StrategyId));
        Assert.Equal([2L, 3, 2], store.ReadTrades(MadeLog.SaveTo(store)).Members.Select(m => m.StrategyId));
        MadeLog.SaveTo(store);
        store.BeginSweep(Header(1) with { DocumentHash = "new" }, SweepGrid.Create(Line(1), [])).Dispose();
        Assert.Equal(4, store.Runs(1)[0].Members[0].StrategyId);
        string[] symbols = ["BTCUSDT", "=ETH,\"USDT\"", "SOLUSDT"], timeframes = ["5m", "1h", "5m"];
        for (int i = 0; i < made.Length; i++)
        {
            var logged = log.Trades[i];
            // Minus zero alone does not survive: SQLite has no such number.
            Assert.Equal(made[i] with { Regime = null }, logged.Trade);
            Assert.Equal((symbols[i % 3], timeframes[i % 3], log.Members[i % 3].StrategyId, id), (logged.Symbol, logged.Timeframe, logged.StrategyId, logged.RunId));
            // Each member has names of its own for its regimes.
            Assert.Equal(made[i].Regime is { } regime ? MadeLog.Regimes[i % 3][regime] : null, logged.Regime);
        }
    }

    [Fact]
    public void The_list_counts_what_a_portfolio_has_several_of()
    {
        using var store = Open();
        store.BeginSweep(Header(10), SweepGrid.Create(Line(10), [])).Dispose();
        MadeLog.SaveTo(store);
        var runs = store.Runs(5);
        Assert.Equal(("2 strategies", "BTCUSDT +2", "5m +1", 3), (runs[0].Strategies, runs[0].Symbols, runs[0].Timeframes, runs[0].Members.Length));
        Assert.Equal(("hand_made", "BTCUSDT", "1h", 1), (runs[1].Strategies, runs[1].Symbols, runs[1].Timeframes, runs[1].Members.Length));
        Assert.Equal(2, store.LastTraded());
    }

    [Fact]
    public void A_run_of_one_has_the_header_s_own_strategy_for_its_member()
    {
        var header = Header(1) with { Mode = RunHeader.Backtest, Parameters = """{"x":2}""" };
        var own = Assert.Single(header.Members);
        Assert.Equal((header.StrategyName, header.DocumentHash, header.ProgramHash, header.Symbol, header.Timeframe, header.Parameters, (double?)null),
            (own.StrategyName, own.DocumentHash, own.ProgramHash, own.Symbol, own.Timeframe, own.Parameters, own.Weight));
        // What is changed of the header is changed of its member.
        Assert.Equal("ETHUSDT", (header with { Symbol = "ETHUSDT" }).Members[0].Symbol);
    }

    [Fact]
    public void Everything_of_a_member_that_decides_a_row_is_in_the_key()
    {
        var header = MadeLog.Header;
        MemberHeader first = header.Members[0];
        string[] keys =
        [
            header.Key, Header(1).Key, With(first with { Weight = 0.5 }), With(first with { Symbol = "XRPUSDT" }), With(first with { ProgramHash = "q" }), With(first with { Timeframe = "1m" }),
            With(first with { Parameters = """{"x":6}""" }), (header with { Members = [.. header.Members.Reverse()] }).Key,
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(header.Key, With(first with { StrategyName = "renamed" }));

        string With(MemberHeader member) => (header with { Members = [member, .. header.Members.Skip(1)] }).Key;
    }

    [Theory]
    [InlineData(7, "QD7020")]
    [InlineData(1, "QD5342")]
    public void A_run_without_trades_says_why(long id, string code)
    {
        using var store = Open();
        store.BeginSweep(Header(10), SweepGrid.Create(Line(10), [])).Dispose();
        Assert.Null(store.LastTraded());
        var refused = Assert.Throws<InputException>(() => store.ReadTrades(id));
        Assert.Equal((code, FailureKind.Data), (refused.Diagnostics[0].Code, refused.Kind));
        Assert.NotNull(refused.Diagnostics[0].Help);
    }

    [Theory]
    [InlineData("DELETE FROM run_members")]
    [InlineData("UPDATE trades SET member = -1")]
    [InlineData("UPDATE trades SET exit_reason = 'boredom'")]
    [InlineData("UPDATE trades SET entry_time = 'yesterday'")]
    public void A_store_that_somebody_changed_is_said_to_be_damaged(string change)
    {
        using var store = Open();
        MadeLog.SaveTo(store, MadeLog.Trades(4));
        using (var raw = Raw()) raw.Execute(change);
        var refused = Assert.Throws<InputException>(() => store.ReadTrades(1));
        Assert.Equal(("QD7011", FailureKind.Data), (refused.Diagnostics[0].Code, refused.Kind));
    }

    [Fact]
    public void A_store_of_version_4_keeps_every_row_and_gets_members()
    {
        // Written by the last build of that version: a backtest, a screening, a validation, and a backtest without a trade.
        using (var raw = Raw()) raw.Execute(System.IO.File.ReadAllText(Repository.PathOf("tests", "QuantDsl.Research.Tests", "Store", "store-version-4.sql")));
        string[] tables = ["strategies", "backtest_runs", "backtest_results", "validation_steps",
            "(SELECT run_id, combination, parameters, final_equity, total_return, cagr, sharpe_ratio, sortino_ratio, calmar_ratio, max_drawdown, volatility_annual, profit_factor, win_rate, " +
            "total_trades, total_fees, total_funding, total_slippage, is_pareto_optimal FROM sweep_results ORDER BY run_id, combination)"];
        string[][] before = [.. tables.Select(Rows)];
        const string OldColumns = "id, run_id, symbol, direction, leverage, signal_time, entry_time, exit_time, entry_price, exit_price, quantity, entry_fee, exit_fee, funding_fees, " +
            "slippage_cost, gross_pnl, net_pnl, roi_percent, exit_reason, regime";
        string[] trades = Rows("trades");
        Assert.Equal(13, trades.Length);
        using (var store = Open())
        {
            Assert.Equal(["never", "old_cross", "old_cross", "old_cross"], store.Runs(9).Select(r => r.Strategies));
            Assert.All(store.Runs(9), run => Assert.Equal(("BTCUSDT", "15m", 1), (run.Symbols, run.Timeframes, run.Members.Length)));
            // Too little was kept of its trades, and holes would look like trades without a stop.
            Assert.Equal("QD5343", Assert.Throws<InputException>(() => store.ReadTrades(1)).Diagnostics[0].Code);
            Assert.Equal("QD5343", Assert.Throws<InputException>(() => store.ReadTrades(3)).Diagnostics[0].Code);
            Assert.Empty(store.ReadTrades(4).Trades);
            Assert.Equal(5, MadeLog.SaveTo(store, MadeLog.Trades(3)));
            Assert.Equal(3, store.ReadTrades(5).Trades.Length);
        }

        using var again = Raw();
        Assert.Equal(6, again.ExecuteScalar<int>("PRAGMA user_version"));
        Assert.Equal(["1 0 1 BTCUSDT 15m {\"fast\":5}", "2 0 1 BTCUSDT 15m {\"fast\":[5,8]}", "3 0 1 BTCUSDT 15m {\"fast\":5}", "4 0 4 BTCUSDT 15m {}"],
            again.Query<string>("SELECT run_id || ' ' || member || ' ' || strategy_id || ' ' || symbol || ' ' || timeframe || ' ' || parameters FROM run_members WHERE run_id < 5 ORDER BY run_id"));
        Assert.Equal(trades, Rows($"(SELECT {OldColumns} FROM trades WHERE run_id < 5)"));
        foreach (var (table, rows) in tables.Zip(before)) Assert.Equal(rows, Rows(table)[..rows.Length]);
    }

    [Fact]
    public void A_new_store_and_one_brought_up_have_the_same_tables()
    {
        using (var raw = Raw()) raw.Execute(System.IO.File.ReadAllText(Repository.PathOf("tests", "QuantDsl.Research.Tests", "Store", "store-version-4.sql")));
        Open().Dispose();
        RunStore.Open(_folder.File("new.db"), TimeProvider.System).Dispose();
        Assert.Equal(Tables(_folder.File("new.db")), Tables(File));

        static string[] Tables(string file)
        {
            using var raw = new SqliteConnection($"Data Source={file};Pooling=false");
            return [.. raw.Query<string>("SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || ifnull(c.dflt_value, '') || ' ' || c.pk " +
                "FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid")];
        }
    }

    public void Dispose() => _folder.Dispose();

    private RunStore Open() => RunStore.Open(File, TimeProvider.System);

    private SqliteConnection Raw() => new($"Data Source={File};Pooling=false");

    /// <summary>Every value of every row, numbers by their bits.</summary>
    private string[] Rows(string table)
    {
        using var raw = Raw();
        raw.Open();
        using var command = raw.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is double number ? $"{BitConverter.DoubleToInt64Bits(number):x}" : reader.GetValue(i).ToString())));
        return [.. rows];
    }
}
