using System.Text.Json;
using QuantDsl.Research.Explanation;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Research.Json;

/// <summary>The document of <c>qdsl why --funnel --json</c>.</summary>
public static class FunnelDocument
{
    /// <summary>Writes its properties into an object that is open and has its <c>schema</c>.</summary>
    public static void Write(Utf8JsonWriter writer, RunDescription description, RunParameters parameters, IEnumerable<EntryFunnel> funnels)
    {
        ResultJson.WriteDescription(writer, description, parameters);
        writer.WriteStartArray("funnels");
        foreach (var funnel in funnels) Write(writer, funnel);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, EntryFunnel funnel)
    {
        writer.WriteStartObject();
        writer.WriteString("side", ResultNames.Of(funnel.Side));
        writer.WriteNumber("closes", funnel.Closes);
        writer.WriteNumber("warm", funnel.Warm);
        writer.WriteNumber("decided", funnel.Decided);
        writer.WriteNumber("canEnter", funnel.CanEnter);
        writer.WriteNumber("allowed", funnel.Allowed);
        writer.WriteNumber("signals", funnel.Signals);
        writer.WriteNumber("otherSideTaken", funnel.OtherSideTaken);
        writer.WriteStartObject("refused");
        foreach (var refusal in funnel.Refused) writer.WriteNumber(ResultNames.Of(refusal.Reason), refusal.Count);
        writer.WriteEndObject();
        writer.WriteNumber("entered", funnel.Entered);
        writer.WriteNumber("leftOpen", funnel.LeftOpen);
        writer.WriteNumber("whileOccupied", funnel.WhileOccupied);
        writer.WriteStartArray("filters");
        foreach (var gate in funnel.Filters) Write(writer, "filter", gate);
        writer.WriteEndArray();
        writer.WriteStartArray("alternatives");
        foreach (var alternative in funnel.Alternatives)
        {
            writer.WriteStartObject();
            writer.WriteNumber("held", alternative.Held);
            writer.WriteStartArray("clauses");
            foreach (var gate in alternative.Clauses) Write(writer, "clause", gate);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string what, FunnelGate gate)
    {
        writer.WriteStartObject();
        writer.WriteString(what, gate.Name);
        writer.WriteNumber("passed", gate.Passed);
        writer.WriteNumber("aloneBlocked", gate.AloneBlocked);
        writer.WriteNumber("entriesLost", gate.EntriesLost);
        writer.WriteEndObject();
    }
}
