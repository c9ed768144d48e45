using System.Globalization;
using System.Text.Json;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Ranking;

namespace QuantDsl.Research.Json;

/// <summary>The document of <c>qdsl screen --json</c>.</summary>
public static class ScreenDocument
{
    /// <summary>Writes its properties into an object that is open and has its <c>schema</c>.</summary>
    /// <param name="top">How many of the best rows stand in <c>rows</c>; null for all.</param>
    public static void Write(Utf8JsonWriter writer, ScreenReport report, int? top)
    {
        var ranking = report.Ranking;
        writer.WriteNumber("runId", report.RunId);
        ResultJson.WriteDescription(writer, report.Description, null);
        writer.WriteStartObject("combinations");
        writer.WritePropertyName("declared");
        writer.WriteRawValue(report.Grid.Declared.ToString(CultureInfo.InvariantCulture));
        writer.WriteNumber("unique", report.Grid.Unique);
        writer.WriteNumber("run", report.Grid.Count);
        writer.WriteEndObject();
        ResultJson.WriteTiming(writer, report.Timing);
        WriteFilters(writer, ranking);
        WriteRows(writer, "front", report, ranking.Rows.AsSpan()[..ranking.FrontSize]);
        WriteRows(writer, "rows", report, ranking.Rows.AsSpan()[..Math.Min(top ?? int.MaxValue, ranking.Rows.Length)]);
    }

    private static void WriteFilters(Utf8JsonWriter writer, SweepRanking ranking)
    {
        writer.WriteStartObject("filters");
        ResultJson.WriteNumber(writer, "minTrades", ranking.HardFilters.MinTrades);
        ResultJson.WriteNumber(writer, "maxDrawdown", ranking.HardFilters.MaxDrawdown);
        ResultJson.WriteNumber(writer, "minProfitFactor", ranking.HardFilters.MinProfitFactor);
        writer.WriteNumber("passed", ranking.Passed);
        writer.WriteStartObject("refused");
        foreach (var (filter, count) in ranking.RefusedByFilter.OrderBy(f => f.Key)) writer.WriteNumber(ResultNames.Of(filter).Single(), count);
        writer.WriteEndObject();
        // The front is of the rows that pass; when none does, it is of all rows, so that there is something to look at.
        writer.WriteString("frontOf", ranking.FrontIsOfAllRows ? "all" : "passed");
        writer.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter writer, string name, ScreenReport report, ReadOnlySpan<RankedRow> rows)
    {
        writer.WriteStartArray(name);
        foreach (var ranked in rows)
        {
            var row = report.Row(ranked);
            writer.WriteStartObject();
            ResultJson.WriteParameters(writer, report.Parameters(ranked));
            ResultJson.WriteNumber(writer, "finalEquity", row.FinalEquity);
            ResultJson.WriteNumber(writer, "totalReturn", row.TotalReturn);
            ResultJson.WriteNumber(writer, "cagr", row.Cagr);
            ResultJson.WriteNumber(writer, "sharpe", row.Sharpe);
            ResultJson.WriteNumber(writer, "sortino", row.Sortino);
            ResultJson.WriteNumber(writer, "calmar", row.Calmar);
            ResultJson.WriteNumber(writer, "maxDrawdown", row.MaxDrawdown);
            ResultJson.WriteNumber(writer, "volatility", row.Volatility);
            ResultJson.WriteNumber(writer, "profitFactor", row.ProfitFactor);
            ResultJson.WriteNumber(writer, "winRate", row.WinRate);
            writer.WriteNumber("trades", row.Trades);
            ResultJson.WriteNumber(writer, "fees", row.Fees);
            ResultJson.WriteNumber(writer, "funding", row.Funding);
            ResultJson.WriteNumber(writer, "slippage", row.Slippage);
            writer.WriteBoolean("onFront", ranked.OnFront);
            ResultJson.WriteTexts(writer, "refusedBy", ResultNames.Of(ranked.RefusedBy));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
