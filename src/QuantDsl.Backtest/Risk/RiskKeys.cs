using QuantDsl.Documents;

namespace QuantDsl.Backtest.Risk;

/// <summary>The keys of a risk file.</summary>
public static class RiskKeys
{
    /// <summary>Sizing methods by the word for them.</summary>
    public static IReadOnlyDictionary<string, RiskMethod> Methods { get; } = new RiskMethod[]
    {
        new("fixed_fractional", ["risk_per_trade"], []),
        new("kelly", [], ["kelly_fraction", "min_trades", "initial_fraction"]),
        new("atr", ["risk_per_trade", "atr_multiplier"], ["atr_period"]),
        new("vol_target", ["target_volatility"], ["volatility_bars"]),
        new("equity_fraction", ["fraction"], []),
        new("fixed_quantity", ["quantity"], []),
        new("fixed_notional", ["notional"], []),
    }.ToDictionary(method => method.Name, StringComparer.Ordinal);

    public static YamlShape Sizing { get; } = new("The settings of a sizing method",
    [
        Number("risk_per_trade", "Share of the equity that a loss at the stop, or over the reckoned range, costs."),
        Number("kelly_fraction", "Share of the full Kelly fraction that is used; 0.5 unless said otherwise."),
        Number("min_trades", "Closed trades before the Kelly fraction is believed; 30 unless said otherwise."),
        Number("initial_fraction", "Margin of a position until then, as a share of the cash; 0.1 unless said otherwise."),
        Number("atr_multiplier", "Average true ranges between entry and the loss that is reckoned with."),
        Number("atr_period", "Bars of the average true range, 1 to 500; 14 unless said otherwise."),
        Number("target_volatility", "Annual deviation of a position as a share of the equity; 0.2 is 20 %."),
        Number("volatility_bars", "Returns it is estimated from, 2 to 5000; 20 unless said otherwise."),
        Number("fraction", "Margin of a position as a share of the cash."),
        Number("quantity", "Quantity of a position, base asset."),
        Money("notional", "Value of a position."),
        Number("max_position_pct", "Largest position as a share of the equity; a larger one is made smaller."),
        Number("max_leverage", "Largest position as a multiple of the equity; a larger one is made smaller."),
    ]);

    public static YamlShape Strategy { get; } = new("The limits of one strategy",
    [
        Number("max_drawdown_scale_pct", "Drawdown from which entries are half as large."),
        Limit("max_drawdown_scale", "The same, as `10%` or `1000 USDT`."),
        Number("max_drawdown_halt_pct", "Drawdown at which the strategy halts."),
        Limit("max_drawdown_halt", "The same, as `15%` or `1500 USDT`."),
        Number("max_daily_loss_pct", "Loss since 00:00 UTC at which the day is over."),
        Limit("max_daily_loss", "The same, as `2%` or `500 USDT`."),
        Number("max_consecutive_losses", "Losing trades in a row after which nothing is entered."),
        Number("pause_after_losses_minutes", "How long that lasts; as long as a halt unless said otherwise."),
        Number("cooldown_after_halt_hours", "How long a halt lasts; the rest of the run unless said otherwise."),
        Number("cooldown_after_loss_minutes", "How long after a losing trade nothing is entered."),
        Number("cooldown_after_exit_minutes", "How long after any trade nothing is entered."),
        Limit("max_position_duration", "How long a position is held at most, as `90m`, `12h` or `2d`."),
        Money("max_order_notional", "Largest value of an order."),
        Number("max_orders_per_minute", "Most market orders in any 60 seconds."),
        Number("max_contracts", "Largest quantity of a position, base asset."),
        Limit("stop", "A stop that every position has at least, as `200 USDT per contract` or `2%`."),
    ]);

    public static YamlShape Portfolio { get; } = new("The limits of the account",
    [
        Number("max_portfolio_drawdown_pct", "Drawdown of the account at which everything halts."),
        Number("max_portfolio_daily_loss_pct", "Loss of the account since 00:00 UTC at which the day is over."),
        Number("max_total_exposure_pct", "Most of the equity that all positions together may be worth."),
        Number("max_correlated_exposure_pct", "Most of the equity that positions which move together may be worth."),
        Number("correlation_window_days", "Days of returns that correlation is taken over, 10 to 1000; 30 unless said otherwise."),
        Number("correlation_threshold", "Correlation from which positions move together; 0.7 unless said otherwise."),
        Cap("max_symbol_exposure_pct", "Most of the equity that positions in one symbol may be worth."),
        Cap("max_asset_class_exposure_pct", "The same for one asset class."),
        Cap("max_sector_exposure_pct", "The same for one sector."),
        Cap("max_regime_exposure_pct", "The same for positions entered in one regime."),
        Number("max_open_risk_pct", "Most of the equity that all positions together would lose at their stops."),
        Groups("asset_classes", "The asset class of each symbol."),
        Groups("sectors", "The sector of each symbol."),
    ]);

    public static YamlShape File { get; } = new("A risk file",
    [
        new("name", new YamlOneScalar(YamlScalarForm.Text)), new("description", new YamlOneScalar(YamlScalarForm.Text)), new("method", new YamlOneScalar(YamlScalarForm.Text)),
        new("config", new YamlSection(Sizing)), new("strategy_level", new YamlSection(Strategy)), new("portfolio_level", new YamlSection(Portfolio)),
    ]);

    private static YamlKey Number(string name, string summary) => new(name, new YamlOneScalar(YamlScalarForm.Number)) { Summary = summary };

    private static YamlKey Cap(string name, string summary)
    {
        var share = new YamlOneScalar(YamlScalarForm.Number);
        return new(name, new YamlEither([share, new YamlMapOf(YamlScalarForm.Text, share)])) { Summary = summary };
    }

    private static YamlKey Groups(string name, string summary) =>
        new(name, new YamlMapOf(YamlScalarForm.Text, new YamlOneScalar(YamlScalarForm.Text))) { Summary = summary };

    private static YamlKey Limit(string name, string summary) => new(name, new YamlOneScalar(YamlScalarForm.Text)) { Summary = summary };

    private static YamlKey Money(string name, string summary) => Limit(name, summary);
}
