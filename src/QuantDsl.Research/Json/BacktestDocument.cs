using System.Text.Json;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Research.Json;

/// <summary>The document of <c>qdsl backtest --json</c>.</summary>
public static class BacktestDocument
{
    /// <summary>Writes its properties into an object that is open and has its <c>schema</c>.</summary>
    public static void Write(Utf8JsonWriter writer, BacktestReport report)
    {
        if (report.RunId is { } id) writer.WriteNumber("runId", id);
        else writer.WriteNull("runId");
        ResultJson.WriteDescription(writer, report.Description, report.Parameters);
        ResultJson.WriteTiming(writer, report.Timing);
        ResultJson.WriteNumber(writer, "finalEquity", report.Metrics.FinalEquity);
        ResultJson.WriteMetrics(writer, report.Metrics);
        writer.WriteStartObject("refusals");
        foreach (var refusal in Enum.GetValues<Refusal>()) writer.WriteNumber(ResultNames.Of(refusal), report.Result.Refusals[(int)refusal]);
        writer.WriteEndObject();
        string symbol = report.Description.Data.Symbol;
        writer.WriteStartArray("trades");
        foreach (var trade in report.Result.Trades) WriteTrade(writer, symbol, trade);
        writer.WriteEndArray();
        if (report.Result.OpenPosition is { } position) WriteOpenPosition(writer, symbol, position);
        else writer.WriteNull("openPosition");
    }

    /// <summary>One trade as an object, RULES R2.</summary>
    public static void WriteTrade(Utf8JsonWriter writer, string symbol, in Trade trade)
    {
        writer.WriteStartObject();
        WriteEntry(writer, symbol, trade.Side, trade.SignalTime, trade.EntryBar, trade.EntryTime, trade.EntryPrice);
        writer.WriteNumber("exitBar", trade.ExitBar);
        writer.WriteString("exitTime", UtcTime.Print(trade.ExitTime));
        ResultJson.WriteNumber(writer, "exitPrice", trade.ExitPrice);
        writer.WriteString("exitReason", ResultNames.Of(trade.ExitReason));
        ResultJson.WriteNumber(writer, "quantity", trade.Quantity);
        ResultJson.WriteNumber(writer, "leverage", trade.Leverage);
        ResultJson.WriteNumber(writer, "entryFee", trade.EntryFee);
        ResultJson.WriteNumber(writer, "exitFee", trade.ExitFee);
        ResultJson.WriteNumber(writer, "funding", trade.Funding);
        ResultJson.WriteNumber(writer, "slippage", trade.Slippage);
        ResultJson.WriteNumber(writer, "grossPnl", trade.GrossPnl);
        ResultJson.WriteNumber(writer, "netPnl", trade.NetPnl);
        ResultJson.WriteNumber(writer, "mae", trade.Mae);
        ResultJson.WriteNumber(writer, "mfe", trade.Mfe);
        writer.WriteEndObject();
    }

    private static void WriteOpenPosition(Utf8JsonWriter writer, string symbol, OpenPosition position)
    {
        writer.WriteStartObject("openPosition");
        WriteEntry(writer, symbol, position.Side, position.SignalTime, position.EntryBar, position.EntryTime, position.EntryPrice);
        ResultJson.WriteNumber(writer, "quantity", position.Quantity);
        ResultJson.WriteNumber(writer, "leverage", position.Leverage);
        ResultJson.WriteNumber(writer, "entryFee", position.EntryFee);
        ResultJson.WriteNumber(writer, "funding", position.Funding);
        ResultJson.WriteNumber(writer, "slippage", position.Slippage);
        ResultJson.WriteNumber(writer, "markPrice", position.MarkPrice);
        ResultJson.WriteNumber(writer, "unrealisedPnl", position.UnrealisedPnl);
        ResultJson.WriteNumber(writer, "liquidationPrice", position.LiquidationPrice);
        ResultJson.WriteNumber(writer, "stopPrice", position.StopPrice);
        ResultJson.WriteNumber(writer, "targetPrice", position.TargetPrice);
        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, string symbol, Side side, long signalTime, int entryBar, long entryTime, double entryPrice)
    {
        writer.WriteString("symbol", symbol);
        writer.WriteString("side", ResultNames.Of(side));
        writer.WriteString("signalTime", UtcTime.Print(signalTime));
        writer.WriteNumber("entryBar", entryBar);
        writer.WriteString("entryTime", UtcTime.Print(entryTime));
        ResultJson.WriteNumber(writer, "entryPrice", entryPrice);
    }
}
