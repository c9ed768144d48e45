using System.Text.Json;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Json;

/// <summary>The objects that the documents of backtest and screen share.</summary>
/// <remarks>Numbers are the shortest text that reads back as the same double, undefined ones null, fractions fractions (percent parameters
/// too); times are ISO 8601 UTC. Only <c>timing</c> and <c>runId</c> differ between equal runs.</remarks>
internal static class ResultJson
{
    public static void WriteDescription(Utf8JsonWriter writer, RunDescription description, RunParameters? parameters)
    {
        writer.WriteStartObject("strategy");
        writer.WriteString("name", description.StrategyName);
        writer.WriteNumber("version", description.StrategyVersion);
        writer.WriteString("description", description.StrategyDescription);
        writer.WriteString("documentHash", description.DocumentHash);
        writer.WriteString("programHash", description.ProgramHash);
        if (parameters is { } values) WriteParameters(writer, values);
        writer.WriteEndObject();
        WriteData(writer, description.Data);
        WriteAssumptions(writer, description.Assumptions);
        WriteBuyAndHold(writer, description.BuyAndHold);
        WriteTexts(writer, "warnings", description.Warnings);
    }

    public static void WriteParameters(Utf8JsonWriter writer, RunParameters parameters)
    {
        writer.WriteStartObject("parameters");
        for (int i = 0; i < parameters.Values.Length; i++) WriteNumber(writer, parameters.Parameters[i].Name, parameters.Values[i]);
        writer.WriteEndObject();
    }

    public static void WriteTiming(Utf8JsonWriter writer, Timing timing)
    {
        writer.WriteStartObject("timing");
        writer.WriteNumber("compileSeconds", Math.Round(timing.Compile, 6));
        writer.WriteNumber("dataSeconds", Math.Round(timing.Data, 6));
        writer.WriteNumber("sweepSeconds", Math.Round(timing.Sweep, 6));
        if (timing.Rank is { } rank) writer.WriteNumber("rankSeconds", Math.Round(rank, 6));
        writer.WriteEndObject();
    }

    public static void WriteMetrics(Utf8JsonWriter writer, in RunMetrics metrics, string name = "metrics")
    {
        writer.WriteStartObject(name);
        WriteNumber(writer, "totalReturn", metrics.TotalReturn);
        WriteNumber(writer, "cagr", metrics.Cagr);
        WriteNumber(writer, "sharpe", metrics.Sharpe);
        WriteNumber(writer, "sortino", metrics.Sortino);
        WriteNumber(writer, "calmar", metrics.Calmar);
        WriteNumber(writer, "maxDrawdown", metrics.MaxDrawdown);
        WriteNumber(writer, "maxDrawdownDays", metrics.MaxDrawdownDays);
        WriteNumber(writer, "volatility", metrics.Volatility);
        WriteNumber(writer, "profitFactor", metrics.ProfitFactor);
        WriteNumber(writer, "winRate", metrics.WinRate);
        writer.WriteNumber("trades", metrics.Trades);
        writer.WriteNumber("wins", metrics.Wins);
        writer.WriteNumber("losses", metrics.Losses);
        WriteNumber(writer, "fees", metrics.Fees);
        WriteNumber(writer, "funding", metrics.Funding);
        WriteNumber(writer, "slippage", metrics.Slippage);
        WriteNumber(writer, "averageWin", metrics.AverageWin);
        WriteNumber(writer, "averageLoss", metrics.AverageLoss);
        WriteNumber(writer, "largestWin", metrics.LargestWin);
        WriteNumber(writer, "largestLoss", metrics.LargestLoss);
        writer.WriteNumber("longestWinStreak", metrics.LongestWinStreak);
        writer.WriteNumber("longestLossStreak", metrics.LongestLossStreak);
        WriteNumber(writer, "exposure", metrics.Exposure);
        WriteNumber(writer, "averageTradeHours", metrics.AverageTradeHours);
        writer.WriteBoolean("ruined", metrics.Ruined);
        writer.WriteEndObject();
    }

    public static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        // Adding zero turns −0 into 0, which would read as another number.
        if (value is { } number && double.IsFinite(number)) writer.WriteNumber(name, number + 0.0);
        else writer.WriteNull(name);
    }

    public static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    /// <summary>Every setting of the account, as properties of the object that is open.</summary>
    public static void WriteAccount(Utf8JsonWriter writer, AccountSettings account)
    {
        WriteNumber(writer, "equity", account.Equity);
        WriteNumber(writer, "leverage", account.Leverage);
        RiskJson.Write(writer, account);
        WriteNumber(writer, "takerFee", account.TakerFee);
        WriteNumber(writer, "makerFee", account.MakerFee);
        if (account.Fees is { FromUtcMs: not long.MinValue } or { IsConstant: false }) WriteFees(writer, account.Fees);
        writer.WriteString("fills", ResultNames.Of(account.Fills));
        if (account.Fills == FillMode.Realistic) WriteModels(writer, account.Models);
        writer.WriteString("liquidationFormula", ResultNames.Of(account.Liquidation));
        writer.WriteNumber("seed", account.Seed);
        writer.WriteString("endOfData", ResultNames.Of(account.EndOfData));
        writer.WriteString("gaps", ResultNames.Of(account.Gaps));
        WriteNumber(writer, "tradeFromBar", account.TradeFromBar);
        writer.WriteString("tradeFrom", account.TradeFromUtcMs is { } from ? UtcTime.Print(from) : null);
    }

    private static void WriteModels(Utf8JsonWriter writer, ExecutionModels models)
    {
        writer.WriteStartObject("models");
        writer.WriteBoolean("funding", models.Funding);
        writer.WriteBoolean("rounding", models.Rounding);
        writer.WriteBoolean("impact", models.Impact);
        writer.WriteBoolean("stopTick", models.StopTick);
        writer.WriteNumber("latencyNanos", models.LatencyNanos);
        WriteNumber(writer, "queueProbability", models.Queue?.Probability);
        WriteNumber(writer, "queueShare", models.Queue?.Share);
        writer.WriteBoolean("innerBars", models.InnerBars);
        writer.WriteString("intrabar", ResultNames.Of(models.Intrabar));
        writer.WriteBoolean("markPrice", models.MarkPrice);
        writer.WriteEndObject();
    }

    /// <summary>Fees by date; an account whose fees hold always has no such key.</summary>
    private static void WriteFees(Utf8JsonWriter writer, FeeSchedule fees)
    {
        writer.WriteStartArray("fees");
        foreach (var period in fees.Periods)
        {
            writer.WriteStartObject();
            writer.WriteString("from", period.FromUtcMs == long.MinValue ? null : UtcTime.Print(period.FromUtcMs));
            WriteNumber(writer, "taker", period.Rates.Taker);
            WriteNumber(writer, "maker", period.Rates.Maker);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Every reason there is, with how often it refused an entry.</summary>
    public static void WriteRefusals(Utf8JsonWriter writer, int[] refusals)
    {
        writer.WriteStartObject("refusals");
        foreach (var refusal in Enum.GetValues<Refusal>()) writer.WriteNumber(ResultNames.Of(refusal), refusals[(int)refusal]);
        writer.WriteEndObject();
    }

    /// <summary>The symbols read and not traded; a run of one symbol has no such key.</summary>
    private static void WriteOthers(Utf8JsonWriter writer, DataSummary data)
    {
        writer.WriteStartArray("reads");
        foreach (var other in data.Others)
        {
            writer.WriteStartObject();
            writer.WriteString("symbol", other.Symbol);
            writer.WriteString("baseTimeframe", other.BaseTimeframe.ToString());
            writer.WriteNumber("baseBars", other.BaseBars);
            writer.WriteNumber("holes", other.Holes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteData(Utf8JsonWriter writer, DataSummary data)
    {
        writer.WriteStartObject("data");
        writer.WriteString("symbol", data.Symbol);
        if (!data.Others.IsEmpty) WriteOthers(writer, data);
        writer.WriteString("timeframe", data.Timeframe.ToString());
        writer.WriteString("baseTimeframe", data.BaseTimeframe.ToString());
        writer.WriteNumber("bars", data.Bars);
        writer.WriteNumber("baseBars", data.BaseBars);
        writer.WriteString("from", UtcTime.Print(data.FromUtcMs));
        writer.WriteString("to", UtcTime.Print(data.ToUtcMs));
        writer.WriteNumber("firstDecisionBar", data.FirstDecisionBar);
        writer.WriteString("firstDecisionTime", UtcTime.Print(data.FirstDecisionUtcMs));
        writer.WriteNumber("holes", data.Holes);
        writer.WriteNumber("missingBars", data.MissingBars);
        writer.WriteBoolean("simulated", data.IsSimulated);
        writer.WriteString("contentHash", data.ContentHash);
        WriteTexts(writer, "sources", data.Sources);
        WriteTexts(writer, "notes", data.Notes);
        writer.WriteEndObject();
    }

    private static void WriteAssumptions(Utf8JsonWriter writer, Assumptions assumptions)
    {
        writer.WriteStartObject("assumptions");
        WriteAccount(writer, assumptions.Account);
        writer.WriteString("fillModel", assumptions.Fills);
        writer.WriteString("triggers", ResultNames.Of(assumptions.Triggers));
        writer.WriteString("funding", assumptions.FundingSettlements is null ? "none" : "series");
        writer.WriteNumber("fundingSettlements", assumptions.FundingSettlements ?? 0);
        writer.WriteString("liquidation", assumptions.Liquidation);
        writer.WriteString("marginTable", assumptions.MarginTable);
        writer.WriteString("venue", assumptions.Venue);
        WriteNumber(writer, "tickSize", assumptions.Instrument.TickSize);
        WriteNumber(writer, "lotSize", assumptions.Instrument.LotSize);
        WriteNumber(writer, "minNotional", assumptions.Instrument.MinNotional);
        if (assumptions.Instrument.MaxLeverage is { } cap) WriteNumber(writer, "leverageCap", cap);
        if (assumptions.Instrument.BorrowRate is { } rate) WriteNumber(writer, "borrowRate", rate);
        writer.WriteEndObject();
    }

    public static void WriteBuyAndHold(Utf8JsonWriter writer, BuyAndHold hold)
    {
        writer.WriteStartObject("buyAndHold");
        WriteNumber(writer, "finalEquity", hold.FinalEquity);
        WriteNumber(writer, "totalReturn", hold.TotalReturn);
        WriteNumber(writer, "cagr", hold.Cagr);
        WriteNumber(writer, "sharpe", hold.Sharpe);
        WriteNumber(writer, "maxDrawdown", hold.MaxDrawdown);
        writer.WriteEndObject();
    }
}
