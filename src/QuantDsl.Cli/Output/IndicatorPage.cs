using System.Globalization;
using System.Text;
using QuantDsl.Indicators;
using QuantDsl.Market;

namespace QuantDsl.Cli.Output;

/// <summary>What a reader is told of an indicator: the pages of <c>docs/indicators</c>, and the words that <c>qdsl indicators show</c> shares with them.</summary>
public static class IndicatorPage
{
    private static readonly string[] s_series = ["close", "open"];

    /// <summary>The call with its parameters' names: <c>EMA(source, period = 20)</c>.</summary>
    public static string Signature(IndicatorDefinition indicator)
    {
        var sources = indicator.SourceCount == 1 ? ["source"] : Enumerable.Range(1, indicator.SourceCount).Select(i => $"source_{i}");
        return $"{indicator.Name}({string.Join(", ", sources.Concat(indicator.Parameters.Select(p => $"{p.Name} = {Number(p.Default)}")))})";
    }

    /// <summary>A call with the defaults: <c>EMA(close, 20)</c>.</summary>
    public static string Example(IndicatorDefinition indicator) =>
        $"{indicator.Name}({string.Join(", ", s_series[..indicator.SourceCount].Concat(indicator.Parameters.Select(p => Number(p.Default))))})";

    /// <summary>The same as a YAML mapping.</summary>
    public static string YamlExample(IndicatorDefinition indicator)
    {
        var sources = s_series[..indicator.SourceCount].Select((series, i) => $"source{(i == 0 ? "" : $"_{i + 1}")}: {series}");
        return $"{{ {string.Join(", ", sources.Prepend($"type: {indicator.Name}").Concat(indicator.Parameters.Select(p => $"{p.Name}: {Number(p.Default)}")))} }}";
    }

    /// <summary>Bars before the first value at the defaults, and what a bar with NaN in it does.</summary>
    public static string Lookback(IndicatorDefinition indicator)
    {
        var defaults = new IndicatorArguments(indicator, [.. indicator.Parameters.Select(p => p.Default)]);
        string bars = Count(indicator.Lookback(defaults), "bar");
        return indicator.Recursive(defaults)
            ? $"{bars} at the defaults. Its state reaches back further; a bar with NaN in it has no value and leaves the state as it was."
            : $"{bars} at the defaults. A value depends on its last {Count(indicator.Lookback(defaults) + 1, "bar")} alone, and is undefined while one of them is.";
    }

    /// <summary>A unit in words, with its range.</summary>
    public static string Unit(SeriesUnit unit) => unit.Kind switch
    {
        UnitKind.SameAsSource => "as the source",
        UnitKind.Price => "price",
        UnitKind.PriceDistance => "price distance",
        UnitKind.Percent => "fraction, written as percent",
        UnitKind.PercentPoints => "percent points",
        UnitKind.Bounded when double.IsInfinity(unit.Max) => $"{Number(unit.Min)} and above",
        UnitKind.Bounded => $"{Number(unit.Min)} to {Number(unit.Max)}",
        UnitKind.Unbounded => "oscillator without bounds",
        UnitKind.Volume => "volume",
        UnitKind.Bars => "bars",
        UnitKind.Duration => "duration",
        _ => "plain number",
    };

    /// <summary>What a parameter may be.</summary>
    public static string Range(IndicatorParameter parameter) =>
        $"{Number(parameter.Min)} to {Number(parameter.Max)}{(parameter.IsInteger ? "" : ", fractions too")}";

    public static string Name(OtherTool tool) => tool switch
    {
        OtherTool.TaLib => "TA-Lib",
        OtherTool.PandasTa => "pandas-ta",
        OtherTool.StockIndicators => "Stock.Indicators",
        _ => tool.ToString(),
    };

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The page of one indicator.</summary>
    public static string Markdown(IndicatorDefinition indicator)
    {
        var page = new StringBuilder();
        void Line(string text = "") => page.Append(text).Append('\n');
        Line($"# {indicator.Name}");
        Line();
        Line(indicator.Summary);
        Line();
        Line($"    {Signature(indicator)}");
        Line();
        Line($"Group: {indicator.Group.ToString().ToLowerInvariant()}." + (indicator.Aliases.IsEmpty ? "" : $" Also: {string.Join(", ", indicator.Aliases.Select(a => $"`{a}`"))}."));
        Line();
        Line("## Definition");
        Line();
        if (indicator.Formula.Length > 0)
        {
            foreach (string line in indicator.Formula.ReplaceLineEndings("\n").Split('\n')) Line($"    {line}");
            Line();
        }

        if (indicator.Convention.Length > 0)
        {
            Line(indicator.Convention);
            Line();
        }

        Line($"Look-back: {Lookback(indicator)}");
        Line();
        if (indicator.Inputs.Any(i => i != IndicatorInput.Source))
        {
            Line($"Reads {string.Join(", ", indicator.Inputs.Distinct().Select(InputName))} of each bar.");
            Line();
        }

        if (!indicator.Parameters.IsEmpty)
        {
            Line("| parameter | range | default | |");
            Line("| --- | --- | ---: | --- |");
            foreach (var p in indicator.Parameters)
                Line($"| `{p.Name}` | {Range(p)} | {Number(p.Default)} | {p.Summary} |");
            Line();
        }

        Line("| output | unit |");
        Line("| --- | --- |");
        foreach (var output in indicator.Outputs) Line($"| `{output.Name}` | {Unit(output.Unit)} |");
        Line();
        if (indicator.Group != IndicatorGroup.Own || !indicator.Differs.IsEmpty)
        {
            Line("## Who differs");
            Line();
            if (indicator.Differs.IsEmpty) Line("No difference to TA-Lib, TradingView, pandas-ta, NautilusTrader or Stock.Indicators is known, where they have it.");
            foreach (var difference in indicator.Differs) Line($"- **{Name(difference.Tool)}**: {difference.How}");
            Line();
            if (!indicator.Differs.IsEmpty && indicator.Group != IndicatorGroup.Own)
            {
                Line("Of the others among TA-Lib, TradingView, pandas-ta, NautilusTrader and Stock.Indicators no difference is known, where they have it.");
                Line();
            }
        }

        Line("## In a strategy");
        Line();
        Line($"    let value = {Example(indicator)}");
        if (indicator.Outputs.Length > 1) Line($"    let second = {Example(indicator)}.{indicator.Outputs[1].Name}");
        Line();
        Line("    # YAML");
        Line("    indicators:");
        Line($"      value: {YamlExample(indicator)}");
        Line();
        Line("## Source");
        Line();
        Line(indicator.Source);
        return page.ToString();
    }

    /// <summary>The table of contents.</summary>
    public static string Contents(IEnumerable<IndicatorDefinition> indicators)
    {
        var page = new StringBuilder("# Indicators\n\nGenerated from the definitions; `qdsl indicators show NAME` prints the same with a chart.\n");
        if (indicators.Any(i => i.Group != IndicatorGroup.Own))
        {
            page.Append("""

                Where TA-Lib has an indicator its values are TA-Lib's, to 1e-9 from the first one; the others follow their authors, as each page says.
                Constant prices, spikes, bars without volume and bars with NaN in them give a number or no value, never infinity. After five million
                bars an indicator says what it says that saw only the last of them, to 1e-13 of the price (of 100 for what has a range); the sums over
                all bars, AD, ADOSC and OBV, are exact to 1e-9 of the largest volume.

                """.ReplaceLineEndings("\n"));
        }

        foreach (var group in indicators.GroupBy(i => i.Group).OrderBy(g => g.Key))
        {
            page.Append($"\n## {group.Key}\n\n| indicator | outputs | what it is |\n| --- | --- | --- |\n");
            foreach (var i in group) page.Append($"| [{i.Name}]({FileName(i)}) | {string.Join(", ", i.Outputs.Select(o => $"`{o.Name}`"))} | {i.Summary} |\n");
        }

        return page.ToString();
    }

    public static string FileName(IndicatorDefinition indicator) => $"{indicator.Name.ToLowerInvariant()}.md";

    private static string InputName(IndicatorInput input) => input switch
    {
        IndicatorInput.Source => "the source",
        IndicatorInput.OpenTime => "the opening time",
        _ => input.ToString().ToLowerInvariant(),
    };

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
