using System.Globalization;
using System.Text.Json;
using QuantDsl.Research.Events;

namespace QuantDsl.Cli.Output;

/// <summary>What a line of an event log tells, in a few words.</summary>
internal static class EventText
{
    public static string Of(EventLine line) => line.Kind.Name switch
    {
        "RUN_START" => $"{Mode(line)} with {Money(line, EventTable.Equity)}",
        "SIGNAL" => Signal(line),
        "TIME_FILTER" => line.Text(EventTable.Result) == EventTable.Pass ? "passes"
            : $"blocked: {string.Join(", ", ((EventKey[])[EventTable.SessionCheck, EventTable.WeekdayCheck, EventTable.FundingCheck]).Where(key => line.Text(key) == EventTable.Blocked).Select(key => key.Name.Split('_')[0]))}",
        "RISK_CHECK" => $"{line.Text(EventTable.Check)} {(line.Text(EventTable.Result) == EventTable.Pass ? "passes" : "refuses")}{Measure(line)}",
        "ORDER" => $"{line.Text(EventTable.OrderId)} {Lower(line, EventTable.Type)} {Lower(line, EventTable.Side)} {Number(line, EventTable.Quantity)}{At(line, EventTable.OrderPrice)}",
        "ORDER_REFUSED" => $"{Lower(line, EventTable.Direction)}: {line.Text(EventTable.Reason)}",
        "FILL" => $"{line.Text(EventTable.OrderId)} {Lower(line, EventTable.Side)} {Number(line, EventTable.Quantity)}{At(line, EventTable.FillPrice)}, fee {Money(line, EventTable.Fee)}",
        "FUNDING" => $"{Money(line, EventTable.Amount)} at a rate of {Number(line, EventTable.Rate)}",
        "POSITION_OPEN" => $"#{line.Whole(EventTable.Position)} {Lower(line, EventTable.PositionSide)} {Number(line, EventTable.Quantity)}{At(line, EventTable.EntryPrice)}",
        "POSITION_CHANGE" => $"#{line.Whole(EventTable.Position)} is {Number(line, EventTable.Quantity)}{At(line, EventTable.EntryPrice)}",
        "POSITION_CLOSE" => $"#{line.Whole(EventTable.Position)} {line.Text(EventTable.Reason)}, net {Money(line, EventTable.NetPnl)}",
        "LIQUIDATION" => $"#{line.Whole(EventTable.Position)}{At(line, EventTable.Price)}, lost {Money(line, EventTable.MarginLost)}",
        "HALT" => $"{line.Text(EventTable.Reason)} with {Money(line, EventTable.Equity)}",
        "REBALANCE" => $"{NumberText.Percent(line.Value(EventTable.Turnover))} of {NumberText.Percent(line.Value(EventTable.Wanted))}",
        "EQUITY" => $"{Money(line, EventTable.Equity)}, cash {Money(line, EventTable.Cash)}",
        _ => Money(line, EventTable.Equity),
    };

    private static string Mode(EventLine line) => line.Text(EventTable.Mode) ?? "";

    private static string Signal(EventLine line)
    {
        string side = Lower(line, EventTable.Direction), reason = line.Text(EventTable.Reason) is { } why ? $" ({why})" : "";
        string asked = line.Text(EventTable.Intent) switch
        {
            "ENTER" => $"enter {side}",
            "EXIT" => $"leave {side}{reason}",
            "REVERSE" => $"reverse to {side}",
            _ => $"add to {side}",
        };
        var values = line.Json.GetProperty(EventTable.Context.Name).EnumerateObject()
            .Select(value => $"{value.Name} {(value.Value.ValueKind == JsonValueKind.Number ? NumberText.Price(value.Value.GetDouble()) : "undefined")}");
        return string.Join(", ", values.Prepend(asked));
    }

    private static string Measure(EventLine line)
    {
        var (current, limit) = double.IsNaN(line.Value(EventTable.LimitFraction)) ? (EventTable.Current, EventTable.Limit) : (EventTable.CurrentFraction, EventTable.LimitFraction);
        return double.IsNaN(line.Value(limit)) ? "" : double.IsNaN(line.Value(current)) ? $", at most {Number(line, limit)}" : $", {Number(line, current)} of {Number(line, limit)}";
    }

    private static string At(EventLine line, EventKey key) => double.IsNaN(line.Value(key)) ? "" : $" at {Number(line, key)}";

    private static string Number(EventLine line, EventKey key) => NumberText.Price(line.Value(key));

    private static string Money(EventLine line, EventKey key) => NumberText.Money(line.Value(key));

    private static string Lower(EventLine line, EventKey key) => (line.Text(key) ?? "").ToLower(CultureInfo.InvariantCulture);
}
