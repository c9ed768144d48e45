using System.Text.Json;
using QuantDsl.Research.Planning;

namespace QuantDsl.Research.Json;

/// <summary>The document of <c>qdsl screen --explain-plan --json</c>.</summary>
public static class PlanDocument
{
    /// <summary>Writes its properties into an object that is open and has its <c>schema</c>.</summary>
    public static void Write(Utf8JsonWriter writer, SweepPlan plan)
    {
        writer.WriteString("strategy", plan.Strategy);
        writer.WriteNumber("combinations", plan.Combinations);
        writer.WriteNumber("groups", plan.Groups);
        writer.WriteString("walk", plan.WalksGroups ? "groups" : "plain");
        writer.WriteNumber("lanes", plan.Lanes);
        writer.WriteStartArray("columns");
        foreach (var column in plan.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("formula", column.Formula);
            writer.WriteNumber("columns", column.Columns);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("parts");
        foreach (var part in plan.Parts)
        {
            writer.WriteStartObject();
            writer.WriteString("part", part.Name);
            writer.WriteString("path", ResultNames.Of(part.Path));
            writer.WriteString("why", part.Why);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
