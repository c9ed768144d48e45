using System.Text.RegularExpressions;
using QuantDsl.Backtest;
using QuantDsl.Research;
using QuantDsl.Research.Explanation;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary><c>qdsl why</c> from the command line: what it prints, what its document holds, and what it refuses.</summary>
public sealed class WhyVerbTests
{
    private const string Strategy = """
        strategy dip version 1
        timeframe 1h
        param deep = 98 in [97, 98]
        let mean = SMA(close, 3)
        enter long when close < deep and close < mean
        exit long when close > mean
        stop 50%
        trade 00:00-06:00 UTC
        """;

    // Hours of 2024-01-01. The mean of three is there at the third close, 03:00.
    private const string Bars = """
        timestamp,open,high,low,close,volume
        2024-01-01T00:00:00Z,100,100,100,100,1
        2024-01-01T01:00:00Z,100,100,99,99,1
        2024-01-01T02:00:00Z,99,99,97,97,1
        2024-01-01T03:00:00Z,97,97,96,96,1
        2024-01-01T04:00:00Z,96,100,96,100,1
        2024-01-01T05:00:00Z,100,100,90,90,1
        2024-01-01T06:00:00Z,90,90,89,89,1
        2024-01-01T07:00:00Z,89,95,89,95,1
        2024-01-01T08:00:00Z,95,95,95,95,1
        """;

    private static readonly string[] Market = ["--bars", "bars.csv", "--symbol", "BTCUSDT", "--funding", "none", "--leverage", "1", "--fills", "neutral", "--taker", "0"];

    [Fact]
    public void A_close_is_explained_in_words()
    {
        using var qdsl = Project();
        // The third close: 97 is below 98 and below (100 + 99 + 97) / 3.
        var told = qdsl.Run(["why", "dip.qstrat", "--at", "2024-01-01T03:20Z", .. Market]);
        Assert.Equal("", told.Error);
        Assert.Equal(0, told.Code);
        Assert.Contains("2024-01-01T03:20:00Z is no close; the last one before it is explained, the next is 2024-01-01T04:00:00Z", told.OutUnwrapped);
        Assert.Contains("entered long at the next open, 2024-01-01T03:00:00Z, at 97", told.OutUnwrapped);
        Assert.Contains("✓ close < deep close 97, deep 98 ✓ close < mean close 97, mean 98.666667", told.OutUnwrapped);
        Assert.Contains("where mean = SMA(close, 3)", told.OutUnwrapped);

        // 06:00 is no longer inside the session.
        var blocked = qdsl.Run(["why", "dip.qstrat", "--at", "2024-01-01T07:00", .. Market]);
        Assert.Contains("enter long holds, but is blocked by the session filter", blocked.OutUnwrapped);
        Assert.Contains("✗ session: 00:00-06:00 UTC 07:00 UTC", blocked.OutUnwrapped);
    }

    [Fact]
    public void The_document_has_the_tree_the_account_and_what_happened()
    {
        using var qdsl = Project();
        var json = qdsl.Run(["why", "dip.qstrat", "--at", "2024-01-01T04:00Z", "--json", .. Market]).Json;
        Assert.Equal(1, json.GetProperty("schema").GetInt32());
        Assert.Equal(("2024-01-01T04:00:00Z", 3), (json.GetProperty("bar").GetProperty("close").GetString(), json.GetProperty("bar").GetProperty("index").GetInt32()));
        var exit = json.GetProperty("rules")[1];
        Assert.Equal(("exit long", true, "fails"), (exit.GetProperty("rule").GetString(), exit.GetProperty("asked").GetBoolean(), exit.GetProperty("condition").GetProperty("verdict").GetString()));
        var mean = exit.GetProperty("condition").GetProperty("values")[1];
        Assert.Equal(("mean", "SMA(close, 3)"), (mean.GetProperty("name").GetString(), mean.GetProperty("definition").GetString()));
        Assert.Equal((99.0 + 97 + 96) / 3, mean.GetProperty("value").GetDouble(), 9);
        var position = json.GetProperty("account").GetProperty("position");
        Assert.Equal((97.0, 48.5, 1), (position.GetProperty("entryPrice").GetDouble(), position.GetProperty("stopPrice").GetDouble(), position.GetProperty("barsInTrade").GetInt32()));
        Assert.Equal(["enteredAtOpen", "held", "ignored"], json.GetProperty("happened").EnumerateArray().Select(h => h.GetProperty("kind").GetString()));
        // A value that is not defined is null.
        var cold = qdsl.Run(["why", "dip.qstrat", "--at", "2024-01-01T01:00Z", "--json", .. Market]).Json;
        Assert.Equal(System.Text.Json.JsonValueKind.Null, cold.GetProperty("rules")[0].GetProperty("condition").GetProperty("parts")[1].GetProperty("values")[1].GetProperty("value").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, cold.GetProperty("account").ValueKind);
        Assert.Equal("mean", cold.GetProperty("warm").GetProperty("cold")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void The_funnel_is_counted_by_hand()
    {
        using var qdsl = Project();
        // Closes 100 99 97 | 96 100 90 89 95 95, at 01:00 to 09:00; warm from 97 on, and nothing is decided at the last: six closes.
        // 97 enters, 96 holds, 100 is above its mean and leaves at the open of 05:00; 90 enters at 06:00, out of the session: blocked. So are 89 and 95 (95 is above its mean).
        var funnel = qdsl.Run(["why", "dip.qstrat", "--funnel", "--json", .. Market]).Json.GetProperty("funnels")[0];
        int Of(string name) => funnel.GetProperty(name).GetInt32();
        // The position is open at the closes of 04:00 and 05:00.
        Assert.Equal([9, 7, 6, 4, 1, 1, 1, 0, 1], new[] { "closes", "warm", "decided", "canEnter", "allowed", "signals", "entered", "leftOpen", "whileOccupied" }.Select(Of));
        Assert.Equal("long", funnel.GetProperty("side").GetString());
        var clauses = funnel.GetProperty("alternatives")[0].GetProperty("clauses");
        // Below 98: 97, 96, 90, 89, 95. Below the mean: 97 < 98.7, 96 < 97.3, 90 < 95.3, 89 < 93; not 100, not 95 of 91.3. Inside the session only 100 was left, which both block.
        Assert.Equal(["close < deep 5 0 0", "close < mean 4 0 0"], clauses.EnumerateArray().Select(g => Told(g, "clause")));
        // Inside: the closes of 03:00, 04:00 and 05:00. It alone blocked 90 and 89.
        Assert.Equal(["session 3 2 2"], funnel.GetProperty("filters").EnumerateArray().Select(g => Told(g, "filter")));

        static string Told(System.Text.Json.JsonElement gate, string name) =>
            $"{gate.GetProperty(name).GetString()} {gate.GetProperty("passed").GetInt32()} {gate.GetProperty("aloneBlocked").GetInt32()} {gate.GetProperty("entriesLost").GetInt32()}";
    }

    [Fact]
    public void Settings_and_the_other_notation_reach_the_answer()
    {
        using var qdsl = Project();
        Assert.Contains("✗ close < deep close 97, deep 97", qdsl.Run(["why", "dip.qstrat", "--at", "2024-01-01T03:00Z", "--set", "deep=97", .. Market]).OutUnwrapped);
        Assert.Equal(0, qdsl.Run("convert", "dip.qstrat", "dip.yaml").Code);
        foreach (string[] asked in new string[][] { ["--at", "2024-01-01T03:00Z"], ["--at", "2024-01-01T07:00Z"], ["--funnel"] })
            Assert.Equal(qdsl.Run(["why", "dip.qstrat", .. asked, .. Market]).Out, qdsl.Run(["why", "dip.yaml", .. asked, .. Market]).Out);
    }

    [Fact]
    public void Neither_culture_nor_zone_shows_in_an_answer()
    {
        using var qdsl = Project();
        foreach (string[] asked in new string[][] { ["--at", "2024-01-01T03:00Z"], ["--funnel", "--json"] })
        {
            string[] line = ["why", "dip.qstrat", .. asked, .. Market];
            string here = qdsl.Run(line).Out;
            using var turkish = qdsl.Start(line, ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0"), ("TZ", "Asia/Kolkata"));
            Assert.Equal(here, turkish.StandardOutput.ReadToEnd());
        }
    }

    [Theory]
    [InlineData(2, "there is nothing to explain")]
    [InlineData(2, "`--at` explains one close, `--funnel` counts all of them", "--at", "2024-01-01T03:00Z", "--funnel")]
    [InlineData(2, "`noon` is no value for `--at`", "--at", "noon")]
    [InlineData(3, "the run has no close at 2024-01-01T00:30:00Z: its closes are from 2024-01-01T01:00:00Z to 2024-01-01T09:00:00Z", "--at", "2024-01-01T00:30Z")]
    [InlineData(3, "the run has no close at 2024-01-01T10:00:00Z", "--at", "2024-01-01T10:00Z")]
    [InlineData(2, "has no parameter `deap`", "--funnel", "--set", "deap=3")]
    public void What_cannot_be_answered_is_refused_with_a_reason(int code, string message, params string[] asked)
    {
        using var qdsl = Project();
        var outcome = qdsl.Run(["why", "dip.qstrat", .. asked, .. Market]);
        Assert.Equal("", outcome.Out);
        Assert.Contains(message, outcome.ErrorUnwrapped);
        Assert.Equal(code, outcome.Code);
    }

    [Fact]
    public void Nothing_is_kept_and_the_help_has_examples()
    {
        using var qdsl = Project();
        qdsl.Run(["why", "dip.qstrat", "--funnel", .. Market]);
        Assert.False(qdsl.Has(".qdsl/qdsl.db"));
        string help = qdsl.Run("why", "--help").Out;
        Assert.Contains("qdsl why strategies/ema_cross.qstrat --sample --at 2025-03-05T14:30Z", help);
    }

    [Fact]
    public void The_page_shows_what_is_printed_and_no_line_is_wider_than_a_screen()
    {
        using var qdsl = new Qdsl();
        SharedSample.LinkInto(qdsl);
        string page = File.ReadAllText(Repository.PathOf("docs", "why.md"));
        var shown = Regex.Matches(page, @"^```sh\nqdsl (why [^\n]*)\n```\n\n```text\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.True(shown.Count >= 3, $"{shown.Count} commands");
        foreach (Match example in shown)
        {
            var outcome = qdsl.Run([.. example.Groups[1].Value.Split(' ').Select(w => w.StartsWith("strategies/", StringComparison.Ordinal) ? Repository.PathOf(w) : w)]);
            Assert.Equal(example.Groups[2].Value, outcome.Out);
            Assert.All(outcome.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));
        }

        // Every kind of happening that can be told stands on the page.
        string source = File.ReadAllText(Repository.PathOf("src", "QuantDsl.Research", "Explanation", "HappeningTeller.cs"));
        Assert.All(Regex.Matches(source, @"new(?: Happening)?\(""(\w+)"""), kind => Assert.Contains($"`{kind.Groups[1].Value}`", page));
    }

    [Fact]
    public void The_page_lists_every_refusal_in_the_words_of_the_answer()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "why.md"));
        Assert.All(Enum.GetValues<Refusal>(), refusal => Assert.Contains($"| `{ResultNames.Of(refusal)}` | {RefusalText.Of(refusal)} |\n", page));
    }

    private static Qdsl Project()
    {
        var qdsl = new Qdsl();
        qdsl.Write("dip.qstrat", Strategy);
        qdsl.Write("bars.csv", Bars);
        return qdsl;
    }
}
