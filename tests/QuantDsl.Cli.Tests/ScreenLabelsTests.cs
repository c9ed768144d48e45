using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Json;
using QuantDsl.Research.Metrics;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>Every label on the screen stands on <c>docs/metrics.md</c>, with the key of the document whose value it shows.</summary>
public sealed class ScreenLabelsTests
{
    private static readonly Dictionary<(string Group, string Label), string> Keys = Regex
        .Matches(File.ReadAllText(Repository.PathOf("docs", "metrics.md")).Split("## On the screen")[1], @"^\| ([^|]+) \| ([^|]+) \| `([^`]+)` \|$", RegexOptions.Multiline)
        .ToDictionary(row => (row.Groups[1].Value, row.Groups[2].Value), row => row.Groups[3].Value);

    private static readonly MarketHistory History = SampleMarket.Generate(new() { Days = 70, Seed = 3, Symbols = ["BTCUSDT"] }).Histories[0];

    [Fact]
    public void Every_number_on_the_screen_is_that_of_the_key_the_page_names()
    {
        HashSet<(string, string)> seen = [];
        foreach (var report in Reports())
        {
            var document = DocumentOf(report);
            foreach (var group in BacktestMetrics.Of(report))
            {
                foreach (var (label, shown) in group.Metrics)
                {
                    Assert.True(Keys.TryGetValue((group.Title, label), out string? key), $"`{label}` of {group.Title} is not on the page");
                    AssertShows(shown, (double?)At(document, key), $"{group.Title}, {label}");
                    seen.Add((group.Title, label));
                }
            }
        }

        Assert.Equal(Keys.Keys.Order(), seen.Order());
    }

    private static void AssertShows(string shown, double? value, string what)
    {
        if (value is null)
        {
            Assert.True(shown is "–" or "∞" or "0", $"{what}: {shown} for null");
            return;
        }

        string digits = Regex.Replace(shown, "( %| R| days| ×)$", "").Replace(",", "", StringComparison.Ordinal);
        double number = double.Parse(digits, CultureInfo.InvariantCulture), scale = shown.EndsWith('%') ? 100 : 1;
        int decimals = digits.Contains('.', StringComparison.Ordinal) ? digits.Length - digits.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        double expected = what.Contains("funding", StringComparison.Ordinal) ? Math.Abs(value.Value) : value.Value * scale;
        Assert.True(Math.Abs(number - expected) <= 0.5 * Math.Pow(10, -decimals) * (1 + 1e-6), $"{what}: {shown} for {value}");
    }

    /// <summary>A run that pays funding, one that receives it, one without a trade and one whose positions overlap.</summary>
    private static IEnumerable<BacktestReport> Reports()
    {
        yield return Run(Text("ema_cross"));
        yield return Run(Text("regime_pyramid"));
        yield return Run("strategy none timeframe 1h enter long when close < 1");
        yield return Run("strategy hold timeframe 1h enter long when close > 1 exit after 5 bars");
        var report = Run(Text("ema_cross"));
        report.Result.Trades.Add(report.Result.Trades[^1] with { PositionId = report.Result.Trades.Count + 1 });
        yield return report with { Statistics = RunStatistics.Of(report.Result, report.Metrics, new(report.Description.Data.FirstDecisionUtcMs, report.Description.Data.ToUtcMs)) };
    }

    private static string Text(string strategy) => File.ReadAllText(Repository.PathOf("strategies", strategy + ".qstrat"));

    private static BacktestReport Run(string text)
    {
        using var job = BacktestJob.Prepare(new RunInputs(StrategyInput.Of(StrategyReader.Read(new SourceText("strategy.qstrat", text)), null, []), History, new()), TimeProvider.System);
        return job.Run(null);
    }

    private static JsonNode DocumentOf(BacktestReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            BacktestDocument.Write(writer, report);
            writer.WriteEndObject();
        }

        return JsonNode.Parse(buffer.WrittenSpan)!;
    }

    private static JsonNode? At(JsonNode document, string path) => path.Split('.').Aggregate((JsonNode?)document, (node, key) => node?[key]);
}
