using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Backtest.Risk;

/// <summary>Reads a risk file: sizing, the limits of one strategy, the limits of the account.</summary>
public sealed class RiskDocument
{
    /// <summary>Share of the equity at risk in one trade above which a warning is given.</summary>
    public const double HighRiskPerTrade = 0.05;

    private const double HighKelly = 0.5, MostExposure = 100, MostLeverage = 1_000;

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
        var settings = new RiskSettings { Method = Method(file) };
        if (file.FieldsOf("config") is { } sizing)
        {
            settings = settings with
            {
                RiskPerTrade = Fraction(sizing, "risk_per_trade"),
                KellyFraction = Fraction(sizing, "kelly_fraction"),
                AtrMultiplier = Between(sizing, "atr_multiplier", 0, MostExposure, "a number above 0"),
                MaxPosition = Between(sizing, "max_position_pct", 0, MostExposure, "a share of the equity above 0"),
                MaxLeverage = Between(sizing, "max_leverage", 0, MostLeverage, "a leverage above 0 and up to 1000"),
            };
            sizing.ReportUnknown();
            Warn(sizing, settings);
        }

        if (file.FieldsOf("strategy_level") is { } strategy)
        {
            settings = settings with
            {
                DrawdownScale = Fraction(strategy, "max_drawdown_scale_pct"),
                DrawdownHalt = Fraction(strategy, "max_drawdown_halt_pct"),
                MaxDailyLoss = Fraction(strategy, "max_daily_loss_pct"),
                MaxConsecutiveLosses = Count(strategy, "max_consecutive_losses"),
                CooldownHours = Between(strategy, "cooldown_after_halt_hours", -double.Epsilon, 8_760, "a number of hours from 0"),
            };
            strategy.ReportUnknown();
            Ordered(strategy, "max_drawdown_halt_pct", settings.DrawdownHalt, "max_drawdown_scale_pct", settings.DrawdownScale);
        }

        if (file.FieldsOf("portfolio_level") is { } portfolio)
        {
            settings = settings with
            {
                PortfolioDrawdown = Fraction(portfolio, "max_portfolio_drawdown_pct"),
                PortfolioDailyLoss = Fraction(portfolio, "max_portfolio_daily_loss_pct"),
                TotalExposure = Between(portfolio, "max_total_exposure_pct", 0, MostExposure, "a share of the equity above 0"),
                CorrelatedExposure = Between(portfolio, "max_correlated_exposure_pct", 0, MostExposure, "a share of the equity above 0"),
            };
            portfolio.ReportUnknown();
            Ordered(portfolio, "max_total_exposure_pct", settings.TotalExposure, "max_correlated_exposure_pct", settings.CorrelatedExposure);
        }

        file.ReportUnknown();
        return settings;
    }

    private RiskSizing? Method(YamlFields file)
    {
        if (file.Scalar("method", "a sizing method") is not { } word) return null;
        if (RiskKeys.Methods.TryGetValue(word.Value, out var method)) return method;
        string? nearest = NearestName.Of(word.Value, RiskKeys.Methods.Keys);
        _diagnostics.Report(RiskDiagnostics.UnknownMethod, word.Span, [word.Value],
            nearest is null ? $"there are {string.Join(", ", RiskKeys.Methods.Keys.Select(k => $"`{k}`"))}" : $"did you mean `{nearest}`?",
            nearest is null ? [] : [new CodeFix($"change to `{nearest}`", word.Span, nearest)]);
        return null;
    }

    private void Warn(YamlFields sizing, RiskSettings settings)
    {
        if (settings.RiskPerTrade > HighRiskPerTrade && sizing.Mapping.Find("risk_per_trade") is { } risk)
            _diagnostics.Report(RiskDiagnostics.RiskPerTradeHigh, risk.Value.Span, [Percent(settings.RiskPerTrade.Value)], "most accounts are run at `0.01` or `0.02`");
        if (settings.KellyFraction > HighKelly && sizing.Mapping.Find("kelly_fraction") is { } kelly)
            _diagnostics.Report(RiskDiagnostics.KellyAboveHalf, kelly.Value.Span, [Percent(settings.KellyFraction.Value)], "write `0.5` or less");
    }

    private void Ordered(YamlFields fields, string laterKey, double? later, string earlierKey, double? earlier)
    {
        if (!(later < earlier) || fields.Mapping.Find(laterKey) is not { } at || fields.Mapping.Find(earlierKey) is not { } other) return;
        _diagnostics.Add(Diagnostic.At(_diagnostics.Source, at.Value.Span, RiskDiagnostics.LimitsContradict, laterKey, Percent(later.Value), earlierKey, Percent(earlier.Value)) with
        {
            Help = $"let `{laterKey}` be above `{earlierKey}`",
            Secondary = (other.Value.Span, "the softer limit"),
        });
    }

    private double? Fraction(YamlFields fields, string key) => Between(fields, key, 0, 1, "a fraction above 0 and up to 1");

    private int? Count(YamlFields fields, string key)
    {
        if (fields.Integer(key) is not { } count) return null;
        if (count >= 1) return count;
        Refuse(fields, key, count, "a whole number from 1");
        return null;
    }

    // A number above the lower end, as `0.15` or `15%`.
    private double? Between(YamlFields fields, string key, double above, double most, string needs)
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
