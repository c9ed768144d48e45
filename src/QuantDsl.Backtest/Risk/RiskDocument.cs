using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Risk;

/// <summary>Reads a risk file: sizing, the limits of one strategy, the limits of the account.</summary>
public sealed class RiskDocument
{
    /// <summary>Share of the equity at risk in one trade above which a warning is given.</summary>
    public const double HighRiskPerTrade = 0.05;

    /// <summary>Share of the Kelly fraction above which a warning is given.</summary>
    public const double HighKelly = 0.5;

    /// <summary>Largest share of the equity that a value is limited to: a leverage of 100.</summary>
    internal const double MostExposure = 100;

    private const double MostLeverage = 1_000, MostHours = 8_760;

    private readonly DiagnosticBag _diagnostics;

    private RiskDocument(DiagnosticBag diagnostics) => _diagnostics = diagnostics;

    /// <summary>What the file sets, as far as it can be read; every problem goes to the bag. Never throws on content.</summary>
    public static RiskSettings Read(DiagnosticBag diagnostics)
    {
        switch (YamlDocument.Read(diagnostics.Source, diagnostics))
        {
            case YamlMapping mapping:
                return new RiskDocument(diagnostics).Read(new YamlFields(mapping, diagnostics, shape: RiskKeys.File));
            case { } other:
                diagnostics.Report(DocumentDiagnostics.WrongValue, new(other.Span.Start, Math.Min(1, other.Span.Length)), ["risk file", "a mapping", other.Describe()], "begin with `strategy_level:`");
                break;
        }

        return new();
    }

    private RiskSettings Read(YamlFields file)
    {
        file.Scalar("name");
        file.Scalar("description");
        bool names = file.Mapping.Find("method") is not null;
        var method = Method(file);
        var settings = new RiskSettings();
        if (file.FieldsOf("config") is { } sizing)
        {
            settings = Sizing(sizing, names, method) with
            {
                MaxPosition = Between(sizing, "max_position_pct", 0, MostExposure, "a share of the equity above 0"),
                MaxLeverage = Between(sizing, "max_leverage", 0, MostLeverage, "a leverage above 0 and up to 1000"),
            };
            sizing.ReportUnknown();
        }
        else if (method is { Required: [var first, ..] } && file.Mapping.Find("method") is { } word)
        {
            _diagnostics.Report(RiskDiagnostics.SettingMissing, word.Value.Span, [method.Name, first], $"add `config:` with `{first}:` below it");
        }
        else if (method is not null)
        {
            settings = settings with { Sizing = new Sizing.Kelly(Backtest.Sizing.Kelly.DefaultFraction) };
        }

        if (file.FieldsOf("strategy_level") is { } strategy) settings = settings with { Strategy = Strategy(strategy) };
        if (file.FieldsOf("portfolio_level") is { } portfolio) settings = settings with { Portfolio = new PortfolioSection(this, _diagnostics).Read(portfolio) };
        file.ReportUnknown();
        return settings;
    }

    private RiskSettings Sizing(YamlFields sizing, bool names, RiskMethod? method)
    {
        double? risk = Fraction(sizing, "risk_per_trade"), kelly = Fraction(sizing, "kelly_fraction"), initial = Fraction(sizing, "initial_fraction"), fraction = Fraction(sizing, "fraction");
        double? multiple = Between(sizing, "atr_multiplier", 0, MostExposure, "a number above 0"), target = Between(sizing, "target_volatility", 0, MostExposure, "a share of the equity above 0");
        double? quantity = Between(sizing, "quantity", 0, double.MaxValue, "a number above 0"), notional = Money(sizing, "notional");
        int? trades = Count(sizing, "min_trades"), period = Count(sizing, "atr_period", 1, Backtest.Sizing.Atr.MaxPeriod), bars = Count(sizing, "volatility_bars", 2, Backtest.Sizing.VolatilityTarget.MaxBars);
        Warn(sizing, risk, kelly);
        if (names && method is null) return new();
        foreach (var entry in sizing.Mapping.Entries)
        {
            if (entry.Key is "max_position_pct" or "max_leverage" || RiskKeys.Sizing.Find(entry.Key) is null || method?.Reads(entry.Key) == true) continue;
            string[] readers = [.. RiskKeys.Methods.Values.Where(m => m.Reads(entry.Key)).Select(m => m.Name)];
            _diagnostics.Report(RiskDiagnostics.SettingOfAnotherMethod, entry.KeySpan, [entry.Key, method is null ? "without a `method`" : $"to `{method.Name}`"],
                method is null ? $"add `method: {readers[0]}`" : $"leave it out; it belongs to {string.Join(" and ", readers.Select(r => $"`{r}`"))}");
        }

        foreach (string key in method?.Required ?? [])
            if (sizing.Mapping.Find(key) is null && !sizing.IsMisspelled(key))
                _diagnostics.Report(RiskDiagnostics.SettingMissing, sizing.Place, [method?.Name ?? "", key], $"add `{key}:` below `config:`");
        return new()
        {
            Sizing = method?.Name switch
            {
                "fixed_fractional" when risk is { } r => new Sizing.FixedFractional(r),
                "atr" when (risk, multiple) is ({ } r, { } m) => new Sizing.Atr(r, m, period ?? Backtest.Sizing.Atr.DefaultPeriod),
                "kelly" => new Sizing.Kelly(kelly ?? Backtest.Sizing.Kelly.DefaultFraction, trades ?? Backtest.Sizing.Kelly.DefaultMinTrades, initial ?? Backtest.Sizing.Kelly.DefaultInitialFraction),
                "vol_target" when target is { } t => new Sizing.VolatilityTarget(t, bars ?? Backtest.Sizing.VolatilityTarget.DefaultBars),
                "equity_fraction" when fraction is { } f => new Sizing.EquityFraction(f),
                "fixed_quantity" when quantity is { } q => new Sizing.FixedQuantity(q),
                "fixed_notional" when notional is { } v => new Sizing.FixedNotional(v),
                _ => null,
            },
        };
    }

    private StrategyLimits Strategy(YamlFields strategy)
    {
        var limits = new StrategyLimits
        {
            DrawdownScale = ShareOrMoney(strategy, "max_drawdown_scale"),
            DrawdownHalt = ShareOrMoney(strategy, "max_drawdown_halt"),
            DailyLoss = ShareOrMoney(strategy, "max_daily_loss"),
            ConsecutiveLosses = Count(strategy, "max_consecutive_losses"),
            PauseAfterLossesMs = Time(strategy, "pause_after_losses_minutes", Timeframe.Minute),
            CooldownAfterHaltMs = Time(strategy, "cooldown_after_halt_hours", Timeframe.Hour),
            CooldownAfterLossMs = Time(strategy, "cooldown_after_loss_minutes", Timeframe.Minute),
            CooldownAfterExitMs = Time(strategy, "cooldown_after_exit_minutes", Timeframe.Minute),
            PositionDurationMs = Written(strategy, "max_position_duration", "a time such as `90m`, `12h` or `2d`", text => RiskValue.Duration(text)),
            OrderNotional = Money(strategy, "max_order_notional"),
            OrdersPerMinute = Count(strategy, "max_orders_per_minute", 1, StrategyLimits.MostOrdersPerMinute),
            Contracts = Between(strategy, "max_contracts", 0, double.MaxValue, "a number above 0"),
            Stop = Limit(strategy, "stop", "a distance such as `200 USDT per contract` or `2%`", RiskValue.Distance),
        };
        strategy.ReportUnknown();
        Ordered(strategy, "max_drawdown_halt", limits.DrawdownHalt, "max_drawdown_scale", limits.DrawdownScale);
        Waits(strategy, "pause_after_losses_minutes", ["max_consecutive_losses"]);
        Waits(strategy, "cooldown_after_halt_hours", ["max_drawdown_halt_pct", "max_drawdown_halt", "max_consecutive_losses"]);
        return limits;
    }

    private RiskMethod? Method(YamlFields file)
    {
        if (file.Scalar("method", "a sizing method") is not { } word) return null;
        if (RiskKeys.Methods.TryGetValue(word.Value, out var method)) return method;
        string? nearest = NearestName.Of(word.Value, RiskKeys.Methods.Keys);
        _diagnostics.Report(RiskDiagnostics.UnknownMethod, word.Span, [word.Value],
            nearest is null ? $"there are {string.Join(", ", RiskKeys.Methods.Keys.Select(k => $"`{k}`"))}" : $"did you mean `{nearest}`?",
            nearest is null ? [] : [new CodeFix($"change to `{nearest}`", word.Span, nearest)]);
        return null;
    }

    private void Warn(YamlFields sizing, double? riskPerTrade, double? kellyFraction)
    {
        if (riskPerTrade > HighRiskPerTrade && sizing.Mapping.Find("risk_per_trade") is { } risk)
            _diagnostics.Report(RiskDiagnostics.RiskPerTradeHigh, risk.Value.Span, [Percent(riskPerTrade.Value)], "most accounts are run at `0.01` or `0.02`");
        if (kellyFraction > HighKelly && sizing.Mapping.Find("kelly_fraction") is { } kelly)
            _diagnostics.Report(RiskDiagnostics.KellyAboveHalf, kelly.Value.Span, [Percent(kellyFraction.Value)], "write `0.5` or less");
    }

    /// <summary>Of two limits in one unit the harder one comes later.</summary>
    internal void Ordered(YamlFields fields, string laterKey, RiskLimit? later, string earlierKey, RiskLimit? earlier)
    {
        if (later is not { } hard || earlier is not { } soft || hard.IsMoney != soft.IsMoney || !(hard.Amount < soft.Amount)) return;
        if (EntryOf(fields, laterKey) is not { } at || EntryOf(fields, earlierKey) is not { } other) return;
        _diagnostics.Add(Diagnostic.At(_diagnostics.Source, at.Value.Span, RiskDiagnostics.LimitsContradict, at.Key, hard, other.Key, soft) with
        {
            Help = $"let `{at.Key}` be above `{other.Key}`",
            Secondary = (other.Value.Span, "the softer limit"),
        });
    }

    /// <summary>A time that follows a limit means nothing without one.</summary>
    internal void Waits(YamlFields fields, string key, string[] limits)
    {
        if (fields.Mapping.Find(key) is not { } entry || limits.Any(limit => fields.Mapping.Find(limit) is not null)) return;
        if (limits.Any(fields.IsMisspelled)) return;
        _diagnostics.Report(RiskDiagnostics.TimeWithoutLimit, entry.KeySpan, [key], $"add {string.Join(" or ", limits.Where(l => l != "max_drawdown_halt").Select(l => $"`{l}:`"))}, or leave it out");
    }

    /// <summary>One limit under two names: <c>key_pct</c> is a fraction, <c>key</c> says its unit.</summary>
    private RiskLimit? ShareOrMoney(YamlFields fields, string key)
    {
        double? share = Fraction(fields, key + "_pct");
        var limit = Limit(fields, key, "a limit such as `2%` or `500 USDT`", RiskValue.Limit);
        if (fields.Mapping.Find(key) is { } second && fields.Mapping.Find(key + "_pct") is { } first)
            _diagnostics.Add(Diagnostic.At(_diagnostics.Source, second.KeySpan, RiskDiagnostics.LimitTwice, first.Key, second.Key) with
            {
                Help = "leave one of them out",
                Secondary = (first.KeySpan, "the same limit"),
            });
        return limit ?? (share is { } fraction ? new(fraction, IsMoney: false) : null);
    }

    private RiskLimit? Limit(YamlFields fields, string key, string needs, Func<string, RiskLimit?> parse)
    {
        if (fields.Mapping.Find(key)?.Value is YamlScalar { IsNull: false } bare && bare.AsNumber() is { } number)
        {
            fields.Scalar(key);
            string shown = number.ToString(CultureInfo.InvariantCulture), percent = (number <= 1 ? number * 100 : number).ToString("0.####", CultureInfo.InvariantCulture);
            _diagnostics.Report(RiskDiagnostics.UnitMissing, bare.Span, [key, shown], $"write `{percent}%`, or `{shown} USDT{(key == "stop" ? " per contract" : "")}` if it is money");
            return null;
        }

        if (Written(fields, key, needs, parse) is not { } limit) return null;
        if (limit.Amount > 0 && (limit.IsMoney || limit.Amount <= 1)) return limit;
        if (fields.Mapping.Find(key) is { Value: YamlScalar scalar })
            _diagnostics.Report(RiskDiagnostics.ValueAbsurd, scalar.Span, [key, scalar.Value, limit.IsMoney ? "an amount above 0" : "a share above 0 and up to 100 %"], $"write {needs}");
        return null;
    }

    private double? Money(YamlFields fields, string key)
    {
        const string Needs = "an amount such as `50000 USDT`";
        if (Written(fields, key, Needs, text => RiskValue.Money(text, needsCurrency: false)) is not { } amount) return null;
        if (amount > 0) return amount;
        Refuse(fields, key, amount, "an amount above 0");
        return null;
    }

    private long? Time(YamlFields fields, string key, long unitMs) =>
        Between(fields, key, -double.Epsilon, MostHours * (Timeframe.Hour / (double)unitMs), unitMs == Timeframe.Hour ? "a number of hours from 0" : "a number of minutes from 0") is { } units
            ? (long)Math.Round(units * unitMs, MidpointRounding.AwayFromZero)
            : null;

    /// <summary>A value with a form of its own; one that has another form is reported.</summary>
    private T? Written<T>(YamlFields fields, string key, string needs, Func<string, T?> parse) where T : struct
    {
        if (fields.Scalar(key, needs) is not { } scalar || fields.Mapping.Find(key) is not { } entry) return null;
        if (parse(scalar.Value) is { } value) return value;
        YamlFields.ReportWrong(_diagnostics, entry, needs);
        return null;
    }

    private static YamlEntry? EntryOf(YamlFields fields, string key) => fields.Mapping.Find(key) ?? fields.Mapping.Find(key + "_pct");

    internal double? Fraction(YamlFields fields, string key) => Between(fields, key, 0, 1, "a fraction above 0 and up to 1");

    internal int? Count(YamlFields fields, string key, int least = 1, int most = int.MaxValue)
    {
        if (fields.Integer(key) is not { } count) return null;
        if (count >= least && count <= most) return count;
        Refuse(fields, key, count, most == int.MaxValue ? $"a whole number from {least}" : $"a whole number from {least} to {most}");
        return null;
    }

    // A number above the lower end, as `0.15` or `15%`.
    internal double? Between(YamlFields fields, string key, double above, double most, string needs)
    {
        if (fields.Scalar(key, needs) is not { } scalar || fields.Entry(key) is not { } entry) return null;
        bool isPercent = scalar.Value.EndsWith('%');
        var plain = isPercent ? scalar with { Value = scalar.Value[..^1].TrimEnd() } : scalar;
        if (plain.AsNumber() is not { } number)
        {
            YamlFields.ReportWrong(_diagnostics, entry, needs);
            return null;
        }

        double value = (double)number / (isPercent ? 100 : 1);
        if (value > above && value <= most) return value;
        Refuse(fields, key, (double)number, needs, isPercent);
        return null;
    }

    private void Refuse(YamlFields fields, string key, double value, string needs, bool isPercent = false)
    {
        if (fields.Mapping.Find(key) is not { } entry) return;
        string shown = value.ToString("R", CultureInfo.InvariantCulture) + (isPercent ? "%" : "");
        bool meantPercent = !isPercent && value is > 1 and <= 100 && needs.StartsWith("a fraction", StringComparison.Ordinal);
        _diagnostics.Report(RiskDiagnostics.ValueAbsurd, entry.Value.Span, [key, shown, needs], meantPercent ? $"write `{shown}%`" : $"write {needs}",
            meantPercent ? [new CodeFix($"write `{shown}%`", entry.Value.Span, $"{shown}%")] : []);
    }

    private static string Percent(double fraction) => (fraction * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
