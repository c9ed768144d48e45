using QuantDsl.Research.Json;
using QuantDsl.Research.Store;

namespace QuantDsl.Research.Jobs;

/// <summary>The store's description of a session's run.</summary>
internal static class RunHeaders
{
    public static RunHeader Of(RunSession session, string programHash, string mode, long combinations, string parameters, string settings)
    {
        var strategy = session.Inputs.Strategy;
        var data = session.Data;
        return new()
        {
            StrategyName = strategy.Bound.Name,
            Description = strategy.Bound.Description,
            StrategyVersion = strategy.Bound.Version,
            DocumentHash = strategy.DocumentHash,
            Document = strategy.Document,
            ProgramHash = programHash,
            DataHash = data.ContentHash,
            Mode = mode,
            Symbol = data.Symbol,
            OtherSymbols = [.. data.Others.Select(o => o.Symbol)],
            Timeframe = data.Timeframe.ToString(),
            StartUtcMs = data.FromUtcMs,
            EndUtcMs = data.ToUtcMs,
            Combinations = combinations,
            Parameters = parameters,
            Settings = settings,
            Request = Text(session.Inputs.Request),
            Warnings = Text(session.Warnings()),
        };
    }

    /// <summary>A member of a portfolio.</summary>
    public static MemberHeader Member(RunSession session, string programHash, string parameters)
    {
        var strategy = session.Inputs.Strategy;
        return new()
        {
            StrategyName = strategy.Bound.Name,
            Description = strategy.Bound.Description,
            StrategyVersion = strategy.Bound.Version,
            DocumentHash = strategy.DocumentHash,
            Document = strategy.Document,
            ProgramHash = programHash,
            Symbol = session.Data.Symbol,
            Timeframe = session.Data.Timeframe.ToString(),
            Parameters = parameters,
            Weight = session.Inputs.Weight,
        };
    }

    public static string Text(IReadOnlyList<string> warnings) => JsonText.ReadableList(warnings);

    private static string Text(TypedRequest? request) => request is null ? "null" : JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString(nameof(request.Folder), request.Folder);
        writer.WritePropertyName(nameof(request.Words));
        JsonText.WriteList(writer, request.Words);
        writer.WriteEndObject();
    });
}
