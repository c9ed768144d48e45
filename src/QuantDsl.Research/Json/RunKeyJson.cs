using System.Buffers;
using System.Text;
using System.Text.Json;
using QuantDsl.Backtest;
using QuantDsl.Language.Semantics;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Store;

namespace QuantDsl.Research.Json;

/// <summary>The parts of a run's key: whatever changes a row changes one of these texts.</summary>
internal static class RunKeyJson
{
    /// <summary>Account, instrument, venue schedule and draw.</summary>
    public static string Settings(RunInputs inputs, long? draw = null) => Text(writer =>
    {
        ResultJson.WriteAccount(writer, inputs.Account);
        writer.WriteString("venue", inputs.History.Venue.Name);
        writer.WriteNumber("fundingIntervalHours", inputs.History.Venue.FundingIntervalHours);
        writer.WriteNumber("tradingDays", inputs.History.Venue.TradingDays);
        writer.WritePropertyName("instrument");
        JsonSerializer.Serialize(writer, inputs.History.Instrument);
        if (draw is { } count) writer.WriteNumber("draw", count);
    });

    /// <summary>Whether the settings of a stored run size and limit positions as an account does.</summary>
    public static bool Limits(string settings, AccountSettings account)
    {
        using var stored = JsonDocument.Parse(settings);
        using var now = JsonDocument.Parse(Text(writer => RiskJson.Write(writer, account)));
        return now.RootElement.EnumerateObject().All(p => stored.RootElement.TryGetProperty(p.Name, out var was) && was.GetRawText() == p.Value.GetRawText());
    }

    /// <summary>One combination.</summary>
    public static string Values(BoundStrategy strategy, ReadOnlySpan<double> values)
    {
        using var json = new ParameterJson(strategy);
        return Encoding.UTF8.GetString(json.Write(values));
    }

    /// <summary>Every axis with its values, and the values of the other parameters.</summary>
    public static string Axes(SweepGrid grid)
    {
        var values = new double[grid.Width];
        grid.Fill(0, values);
        var axes = grid.Axes.ToDictionary(a => a.Parameter);
        return Text(writer =>
        {
            for (int i = 0; i < values.Length; i++)
            {
                writer.WritePropertyName(grid.Strategy.Parameters[i].Name);
                if (!axes.TryGetValue(i, out var axis))
                {
                    writer.WriteNumberValue(values[i]);
                    continue;
                }
                writer.WriteStartArray();
                foreach (double value in axis.Values) writer.WriteNumberValue(value);
                writer.WriteEndArray();
            }
        });
    }

    private static string Text(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
