using System.Text.Json;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Json;

/// <summary>The object <c>statistics</c> of a single run; <c>docs/metrics.md</c> defines its keys.</summary>
internal static class StatisticsJson
{
    public static void Write(Utf8JsonWriter writer, RunStatistics statistics)
    {
        writer.WriteStartObject("statistics");
        WriteTrades(writer, statistics.Trades);
        WriteRiskMultiples(writer, statistics.RiskMultiples);
        WriteStreaks(writer, statistics.Streaks);
        WriteDays(writer, statistics.Days);
        WriteMonths(writer, statistics.Months);
        WriteUnderWater(writer, statistics.UnderWater);
        writer.WriteStartObject("exposure");
        ResultJson.WriteNumber(writer, "gross", statistics.Exposure.Gross);
        ResultJson.WriteNumber(writer, "net", statistics.Exposure.Net);
        writer.WriteNumber("mostPositions", statistics.Exposure.MostPositions);
        writer.WriteEndObject();
        WriteCosts(writer, statistics.Costs);
        writer.WriteEndObject();
    }

    private static void WriteTrades(Utf8JsonWriter writer, TradeStatistics trades)
    {
        writer.WriteStartObject("trades");
        ResultJson.WriteNumber(writer, "expectancy", trades.Expectancy);
        ResultJson.WriteNumber(writer, "medianNet", trades.MedianNet);
        ResultJson.WriteNumber(writer, "deviation", trades.Deviation);
        ResultJson.WriteNumber(writer, "averageReturn", trades.AverageReturn);
        ResultJson.WriteNumber(writer, "payoffRatio", trades.PayoffRatio);
        ResultJson.WriteNumber(writer, "breakEvenWinRate", trades.BreakEvenWinRate);
        ResultJson.WriteNumber(writer, "winHours", trades.WinHours);
        ResultJson.WriteNumber(writer, "lossHours", trades.LossHours);
        ResultJson.WriteNumber(writer, "averageMae", trades.AverageMae);
        ResultJson.WriteNumber(writer, "averageMfe", trades.AverageMfe);
        ResultJson.WriteNumber(writer, "perYear", trades.PerYear);
        writer.WriteEndObject();
    }

    private static void WriteRiskMultiples(Utf8JsonWriter writer, RiskMultiples multiples)
    {
        writer.WriteStartObject("rMultiples");
        writer.WriteNumber("count", multiples.Count);
        ResultJson.WriteNumber(writer, "total", multiples.Total);
        ResultJson.WriteNumber(writer, "mean", multiples.Mean);
        ResultJson.WriteNumber(writer, "median", multiples.Median);
        ResultJson.WriteNumber(writer, "deviation", multiples.Deviation);
        ResultJson.WriteNumber(writer, "sqn", multiples.SystemQuality);
        ResultJson.WriteNumber(writer, "best", multiples.Best);
        ResultJson.WriteNumber(writer, "worst", multiples.Worst);
        ResultJson.WriteNumber(writer, "shareAtLeastOne", multiples.ShareAtLeastOne);
        ResultJson.WriteNumber(writer, "shareBeyondStop", multiples.ShareBeyondStop);
        writer.WriteEndObject();
    }

    private static void WriteStreaks(Utf8JsonWriter writer, Streaks streaks)
    {
        writer.WriteStartObject("streaks");
        writer.WriteNumber("current", streaks.Current);
        ResultJson.WriteNumber(writer, "averageWins", streaks.AverageWins);
        ResultJson.WriteNumber(writer, "averageLosses", streaks.AverageLosses);
        ResultJson.WriteNumber(writer, "runsScore", streaks.RunsScore);
        writer.WriteEndObject();
    }

    private static void WriteDays(Utf8JsonWriter writer, DayStatistics days)
    {
        writer.WriteStartObject("days");
        writer.WriteNumber("count", days.Count);
        ResultJson.WriteNumber(writer, "mean", days.Mean);
        ResultJson.WriteNumber(writer, "positiveShare", days.PositiveShare);
        WritePeriod(writer, "best", days.Best);
        WritePeriod(writer, "worst", days.Worst);
        ResultJson.WriteNumber(writer, "skewness", days.Skewness);
        ResultJson.WriteNumber(writer, "kurtosis", days.Kurtosis);
        ResultJson.WriteNumber(writer, "autocorrelation", days.Autocorrelation);
        ResultJson.WriteNumber(writer, "omega", days.Omega);
        ResultJson.WriteNumber(writer, "valueAtRisk", days.ValueAtRisk);
        ResultJson.WriteNumber(writer, "expectedShortfall", days.ExpectedShortfall);
        writer.WriteEndObject();
    }

    private static void WriteMonths(Utf8JsonWriter writer, MonthStatistics months)
    {
        writer.WriteStartObject("months");
        ResultJson.WriteNumber(writer, "positiveShare", months.PositiveShare);
        WritePeriod(writer, "best", months.Best);
        WritePeriod(writer, "worst", months.Worst);
        WritePeriods(writer, "returns", months.Returns);
        WritePeriods(writer, "years", months.Years);
        writer.WriteEndObject();
    }

    private static void WriteUnderWater(Utf8JsonWriter writer, UnderWater water)
    {
        writer.WriteStartObject("underWater");
        ResultJson.WriteNumber(writer, "share", water.Share);
        writer.WriteNumber("days", water.Days);
        ResultJson.WriteNumber(writer, "depth", water.Depth);
        ResultJson.WriteNumber(writer, "meanDepth", water.MeanDepth);
        ResultJson.WriteNumber(writer, "ulcerIndex", water.UlcerIndex);
        ResultJson.WriteNumber(writer, "martinRatio", water.MartinRatio);
        ResultJson.WriteNumber(writer, "recoveryFactor", water.RecoveryFactor);
        writer.WriteStartArray("deepest");
        foreach (var drawdown in water.Deepest)
        {
            writer.WriteStartObject();
            writer.WriteString("from", drawdown.From);
            writer.WriteString("trough", drawdown.Trough);
            writer.WriteString("to", drawdown.To);
            writer.WriteNumber("days", drawdown.Days);
            ResultJson.WriteNumber(writer, "depth", drawdown.Depth);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCosts(Utf8JsonWriter writer, CostStatistics costs)
    {
        writer.WriteStartObject("costs");
        ResultJson.WriteNumber(writer, "total", costs.Total);
        ResultJson.WriteNumber(writer, "beforeCosts", costs.BeforeCosts);
        ResultJson.WriteNumber(writer, "share", costs.Share);
        ResultJson.WriteNumber(writer, "perTrade", costs.PerTrade);
        ResultJson.WriteNumber(writer, "traded", costs.Traded);
        ResultJson.WriteNumber(writer, "perTraded", costs.PerTraded);
        ResultJson.WriteNumber(writer, "turnover", costs.Turnover);
        writer.WriteEndObject();
    }

    private static void WritePeriods(Utf8JsonWriter writer, string name, IEnumerable<PeriodReturn> periods)
    {
        writer.WriteStartArray(name);
        foreach (var period in periods) WriteReturn(writer, period);
        writer.WriteEndArray();
    }

    private static void WritePeriod(Utf8JsonWriter writer, string name, PeriodReturn? period)
    {
        writer.WritePropertyName(name);
        if (period is { } known) WriteReturn(writer, known);
        else writer.WriteNullValue();
    }

    private static void WriteReturn(Utf8JsonWriter writer, PeriodReturn period)
    {
        writer.WriteStartObject();
        writer.WriteString("period", period.Period);
        ResultJson.WriteNumber(writer, "return", period.Return);
        writer.WriteEndObject();
    }
}
