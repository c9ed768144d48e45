using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Jobs;

/// <summary>Everything a result takes for granted, for print and JSON.</summary>
/// <param name="FundingSettlements">Instants at which an open position would pay or receive; null under <c>--funding none</c>.</param>
public sealed record Assumptions(AccountSettings Account, string Venue, Instrument Instrument, int? FundingSettlements)
{
    public static Assumptions Of(RunInputs inputs, RunContext context) =>
        new(inputs.Account, inputs.History.Venue.Name, inputs.History.Instrument, inputs.History.Funding is null ? null : context.FundingEvents);

    /// <summary><c>none</c>, or how many settlements are charged.</summary>
    public string Funding => FundingSettlements is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count:N0} settlements of the series") : "none";

    /// <summary>In words, as RULES X11 has it.</summary>
    public string Fills => (Account.Fills, Instrument.TickSize) switch
    {
        (FillMode.Neutral, _) => "every reached price fills, no slippage",
        (_, 0) => $"nothing slips, because {Venue} names no tick of {Instrument.Symbol}; a reached target fills with probability 0.8",
        _ => "one adverse tick with probability 0.5 on market fills and stops, a reached target fills with probability 0.8",
    };

    /// <summary>The formula of RULES X9.</summary>
    public string Liquidation => Account.Liquidation == LiquidationFormula.Simple
        ? "isolated, long entry × (1 − 1/L + MMR), short entry × (1 + 1/L − MMR)"
        : "isolated, where margin and result equal notional × MMR − maintenance amount";

    /// <summary>Where the maintenance margins come from.</summary>
    public string MarginTable => Instrument.MarginTables.IsEmpty ? "none"
        : string.Join("; ", Instrument.MarginTables.Select(t => $"from {UtcTime.Print(t.FromUtcMs)[..10]}: {t.Source}"));
}
