using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Json;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Tests.Metrics.Page;

/// <summary><c>docs/metrics.md</c> is executed: its formulas, its example, and that it names every key and no other.</summary>
public sealed class MetricsPageTests
{
    private const int Runs = 300;

    private const string Groups = "breakdowns.side[].";

    private static readonly MetricsPage Page = MetricsPage.Read();

    private static readonly ImmutableArray<RunMember> One = [new("s", "BTCUSDT", new(Timeframe.Hour))];

    [Fact]
    public void The_example_gives_the_numbers_on_the_page()
    {
        var run = PageExample.Run(Page);
        var document = DocumentOf(run, One);
        var worked = Worked(run);
        List<string> wrong = [];
        foreach (var metric in Page.Metrics)
        {
            string formula = metric.Formula is null ? metric.Example : Printed(worked[metric.Key], metric.Example), product = Printed(ValuesAt(document, metric.Key), metric.Example);
            if (formula != metric.Example || product != metric.Example) wrong.Add($"{metric.Key}: the page has {metric.Example}, its formula gives {formula}, the product {product}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(Page.Metrics.Count(m => m.Formula is not null) > 90, "formulas are missing");
    }

    [Fact]
    public void The_formulas_on_the_page_are_what_the_product_works_out_over_random_runs()
    {
        int compared = 0, undefined = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            var run = MadeRun.Random(seed);
            var document = DocumentOf(run, One);
            foreach (var (key, expected) in Worked(run))
            {
                double?[] actual = [.. ValuesAt(document, key).Select(node => (double?)node)];
                double?[] wanted = [.. expected.Select(node => (double?)node)];
                // An object of two keys is null where neither is there.
                if (actual.Length == 0 && wanted is [null]) continue;
                Assert.True(actual.Length == wanted.Length, $"run {seed}, {key}: {actual.Length} values for {wanted.Length}");
                for (int i = 0; i < actual.Length; i++)
                {
                    Assert.True(actual[i] is null == wanted[i] is null && !(Math.Abs((actual[i] ?? 0) - (wanted[i] ?? 0)) > 1e-9 * Math.Max(1, Math.Abs(wanted[i] ?? 0))),
                        $"run {seed}, {key}: the formula gives {wanted[i]}, the product {actual[i]}");
                    compared++;
                    if (actual[i] is null) undefined++;
                }
            }
        }

        Assert.True(compared > 90 * Runs && undefined > Runs, $"{compared} compared, {undefined} of them undefined");
    }

    [Fact]
    public void The_page_names_every_key_and_no_other()
    {
        var member = One[0] with { Regimes = ["calm", "wild"] };
        ImmutableArray<RunMember> members = [member, member with { Symbol = "ETHUSDT" }];
        var document = DocumentOf(MadeRun.Random(5, members.Length), members);
        var breakdowns = document["breakdowns"]!.AsObject();
        Assert.Equal(Page.Breakdowns, breakdowns.Select(b => b.Key));
        string[] group = [.. KeysOf(breakdowns["side"]!, "breakdowns.side")];
        Assert.All(breakdowns, b => Assert.Equal(group, KeysOf(b.Value!, "breakdowns.side")));
        var keys = document.Where(part => part.Key != "breakdowns").SelectMany(part => KeysOf(part.Value, part.Key)).Concat(group);
        Assert.Equal(keys.Order(StringComparer.Ordinal), Page.Metrics.Select(m => m.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_describes_every_function_it_uses() => Assert.Equal(PageFormula.Functions.Order(StringComparer.Ordinal), Page.Functions.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("2 + 3 × 4 − 6 ÷ 3", 12)]
    [InlineData("−2^2 + √16 × 2", 4)]
    [InlineData("sum((1 + join(1, 2))^2)", 13)]
    [InlineData("longest(rows(join(join(0, 5), join(6, 0)) > 1))", 2)]
    [InlineData("sum(stretches(join(10, join(20, 50)), join(0, join(1, 0))))", 40)]
    [InlineData("last(before(join(7, 9), 1)[join(0, 1)])", 7)]
    public void Formulas_are_read_as_they_stand(string formula, double value) => Assert.Equal(value, PageFormula.Evaluate(formula, new Dictionary<string, Quantity>()).Number, 1e-12);

    /// <summary>What the page's formulas give over a run, as JSON would show it.</summary>
    private static Dictionary<string, JsonNode?[]> Worked(MadeRun run)
    {
        Dictionary<string, JsonNode?[]> all = [];
        var names = Defined(PageExample.Columns(run));
        foreach (var metric in Page.Metrics.Where(m => m.Formula is not null && !m.Key.StartsWith(Groups, StringComparison.Ordinal)))
        {
            var value = PageFormula.Evaluate(metric.Formula!, names);
            names[metric.Key] = value;
            all[metric.Key] = [.. value.Items.Select(Node)];
        }

        var sides = new[] { Side.Long, Side.Short }.Select(side => Defined(PageExample.Columns(run, t => t.Side == side))).ToArray();
        foreach (var metric in Page.Metrics.Where(m => m.Formula is not null && m.Key.StartsWith(Groups, StringComparison.Ordinal)))
            all[metric.Key] = [.. sides.Select(side => Node(PageFormula.Evaluate(metric.Formula!, side).Number))];
        return all;

        static JsonNode? Node(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
    }

    private static Dictionary<string, Quantity> Defined(Dictionary<string, Quantity> columns)
    {
        foreach (var (name, formula) in Page.Definitions)
        {
            Assert.False(columns.ContainsKey(name), name);
            columns[name] = PageFormula.Evaluate(formula, columns);
        }

        return columns;
    }

    private static JsonObject DocumentOf(MadeRun run, ImmutableArray<RunMember> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            ResultJson.WriteNumber(writer, "finalEquity", run.Metrics.FinalEquity);
            ResultJson.WriteMetrics(writer, run.Metrics);
            StatisticsJson.Write(writer, run.Statistics);
            ResultJson.WriteBuyAndHold(writer, run.Hold);
            BreakdownJson.Write(writer, Breakdown.All(run.Trades, members));
            writer.WriteEndObject();
        }

        return JsonNode.Parse(buffer.WrittenSpan)!.AsObject();
    }

    private static IEnumerable<string> KeysOf(JsonNode? node, string path) => node switch
    {
        JsonObject known => known.SelectMany(child => KeysOf(child.Value, $"{path}.{child.Key}")),
        JsonArray many => many.SelectMany(item => KeysOf(item, path + "[]")).Distinct(),
        _ => [path],
    };

    /// <summary>The values under a path, in order; <c>[]</c> stands for each item.</summary>
    private static JsonNode?[] ValuesAt(JsonNode document, string path)
    {
        IEnumerable<JsonNode?> found = [document];
        foreach (string part in path.Split('.'))
        {
            bool each = part.EndsWith("[]", StringComparison.Ordinal);
            found = found.OfType<JsonObject>().Select(node => node[each ? part[..^2] : part]);
            if (each) found = found.OfType<JsonArray>().SelectMany(items => items);
        }

        return [.. found];
    }

    /// <summary>Values with as many digits after the point as the page shows.</summary>
    private static string Printed(JsonNode?[] values, string example)
    {
        string[] shown = example.Split(", ");
        return string.Join(", ", values.Select((value, i) => value?.GetValueKind() switch
        {
            null => "null",
            JsonValueKind.Number => Rounded((double)value, Digits(shown[Math.Min(i, shown.Length - 1)])),
            _ => value.ToString(),
        }));

        static int Digits(string text) => text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? text.Length - point - 1 : 0;
        static string Rounded(double value, int digits) => (Math.Round(value, digits) + 0.0).ToString("F" + digits, CultureInfo.InvariantCulture);
    }
}
