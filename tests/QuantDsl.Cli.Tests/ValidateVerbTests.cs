using System.Globalization;
using System.Text.Json;

namespace QuantDsl.Cli.Tests;

public sealed class ValidateVerbTests : IDisposable
{
    private const string Cross = """
        strategy cross timeframe 15m
        param fast = 5 in [3, 5, 8]
        param slow = 20 in [15, 20, 30]
        enter long when EMA(close, fast) crosses_above EMA(close, slow)
        enter short when EMA(close, fast) crosses_below EMA(close, slow)
        exit long when close < EMA(close, slow)
        exit short when close > EMA(close, slow)
        stop 1%
        target 1.5%
        """;

    private static readonly string[] Data = ["--bars", "bars.csv", "--funding", "none"];

    private readonly Qdsl _qdsl = new();

    public ValidateVerbTests()
    {
        _qdsl.Write("cross.qstrat", Cross);
        _qdsl.Write("bars.csv", RandomBars.Csv(6000));
    }

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void The_best_rows_of_a_screen_are_run_again_and_explained()
    {
        var screen = Screen("--leverage", "5");
        var outcome = _qdsl.Run("validate", "1", "--top", "3", "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        var document = outcome.Json;
        Assert.Equal(1, document.GetProperty("sourceRun").GetInt64());
        Assert.True(document.GetProperty("conditions").GetProperty("equal").GetBoolean());
        var candidates = document.GetProperty("candidates").EnumerateArray().ToArray();
        Assert.Equal(3, candidates.Length);
        foreach (var candidate in candidates)
        {
            // The screened numbers are those of the row with these parameters, bit for bit.
            string parameters = candidate.GetProperty("parameters").GetRawText();
            var row = screen.GetProperty("rows").EnumerateArray().Single(r => JsonElement.DeepEquals(r.GetProperty("parameters"), candidate.GetProperty("parameters")));
            Assert.Equal(row.GetProperty("totalReturn").GetRawText(), candidate.GetProperty("screened").GetProperty("totalReturn").GetRawText());
            // From nothing to the validated run without a rest.
            double equity = candidate.GetProperty("bareEquity").GetDouble();
            foreach (var step in candidate.GetProperty("steps").EnumerateArray())
            {
                double next = step.GetProperty("finalEquity").GetDouble();
                Assert.Equal(next - equity, step.GetProperty("difference").GetDouble());
                equity = next;
            }

            Assert.Equal(candidate.GetProperty("finalEquity").GetDouble(), equity);
            Assert.True(candidate.GetProperty("lastStepEqual").GetBoolean(), parameters);
        }

        // Kept like any other run, with its trades.
        var list = _qdsl.Run("runs", "list", "--json").Json.GetProperty("runs").EnumerateArray().ToArray();
        Assert.Equal(3, list.Count(r => r.GetProperty("mode").GetString() == "validation"));
        Assert.Equal(candidates.Select(c => c.GetProperty("runId").GetInt64()).Order(), list.Where(r => r.GetProperty("mode").GetString() == "validation").Select(r => r.GetProperty("runId").GetInt64()).Order());
    }

    [Fact]
    public void A_validated_run_is_the_backtest_under_realistic_fills()
    {
        var validated = _qdsl.Run(["validate", "cross.qstrat", .. Data, "--json"]).Json.GetProperty("candidates")[0];
        var backtest = _qdsl.Run(["backtest", "cross.qstrat", .. Data, "--fills", "realistic", "--json"]).Json;
        Assert.Equal(backtest.GetProperty("finalEquity").GetRawText(), validated.GetProperty("finalEquity").GetRawText());
        Assert.True(JsonElement.DeepEquals(backtest.GetProperty("metrics"), validated.GetProperty("validated")));
    }

    [Fact]
    public void Settings_of_the_project_hold_for_the_run_and_not_for_what_is_changed_later()
    {
        _qdsl.Write("qdsl.yaml", "leverage: 7\n");
        Screen();
        _qdsl.Write("qdsl.yaml", "leverage: 2\n");
        var document = _qdsl.Run("validate", "1", "--top", "1", "--json").Json;
        Assert.Equal(7, document.GetProperty("screened").GetProperty("leverage").GetDouble());
        Assert.Equal(7, document.GetProperty("assumptions").GetProperty("leverage").GetDouble());
    }

    [Fact]
    public void Models_are_switched_off_one_by_one()
    {
        var all = Steps();
        Assert.True(all["slippage"] != 0 && all["latency"] != 0 && all["fees"] != 0);
        var without = Steps("--off", "slippage,latency");
        Assert.Equal((0, 0), (without["slippage"], without["latency"]));
        Assert.Equal(all["fees"], without["fees"]);
        Assert.Equal(0, Steps("--latency", "none")["latency"]);
        Assert.NotEqual(all["latency"], Steps("--latency", "co_located")["latency"]);

        Dictionary<string, double> Steps(params string[] options) => _qdsl.Run(["validate", "cross.qstrat", .. Data, .. options, "--json"]).Json
            .GetProperty("candidates")[0].GetProperty("steps").EnumerateArray().ToDictionary(s => s.GetProperty("model").GetString()!, s => s.GetProperty("difference").GetDouble());
    }

    [Fact]
    public void The_table_adds_up_and_fits_the_screen()
    {
        Screen();
        var outcome = _qdsl.Run("validate", "1", "--top", "9");
        Assert.Equal(0, outcome.Code);
        Assert.All(outcome.Out.Split('\n'), line => Assert.True(line.Length <= 100, line));
        foreach (string label in (string[])["screened", "without friction", "fees", "stop-tick", "mark-price", "validated", "kept", "same decisions"])
            Assert.Contains(outcome.Out.Split('\n'), line => line.TrimStart().StartsWith(label, StringComparison.Ordinal));
        Assert.Contains("#9", outcome.Out);
        double[] column = [.. ((string[])["without friction", "fees", "funding", "slippage", "stop-tick", "latency", "queue", "intrabar", "mark-price", "rounding"]).Select(First)];
        Assert.Equal(First("validated"), column.Sum(), 0.06);

        double First(string label)
        {
            string line = outcome.Out[outcome.Out.IndexOf("screened", StringComparison.Ordinal)..].Split('\n').First(l => l.TrimStart().StartsWith(label, StringComparison.Ordinal)).Trim();
            return double.Parse(line[label.Length..].Trim().Split('%')[0], CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public void Bars_that_have_changed_are_refused()
    {
        Screen();
        _qdsl.Write("bars.csv", RandomBars.Csv(6001));
        var outcome = _qdsl.Run("validate", "1");
        Assert.Equal(3, outcome.Code);
        Assert.Contains("QD7021", outcome.Error);
        Assert.Contains("bars or funding are not what they were", outcome.ErrorUnwrapped);
    }

    [Fact]
    public void A_venue_that_has_changed_is_refused()
    {
        string venue = _qdsl.Run("venues", "show", "binance-usdm", "--yaml").Out;
        _qdsl.Write("my.yaml", venue);
        Screen("--venue", "my.yaml");
        Assert.Equal(0, _qdsl.Run("validate", "1", "--top", "1").Code);
        _qdsl.Write("my.yaml", venue.Replace("taker: 0.0004", "taker: 0.0005", StringComparison.Ordinal));
        var outcome = _qdsl.Run("validate", "1", "--top", "1");
        Assert.Equal((3, ""), (outcome.Code, outcome.Out));
        Assert.Contains("its venue is not what it was", outcome.ErrorUnwrapped);
    }

    [Theory]
    [InlineData(3, "there is no run 99", "validate", "99")]
    [InlineData(2, "`--leverage` cannot be given", "validate", "1", "--leverage", "3")]
    [InlineData(2, "did you mean `latency`?", "validate", "1", "--off", "latencyy")]
    [InlineData(2, "a probability is a number from 0 to 1", "validate", "1", "--queue", "7")]
    [InlineData(2, "--intrabar", "validate", "1", "--intrabar", "lucky")]
    [InlineData(2, "`--top` chooses rows of a screen", "validate", "cross.qstrat", "--top", "2")]
    public void What_cannot_be_validated_says_why(int code, string message, params string[] line)
    {
        Screen();
        var outcome = _qdsl.Run(line);
        Assert.Equal((code, ""), (outcome.Code, outcome.Out));
        Assert.Contains(message, outcome.ErrorUnwrapped);
        Assert.DoesNotContain("   at ", outcome.Error);
    }

    [Fact]
    public void A_validation_is_not_validated_again()
    {
        Screen();
        Assert.Equal(0, _qdsl.Run("validate", "1", "--top", "1").Code);
        Assert.Contains("it is a validation itself", _qdsl.Run("validate", "2").ErrorUnwrapped);
    }

    [Fact]
    public void The_latest_screen_is_last()
    {
        Assert.Contains("QD7022", _qdsl.Run("validate", "last").Error);
        Screen();
        Screen("--leverage", "3");
        Assert.Equal(0, _qdsl.Run(["backtest", "cross.qstrat", .. Data]).Code);
        Assert.Equal(2, _qdsl.Run("validate", "last", "--top", "1", "--json").Json.GetProperty("sourceRun").GetInt64());
    }

    [Fact]
    public void A_stored_backtest_can_be_validated_too()
    {
        Assert.Equal(0, _qdsl.Run(["backtest", "cross.qstrat", .. Data, "--set", "fast=8"]).Code);
        var candidate = _qdsl.Run("validate", "1", "--json").Json.GetProperty("candidates")[0];
        Assert.Equal(8, candidate.GetProperty("parameters").GetProperty("fast").GetDouble());
    }

    private JsonElement Screen(params string[] options)
    {
        var outcome = _qdsl.Run(["screen", "cross.qstrat", .. Data, .. options, "--all", "--json"]);
        Assert.Equal(0, outcome.Code);
        return outcome.Json;
    }
}
