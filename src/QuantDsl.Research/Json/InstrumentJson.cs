using System.Text.Json;
using QuantDsl.Market;

namespace QuantDsl.Research.Json;

/// <summary>An instrument as the key of a run has it: every property by its name, in the order they are declared, so that stored texts stay comparable.</summary>
internal static class InstrumentJson
{
    public static void Write(Utf8JsonWriter writer, Instrument instrument)
    {
        writer.WriteStartObject();
        writer.WriteString(nameof(instrument.Symbol), instrument.Symbol);
        writer.WriteNumber(nameof(instrument.TickSize), instrument.TickSize);
        writer.WriteNumber(nameof(instrument.LotSize), instrument.LotSize);
        writer.WriteNumber(nameof(instrument.MinNotional), instrument.MinNotional);
        writer.WriteNumber(nameof(instrument.SpreadTicks), instrument.SpreadTicks);
        ResultJson.WriteNumber(writer, nameof(instrument.MaxLeverage), instrument.MaxLeverage);
        ResultJson.WriteNumber(writer, nameof(instrument.BorrowRate), instrument.BorrowRate);
        if (instrument.ListedUtcMs is { } listed) writer.WriteNumber(nameof(instrument.ListedUtcMs), listed);
        else writer.WriteNull(nameof(instrument.ListedUtcMs));
        writer.WriteStartArray(nameof(instrument.MarginTables));
        foreach (var table in instrument.MarginTables) Write(writer, table);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The line it begins at is left out: a line moved is no other table.</summary>
    private static void Write(Utf8JsonWriter writer, MarginTable table)
    {
        writer.WriteStartObject();
        writer.WriteNumber(nameof(table.FromUtcMs), table.FromUtcMs);
        writer.WriteStartArray(nameof(table.Tiers));
        foreach (var tier in table.Tiers)
        {
            writer.WriteStartObject();
            writer.WriteNumber(nameof(tier.Floor), tier.Floor);
            writer.WriteNumber(nameof(tier.Cap), tier.Cap);
            writer.WriteNumber(nameof(tier.MaintenanceRate), tier.MaintenanceRate);
            writer.WriteNumber(nameof(tier.MaxLeverage), tier.MaxLeverage);
            writer.WriteNumber(nameof(tier.MaintenanceAmount), tier.MaintenanceAmount);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString(nameof(table.Source), table.Source);
        writer.WriteEndObject();
    }
}
