using System.Text.Json;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Store;
using QuantDsl.Research.Trades;

namespace QuantDsl.Research.Json;

/// <summary>The document of <c>qdsl backtest --json</c>.</summary>
public static class BacktestDocument
{
    /// <summary>Writes its properties into an object that is open and has its <c>schema</c>.</summary>
    public static void Write(Utf8JsonWriter writer, BacktestReport report)
    {
        if (report.RunId is { } id) writer.WriteNumber("runId", id);
        else writer.WriteNull("runId");
        if (report.Portfolio is { } portfolio) PortfolioDocument.Write(writer, portfolio);
        else ResultJson.WriteDescription(writer, report.Description, report.Parameters);
        ResultJson.WriteTiming(writer, report.Timing);
        ResultJson.WriteNumber(writer, "finalEquity", report.Metrics.FinalEquity);
        ResultJson.WriteMetrics(writer, report.Metrics);
        StatisticsJson.Write(writer, report.Statistics);
        BreakdownJson.Write(writer, report.Breakdowns);
        ResultJson.WriteRefusals(writer, report.Result.Refusals);
        writer.WriteStartArray("trades");
        foreach (var trade in report.Result.Trades) WriteTrade(writer, trade, report);
        writer.WriteEndArray();
        if (report.Portfolio is not null)
        {
            WriteOpenPositions(writer, report);
            return;
        }

        writer.WritePropertyName("openPosition");
        if (report.Result.OpenPosition is { } position) WriteOpenPosition(writer, position, report);
        else writer.WriteNullValue();
    }

    /// <summary>One trade as an object: the columns of the trade log, but for the ids of the store, so that equal runs have equal trades.</summary>
    private static void WriteTrade(Utf8JsonWriter writer, in Trade trade, BacktestReport report)
    {
        var member = report.Members[trade.Member];
        var logged = new LoggedTrade(trade, member.Symbol, member.Timeframe.ToString(), RunHeader.Backtest);
        writer.WriteStartObject();
        if (report.Portfolio is not null) writer.WriteString("strategy", member.Strategy);
        foreach (var column in TradeLogColumns.Result) TradeLogJson.Write(writer, column, logged);
        WriteRegime(writer, trade.Regime, member);
        WriteFills(writer, trade.FirstFill, trade.FillCount, trade.ExitReason, report);
        foreach (var column in TradeLogColumns.Derived) TradeLogJson.Write(writer, column, logged);
        TradeLogJson.Write(writer, TradeLogColumns.SchemaVersion, logged);
        writer.WriteEndObject();
    }

    // A strategy without regimes has no word for them.
    private static void WriteRegime(Utf8JsonWriter writer, int? regime, RunMember member)
    {
        if (!member.Regimes.IsEmpty) writer.WriteString("regime", regime is { } index ? member.Regimes[index] : null);
    }

    /// <summary>The fills of one position, in order; a strategy that does not scale has one in and one out, which the row shows.</summary>
    private static void WriteFills(Utf8JsonWriter writer, int first, int count, ExitReason? exit, BacktestReport report)
    {
        if (count == 0) return;
        writer.WriteStartArray("fills");
        foreach (var fill in report.Result.Fills.Skip(first).Take(count))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", ResultNames.Of(fill.Kind));
            writer.WriteNumber("bar", fill.Bar);
            writer.WriteString("time", UtcTime.Print(fill.Time));
            ResultJson.WriteNumber(writer, "price", fill.Price);
            ResultJson.WriteNumber(writer, "quantity", fill.Quantity);
            ResultJson.WriteNumber(writer, "fee", fill.Fee);
            writer.WriteString("reason", fill.Kind == FillKind.Exit && exit is { } reason ? ResultNames.Of(reason) : ResultNames.Of(fill.Kind));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOpenPositions(Utf8JsonWriter writer, BacktestReport report)
    {
        writer.WriteStartArray("openPositions");
        foreach (var position in report.Result.OpenPositions) WriteOpenPosition(writer, position, report);
        writer.WriteEndArray();
    }

    private static void WriteOpenPosition(Utf8JsonWriter writer, OpenPosition position, BacktestReport report)
    {
        var member = report.Members[position.Member];
        writer.WriteStartObject();
        if (report.Portfolio is not null) writer.WriteString("strategy", member.Strategy);
        WriteEntry(writer, member.Symbol, position.Side, position.SignalTime, position.EntryBar, position.EntryTime, position.EntryPrice);
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
        WriteRegime(writer, position.Regime, member);
        if (position.FillCount > 0)
        {
            ResultJson.WriteNumber(writer, "realisedPnl", position.RealisedPnl);
            ResultJson.WriteNumber(writer, "exitFee", position.ExitFee);
            WriteFills(writer, position.FirstFill, position.FillCount, exit: null, report);
        }

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
