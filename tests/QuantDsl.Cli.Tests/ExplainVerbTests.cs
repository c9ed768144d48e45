using QuantDsl.Language.Syntax;
using QuantDsl.Testing;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Cli.Tests;

public sealed class ExplainVerbTests : IDisposable
{
    private const string Everything = """
        strategy told version 3 "What it is for"
        timeframe 5m
        param level = 30 in [20, 30] range 5..45 "Oversold"
        param goal = 3% in [2%, 3%, 4%]
        let rsi = RSI(close, 14)
        let rsi_1h = RSI(close, 14) on 1h
        let calm = ATR(14) < close * 0.01
        regime trending when ADX(14) > 25
        enter long in trending when rsi < level and rsi_1h > 40
        enter long when not rsi > 20 and (calm or close crosses_above EMA(close, 50)[1])
        exit long when profit > 1% or rsi between 50 and 80
        exit after 12 bars
        in trending: size 50%, stop 1%
        stop atr_trailing(ATR(14), 2) from signal
        target goal
        scale in at +1% up to 3 times
        take 50% at 2%
        trade 08:00-20:00 Europe/London
        block Saturday
        avoid funding 5m before
        trade live order_type limit
        """;

    private readonly Qdsl _qdsl = new();

    public static TheoryData<string> Strategies => [.. Directory.GetFiles(Repository.PathOf("strategies")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public void Dispose() => _qdsl.Dispose();

    [Theory]
    [InlineData("trades       long, one position at a time, on 5m bars")]
    [InlineData("enter long   when the regime is trending\n             and rsi is below level\n             and rsi_1h is above 40")]
    [InlineData("             or when rsi is at most 20\n             and (calm holds, or the close crosses above EMA(50) of the close")]
    [InlineData("exit long    when the profit of the position is above 1%, or rsi lies from 50 to 80")]
    [InlineData("regime       trending when ADX(14) is above 25; the first that holds")]
    [InlineData("time exit    a position is closed after 12 bars")]
    [InlineData("stop         2 times ATR(14) behind the best close since entry; it never loosens, measured from the\n             signal bar's close")]
    [InlineData("target       goal in favour of the position, measured from the fill")]
    [InlineData("in trending  50% of the usual size; the stop is 1% against the position")]
    [InlineData("scaling      the first quantity is added again at each further 1% of profit, at most 3 times")]
    [InlineData("partial exit 50% of the first quantity is taken off by a limit order at 2% of profit")]
    [InlineData("sessions     entries are decided from 08:00 to 20:00 Europe/London")]
    [InlineData("days         no entries on Saturday (UTC)")]
    [InlineData("funding      no entries from 5 minutes before to 0 minutes after a funding instant")]
    [InlineData("live         kept for live trading, nothing to a backtest: order type limit")]
    [InlineData("rsi_1h       RSI(14) of the close on 1h, an oscillator from 0 to 100")]
    [InlineData("calm         holds when ATR(14) is below (close * 0.01)")]
    [InlineData("timeframes   5m for decisions; 1h as of the last bar that has closed")]
    // RSI of 14 needs 15 bars (RULES L9): 15 hours are 180 bars of five minutes.
    [InlineData("warm-up      180 bars of 5m at most (15 hours)")]
    [InlineData("level = 30, swept over 2: 20, 30, legal from 5 to 45 (Oversold)")]
    [InlineData("goal = 3%, swept over 3: 2%, 3%, 4%")]
    [InlineData("combinations 6 declared, 6 unique")]
    [InlineData("taker 0.04% on market fills and stops, maker 0.02% on limit targets")]
    [InlineData("funding instants, which the rules avoid")]
    public void Every_part_is_told_in_words(string told)
    {
        var outcome = _qdsl.Run("explain", _qdsl.Write("told.qstrat", Everything));
        Assert.Equal(0, outcome.Code);
        Assert.Contains(told, outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_notations_are_told_alike()
    {
        string file = _qdsl.Write("told.qstrat", Everything);
        Assert.Equal(0, _qdsl.Run("convert", file, "told.yaml").Code);
        Assert.Equal(_qdsl.Run("explain", file).Out, _qdsl.Run("explain", "told.yaml").Out);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void The_library_fits_a_screen(string name)
    {
        var outcome = _qdsl.Run("explain", Qdsl.Library(name));
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.All(outcome.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void Whatever_is_written_can_be_told()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            string file = _qdsl.Write("generated.qstrat", SyntaxPrinter.Print(StrategyGenerator.Strategy(seed)));
            Assert.Equal(0, _qdsl.Run("explain", file).Code);
            Assert.Equal(1, _qdsl.Run("explain", file, "--json").Json.GetProperty("schema").GetInt32());
        }
    }

    [Fact]
    public void What_is_used_extended_and_bound_is_told_as_if_it_stood_in_the_file()
    {
        _qdsl.Write("base.qstrat", "strategy base timeframe 1h symbols A, B let gap = close - close of B enter long when gap < 0 exit long when gap > 0 stop 5%");
        var outcome = _qdsl.Run("explain", _qdsl.Write("mine.qstrat", "strategy mine extends base stop 2%"), "--bind", "A=BTCUSDT");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Contains("enter long   when gap is below 0\n", outcome.Out);
        Assert.Contains("stop         2% against the position", outcome.Out);
        Assert.Contains("gap          (close - close of B), a price distance", outcome.Out);
        Assert.Contains("data needed  bars of BTCUSDT, which is traded, and B, which is only read", outcome.Out);
    }

    [Fact]
    public void Json_has_the_numbers()
    {
        var json = _qdsl.Run("explain", "--json", _qdsl.Write("told.qstrat", Everything)).Json;
        Assert.Equal("told", json.GetProperty("strategy").GetString());
        Assert.Equal((6, 6), (json.GetProperty("combinations").GetProperty("declared").GetInt32(), json.GetProperty("combinations").GetProperty("unique").GetInt32()));
        Assert.Equal((180, 0.625), (json.GetProperty("warmUp").GetProperty("primaryBars").GetInt32(), json.GetProperty("warmUp").GetProperty("days").GetDouble()));
        Assert.Equal("1h", json.GetProperty("higherTimeframes")[0].GetString());
        Assert.Equal(0.0004, json.GetProperty("assumptions").GetProperty("takerFee").GetDouble());
        Assert.Equal("rsi is below level", json.GetProperty("rules")[0].GetProperty("alternatives")[0][1].GetString());
    }

    [Fact]
    public void The_costs_are_those_a_run_in_the_project_assumes()
    {
        string file = _qdsl.Write("told.qstrat", Everything);
        _qdsl.Write("qdsl.yaml", "taker: 0.0006\nequity: 2500\nleverage: 3\nsizing: fixed_notional:400\n");
        var outcome = _qdsl.Run("explain", file);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        // The maker fee is left to the venue.
        Assert.Contains("taker 0.06% on market fills and stops, maker 0.02% on limit targets", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("equity 2,500.00, leverage 3×, sizing fixed_notional:400", outcome.Out, StringComparison.Ordinal);
        var assumptions = _qdsl.Run("explain", file, "--json").Json.GetProperty("assumptions");
        Assert.Equal((0.0006, 2500, "fixed_notional:400"),
            (assumptions.GetProperty("takerFee").GetDouble(), assumptions.GetProperty("equity").GetDouble(), assumptions.GetProperty("sizing").GetString()));
        _qdsl.Write("qdsl.yaml", "taker: free\n");
        Assert.Equal(2, _qdsl.Run("explain", file).Code);
    }

    [Fact]
    public void A_grid_that_cannot_be_counted_is_said_and_the_rest_told()
    {
        string text = "strategy s timeframe 5m param a = 1 in 1..9000 step 1 param b = 1 in 1..9000 step 1 enter long when close > a * 2 + b enter short when close < a - b stop 1%";
        var outcome = _qdsl.Run("explain", _qdsl.Write("s.qstrat", text));
        Assert.Equal(0, outcome.Code);
        Assert.Matches("combinations .*81,?000,?000", outcome.Out);
    }

    [Theory]
    [InlineData("QD2104")]
    [InlineData("qd2104")]
    public void A_code_is_told_with_its_reason_and_both_samples(string code)
    {
        var outcome = _qdsl.Run("explain", code);
        Assert.Equal(0, outcome.Code);
        Assert.StartsWith("error QD2104: `…` needs …, but `…` is …\n\nwhy ", outcome.Out);
        Assert.Contains("bad:\n    enter long when close > open\n    stop 2\n", outcome.Out);
        Assert.Contains("good:\n    enter long when close > open\n    stop 2%\n", outcome.Out);
        Assert.EndsWith("stop 2%", _qdsl.Run("explain", code, "--json").Json.GetProperty("good").GetString());
    }

    [Fact]
    public void Every_shipped_code_can_be_told()
    {
        string[] shipped = [.. File.ReadLines(Repository.PathOf("src", "shipped-codes.txt")).Select(line => line.Split(' ')).Where(part => part[1] != "retired").Select(part => part[0])];
        Assert.Equal(shipped.Order(StringComparer.Ordinal), DiagnosticIndex.Codes.Order(StringComparer.Ordinal));
        Assert.All(shipped, code => Assert.Equal(0, _qdsl.Run("explain", code).Code));
    }

    [Fact]
    public void The_schema_is_the_committed_one() =>
        Assert.Equal(File.ReadAllText(Repository.PathOf("docs", "strategy.schema.json")).ReplaceLineEndings("\n"), _qdsl.Run("explain", "--schema").Out);

    [Theory]
    [InlineData(2, "did you mean `QD2104`?", "QD2194")]
    [InlineData(2, "there is nothing to explain")]
    [InlineData(2, "there is no file", "nothing.qstrat")]
    [InlineData(2, "leave one of them out", "QD2104", "--schema")]
    public void What_cannot_be_told_is_a_usage_error(int code, string said, params string[] arguments)
    {
        var outcome = _qdsl.Run(["explain", .. arguments]);
        Assert.Equal(code, outcome.Code);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_strategy_with_errors_is_not_told()
    {
        var outcome = _qdsl.Run("explain", _qdsl.Write("bad.qstrat", "strategy s timeframe 5m enter long when clse > 1"));
        Assert.Equal((1, ""), (outcome.Code, outcome.Out));
        Assert.Contains("QD2001", outcome.Error, StringComparison.Ordinal);
    }
}
