using System.Text.Json;
using QuantDsl.Indicators;

namespace QuantDsl.Cli.Output;

/// <summary>One indicator of the catalog as JSON.</summary>
public static class IndicatorJson
{
    public static void Write(Utf8JsonWriter writer, IndicatorDefinition indicator)
    {
        writer.WriteStartObject();
        writer.WriteString("name", indicator.Name);
        writer.WriteStartArray("aliases");
        foreach (string alias in indicator.Aliases) writer.WriteStringValue(alias);
        writer.WriteEndArray();
        writer.WriteString("summary", indicator.Summary);
        writer.WriteString("group", JsonNamingPolicy.CamelCase.ConvertName(indicator.Group.ToString()));
        writer.WriteString("formula", indicator.Formula);
        writer.WriteString("convention", indicator.Convention);
        writer.WriteStartArray("inputs");
        foreach (var input in indicator.Inputs) writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(input.ToString()));
        writer.WriteEndArray();
        writer.WriteStartArray("parameters");
        foreach (var parameter in indicator.Parameters)
        {
            writer.WriteStartObject();
            writer.WriteString("name", parameter.Name);
            writer.WriteString("type", parameter.IsInteger ? "integer" : "number");
            writer.WriteNumber("min", parameter.Min);
            writer.WriteNumber("max", parameter.Max);
            writer.WriteNumber("default", parameter.Default);
            writer.WriteString("summary", parameter.Summary);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("outputs");
        foreach (var output in indicator.Outputs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", output.Name);
            writer.WriteString("unit", JsonNamingPolicy.CamelCase.ConvertName(output.Unit.Kind.ToString()));
            if (double.IsFinite(output.Unit.Min)) writer.WriteNumber("min", output.Unit.Min);
            if (double.IsFinite(output.Unit.Max)) writer.WriteNumber("max", output.Unit.Max);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        var defaults = new IndicatorArguments(indicator, [.. indicator.Parameters.Select(p => p.Default)]);
        writer.WriteNumber("lookback", indicator.Lookback(defaults));
        writer.WriteBoolean("recursive", indicator.Recursive(defaults));
        writer.WriteStartArray("differs");
        foreach (var difference in indicator.Differs)
        {
            writer.WriteStartObject();
            writer.WriteString("tool", IndicatorPage.Name(difference.Tool));
            writer.WriteString("how", difference.How);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("source", indicator.Source);
        writer.WriteEndObject();
    }
}
