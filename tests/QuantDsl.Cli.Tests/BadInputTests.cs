namespace QuantDsl.Cli.Tests;

/// <summary>Bars, funding and strategies that cannot be used: each is refused by file and row, with a remedy, and leaves nothing behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Header = "timestamp,open,high,low,close,volume\n";

    private const string Strategy = "strategy s timeframe 5m param p = 5 in [3, 5] range 2..50 enter long when close > SMA(close, p) exit long when close < SMA(close, p)";

    private readonly Qdsl _qdsl = new();

    public BadInputTests() => _qdsl.Write("s.qstrat", Strategy);

    public void Dispose() => _qdsl.Dispose();

    /// <summary>What is wrong, the rows after the header, and the row that the message must name (the header is row 1).</summary>
    public static TheoryData<string, string, int> Rows => new()
    {
        { "high below low", "0,10,9,11,10,1\n300000,10,11,9,10,1\n", 2 },
        { "close above high", "0,10,11,9,10,1\n300000,10,11,9,12,1\n", 3 },
        { "negative price", "0,10,11,9,10,1\n300000,-10,11,-11,10,1\n", 3 },
        { "zero price", "0,0,11,0,10,1\n", 2 },
        { "negative volume", "0,10,11,9,10,-1\n", 2 },
        { "not a number", "0,10,11,9,10,1\n300000,ten,11,9,10,1\n", 3 },
        { "NaN", "0,10,11,9,NaN,1\n", 2 },
        { "infinity", "0,10,Infinity,9,10,1\n", 2 },
        { "empty cell", "0,10,11,,10,1\n", 2 },
        { "too few columns", "0,10,11,9,10,1\n300000,10,11\n", 3 },
        { "not a time", "yesterday,10,11,9,10,1\n", 2 },
        { "out of order", "300000,10,11,9,10,1\n0,10,11,9,10,1\n", 3 },
        { "twice the same time", "0,10,11,9,10,1\n300000,10,11,9,10,1\n300000,10,11,9,10,1\n", 4 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_bad_row_is_named(string what, string rows, int row)
    {
        var outcome = _qdsl.Run("screen", "s.qstrat", "--bars", _qdsl.Write("bars.csv", Header + rows), "--funding", "none");
        Refused(what, outcome, "bars.csv", $"row {row}");
    }

    [Theory]
    [InlineData("an empty file", "bars.csv", "")]
    [InlineData("a header alone", "bars.csv", Header)]
    [InlineData("no such column", "bars.csv", "timestamp,open,high,low,volume\n0,10,11,9,1\n")]
    [InlineData("no zip", "BTCUSDT-5m-2025-01.zip", "this is not a zip")]
    [InlineData("prose", "bars.csv", "once upon a time\nthere was a market\n")]
    public void A_bad_file_is_named(string what, string name, string content) =>
        Refused(what, _qdsl.Run("screen", "s.qstrat", "--bars", _qdsl.Write(name, content), "--funding", "none"), name);

    [Fact]
    public void A_wrong_checksum_is_said()
    {
        _qdsl.Write("bars.csv", RandomBars.Csv(100));
        _qdsl.Write("bars.csv.CHECKSUM", new string('0', 64) + "  bars.csv\n");
        Refused("checksum", _qdsl.Run("screen", "s.qstrat", "--bars", "bars.csv", "--funding", "none"), "bars.csv", "checksum");
    }

    [Theory]
    [InlineData("refuse", 3, "hole")]
    [InlineData("carry", 0, "")]
    [InlineData("flat", 0, "")]
    public void A_hole_is_refused_joined_or_sold_before(string gaps, int code, string said)
    {
        string[] lines = RandomBars.Csv(400).Split('\n');
        _qdsl.Write("bars.csv", string.Join('\n', lines[..150].Concat(lines[190..])));
        var outcome = _qdsl.Run("backtest", "s.qstrat", "--bars", "bars.csv", "--funding", "none", "--gaps", gaps);
        Assert.Equal(code, outcome.Code);
        Assert.Contains(said, outcome.Error);
        if (code != 0) Assert.Contains("2025-01-01 12:25", outcome.Error);
    }

    [Fact]
    public void Funding_that_does_not_cover_the_window_is_said()
    {
        _qdsl.Write("bars.csv", RandomBars.Csv(2000));
        _qdsl.Write("funding.csv", "timestamp,rate\n1735689600000,0.0001\n1735718400000,0.0001\n");
        Refused("funding", _qdsl.Run("backtest", "s.qstrat", "--bars", "bars.csv", "--funding", "funding.csv"), "2025-01-01 08:00");
    }

    [Theory]
    [InlineData("--set p=2.5", 1)]
    [InlineData("--set p=0", 1)]
    [InlineData("--set p=100000000000000000000", 1)]
    [InlineData("--equity NaN", 2)]
    [InlineData("--equity 1e999", 2)]
    [InlineData("--seed -1", 2)]
    [InlineData("--trade-from 99999", 3)]
    [InlineData("--venue nowhere.yaml", 3)]
    [InlineData("--project nowhere", 2)]
    [InlineData("--leverage 500", 0)]
    public void An_option_that_does_not_fit_has_its_code(string options, int code)
    {
        _qdsl.Write("bars.csv", RandomBars.Csv(300));
        var outcome = _qdsl.Run([.. "backtest s.qstrat --bars bars.csv --funding none".Split(' '), .. options.Split(' ')]);
        Assert.True(code == outcome.Code, $"{options}: {outcome.Code}\n{outcome.Out}{outcome.Error}");
        if (code != 0) Assert.Contains("error", outcome.Error);
        Assert.DoesNotContain("   at ", outcome.Error);
    }

    private void Refused(string what, Outcome outcome, params string[] named)
    {
        Assert.True(outcome.Code == 3, $"{what}: exit {outcome.Code}\n{outcome.Error}");
        Assert.All(named, name => Assert.Contains(name, outcome.Error));
        Assert.Contains("help:", outcome.Error);
        Assert.DoesNotContain("   at ", outcome.Error);
        Assert.Empty(outcome.Out);
        Assert.False(Directory.Exists(Path.Combine(_qdsl.Folder, ".qdsl")), "something was written");
    }
}
