using System.Text.Json;
using QuantDsl.Backtest;
using QuantDsl.Research.Validation;

namespace QuantDsl.Research.Json;

/// <summary>The document of <c>qdsl validate --json</c>.</summary>
public static class ValidationDocument
{
    /// <summary>Writes its properties into an object that is open and has its <c>schema</c>.</summary>
    public static void Write(Utf8JsonWriter writer, ValidationReport report)
    {
        if (report.SourceRun is { } source) writer.WriteNumber("sourceRun", source);
        else writer.WriteNull("sourceRun");
        ResultJson.WriteDescription(writer, report.Description, null);
        writer.WriteStartObject("screened");
        ResultJson.WriteAccount(writer, report.Screened);
        writer.WriteEndObject();
        ResultJson.WriteTexts(writer, "models", ModelLadder.Names);
        writer.WriteStartObject("conditions");
        writer.WriteNumber("closes", report.ConditionCloses);
        writer.WriteBoolean("equal", report.ConditionsEqual);
        writer.WriteEndObject();
        ResultJson.WriteTiming(writer, report.Timing);
        writer.WriteStartArray("candidates");
        foreach (var candidate in report.Candidates) WriteCandidate(writer, candidate);
        writer.WriteEndArray();
    }

    private static void WriteCandidate(Utf8JsonWriter writer, CandidateValidation candidate)
    {
        writer.WriteStartObject();
        if (candidate.Combination is { } combination) writer.WriteNumber("combination", combination);
        if (candidate.RunId is { } id) writer.WriteNumber("runId", id);
        ResultJson.WriteParameters(writer, candidate.Parameters);
        ResultJson.WriteMetrics(writer, candidate.Screened, "screened");
        ResultJson.WriteNumber(writer, "bareEquity", candidate.BareEquity);
        writer.WriteStartArray("steps");
        foreach (var step in candidate.Steps)
        {
            writer.WriteStartObject();
            writer.WriteString("model", step.Name);
            ResultJson.WriteNumber(writer, "difference", step.Difference);
            ResultJson.WriteNumber(writer, "finalEquity", step.FinalEquity);
            writer.WriteNumber("trades", step.Trades);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        ResultJson.WriteMetrics(writer, candidate.Validated, "validated");
        ResultJson.WriteNumber(writer, "finalEquity", candidate.Validated.FinalEquity);
        writer.WriteBoolean("lastStepEqual", candidate.LastStepIsValidated);
        ResultJson.WriteNumber(writer, "kept", candidate.Kept);
        writer.WriteBoolean("executionSensitive", candidate.IsExecutionSensitive);
        writer.WriteNumber("ambiguousTrades", candidate.AmbiguousTrades);
        ResultJson.WriteNumber(writer, "pessimisticReturn", candidate.PessimisticReturn);
        ResultJson.WriteNumber(writer, "optimisticReturn", candidate.OptimisticReturn);
        writer.WriteStartObject("decisions");
        writer.WriteNumber("same", candidate.Decisions.Same);
        writer.WriteNumber("all", candidate.Decisions.All);
        ResultJson.WriteNumber(writer, "share", candidate.Decisions.Share);
        writer.WriteStartObject("causes");
        foreach (var (cause, count) in candidate.Decisions.Causes) writer.WriteNumber(cause, count);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("refusals");
        foreach (var refusal in Enum.GetValues<Refusal>()) writer.WriteNumber(ResultNames.Of(refusal), candidate.Refusals[(int)refusal]);
        writer.WriteEndObject();
        ResultJson.WriteTexts(writer, "warnings", candidate.Warnings());
        writer.WriteEndObject();
    }
}
