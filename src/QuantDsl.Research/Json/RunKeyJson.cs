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
    /// <param name="portfolio">Null for a run that no others share.</param>
    public static string Settings(RunInputs inputs, long? draw = null, PortfolioInputs? portfolio = null) => Text(writer =>
    {
        ResultJson.WriteAccount(writer, inputs.Account);
        writer.WriteString("venue", inputs.History.Venue.Name);
        writer.WriteNumber("fundingIntervalHours", inputs.History.Venue.FundingIntervalHours);
        writer.WriteNumber("tradingDays", inputs.History.Venue.TradingDays);
        writer.WritePropertyName("instrument");
        InstrumentJson.Write(writer, inputs.History.Instrument);
        if (draw is { } count) writer.WriteNumber("draw", count);
        if (portfolio is { IsPortfolio: true }) PortfolioDocument.WriteRebalancing(writer, portfolio.Rebalancing);
    });

    /// <summary>The first of a stored run's settings that is not the same any more; null where all are.</summary>
    /// <remarks>What realistic execution models is left out: it may be chosen anew.</remarks>
    public static string? Changed(string settings, RunInputs inputs)
    {
        using var stored = JsonDocument.Parse(settings);
        using var now = JsonDocument.Parse(Settings(inputs));
        string[] names = [.. stored.RootElement.EnumerateObject().Concat(now.RootElement.EnumerateObject()).Select(p => p.Name).Distinct()];
        return names.Except(["models", "draw"]).FirstOrDefault(name =>
            !stored.RootElement.TryGetProperty(name, out var was) || !now.RootElement.TryGetProperty(name, out var value) || was.GetRawText() != value.GetRawText());
    }

    /// <summary>Whether a setting is one that risk files have.</summary>
    public static bool IsLimit(string name, AccountSettings account)
    {
        using var limits = JsonDocument.Parse(Text(writer => RiskJson.Write(writer, account)));
        return limits.RootElement.TryGetProperty(name, out _);
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

    private static string Text(Action<Utf8JsonWriter> content) => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        content(writer);
        writer.WriteEndObject();
    });
}
