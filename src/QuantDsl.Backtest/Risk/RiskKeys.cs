using QuantDsl.Documents;

namespace QuantDsl.Backtest.Risk;

/// <summary>The keys of a risk file.</summary>
public static class RiskKeys
{
    /// <summary>Sizing methods by the word for them.</summary>
    public static IReadOnlyDictionary<string, RiskSizing> Methods { get; } = new Dictionary<string, RiskSizing>(StringComparer.Ordinal)
    {
        ["fixed_fractional"] = RiskSizing.FixedFractional,
        ["kelly"] = RiskSizing.Kelly,
        ["atr"] = RiskSizing.Atr,
    };

    public static YamlShape Sizing { get; } = new("The settings of a sizing method",
        [Number("risk_per_trade"), Number("kelly_fraction"), Number("atr_multiplier"), Number("max_position_pct"), Number("max_leverage")]);

    public static YamlShape Strategy { get; } = new("The limits of one strategy",
        [Number("max_drawdown_scale_pct"), Number("max_drawdown_halt_pct"), Number("max_daily_loss_pct"), Number("max_consecutive_losses"), Number("cooldown_after_halt_hours")]);

    public static YamlShape Portfolio { get; } = new("The limits of the account",
        [Number("max_portfolio_drawdown_pct"), Number("max_portfolio_daily_loss_pct"), Number("max_total_exposure_pct"), Number("max_correlated_exposure_pct")]);

    public static YamlShape File { get; } = new("A risk file",
    [
        new("name", new YamlOneScalar(YamlScalarForm.Text)), new("description", new YamlOneScalar(YamlScalarForm.Text)), new("method", new YamlOneScalar(YamlScalarForm.Text)),
        new("config", new YamlSection(Sizing)), new("strategy_level", new YamlSection(Strategy)), new("portfolio_level", new YamlSection(Portfolio)),
    ]);

    private static YamlKey Number(string name) => new(name, new YamlOneScalar(YamlScalarForm.Number));
}
