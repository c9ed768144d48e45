using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Risk;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Cli;

/// <summary>What is legal in the settings of a project and dangerous: by itself, and together with a strategy.</summary>
public static class ConfigurationDangers
{
    /// <summary>Leverage from which a strategy without a stop is warned about.</summary>
    private const double HighLeverage = 20;

    /// <summary>Dangers of the settings alone.</summary>
    public static IEnumerable<Diagnostic> Of(ProjectSettings settings)
    {
        if (settings.Source is not { } source) yield break;
        if (Number(settings, "taker") is { } taker and <= 0)
            yield return Diagnostic.At(source, settings.SpanOf("taker"), ConfigurationDiagnostics.NoFee, taker) with { Help = "write the fee of your venue, such as `taker: 0.0004`" };
        if (SizingOf(settings) is Sizing.FixedFractional { Risk: > RiskDocument.HighRiskPerTrade } sizing)
            yield return Diagnostic.At(source, settings.SpanOf("sizing"), RiskDiagnostics.RiskPerTradeHigh, Percent(sizing.Risk)) with { Help = "most accounts are run at `fixed_fractional:0.01` or `fixed_fractional:0.02`" };
        if (SizingOf(settings) is Sizing.Atr { Risk: > RiskDocument.HighRiskPerTrade } range)
            yield return Diagnostic.At(source, settings.SpanOf("sizing"), RiskDiagnostics.RiskPerTradeHigh, Percent(range.Risk)) with { Help = "most accounts are run at `atr:0.01,2` or `atr:0.02,2`" };
        if (SizingOf(settings) is Sizing.Kelly { Fraction: > RiskDocument.HighKelly } kelly)
            yield return Diagnostic.At(source, settings.SpanOf("sizing"), RiskDiagnostics.KellyAboveHalf, Percent(kelly.Fraction)) with { Help = "write `kelly:0.5` or less" };
    }

    /// <summary>Dangers of the settings with a strategy that is run by them.</summary>
    public static IEnumerable<Diagnostic> Of(ProjectSettings settings, StrategyFile file)
    {
        if (settings.Source is not { } source || file.Bound.Strategy is not { } strategy) yield break;
        var defaults = new AccountSettings();
        double leverage = Number(settings, "leverage") ?? defaults.Leverage;
        var place = settings.Value("leverage") is null ? settings.SpanOf("sizing") : settings.SpanOf("leverage");
        if (!strategy.EveryEntryHasAStop)
        {
            if (leverage >= HighLeverage)
                yield return Diagnostic.At(source, place, ConfigurationDiagnostics.LeverageWithoutStop, Text(leverage), $"a move of {Percent(1 / leverage)}") with
                {
                    Help = $"add a stop to the strategy, such as `stop 2%`, or lower the leverage to `{Text(HighLeverage / 4)}`",
                    Secondary = (file.Read.Strategy.Name.Span, "this strategy has none"),
                    SecondarySource = file.Read.Source,
                };
            yield break;
        }

        if (FarthestStop(strategy) is not { } stop || settings.Value("leverage") is null && settings.Value("sizing") is null) yield break;
        var written = file.Read.Strategy.OfKind<StopSyntax>().FirstOrDefault()?.Distance.Span ?? file.Read.Strategy.Name.Span;
        if (stop >= 1 / leverage)
        {
            yield return Diagnostic.At(source, place, ConfigurationDiagnostics.StopBehindLiquidation, Text(leverage), Percent(stop)) with
            {
                Help = $"lower the leverage below `{Text(Math.Floor(1 / stop))}`, or bring the stop nearer than {Percent(1 / leverage)}",
                Secondary = (written, "the stop"),
                SecondarySource = file.Read.Source,
            };
            yield break;
        }

        double atRisk = (SizingOf(settings) ?? defaults.Sizing) is Sizing.EquityFraction part ? part.Fraction * leverage * stop : 0;
        if (atRisk > RiskDocument.HighRiskPerTrade)
            yield return Diagnostic.At(source, place, RiskDiagnostics.RiskPerTradeHigh, Percent(atRisk)) with
            {
                Help = "lower the leverage or the margin of a position, or bring the stop nearer",
                Secondary = (written, "the distance of the stop"),
                SecondarySource = file.Read.Source,
            };
    }

    // The largest percent the stop is at, at any default or swept value; null where it follows the market.
    private static double? FarthestStop(BoundStrategy strategy)
    {
        if (strategy.Stop is not { Kind: StopKind.FixedPercent or StopKind.PercentTrailing, Amount: var amount }) return null;
        return amount switch
        {
            BoundConstant constant => constant.Value,
            BoundParameterValue value => strategy.Parameters[value.Index].Sweep.Append(strategy.Parameters[value.Index].Default).Max(),
            _ => null,
        };
    }

    // A text that is none was reported where it stands.
    private static double? Number(ProjectSettings settings, string name) =>
        double.TryParse(settings.Value(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static Sizing? SizingOf(ProjectSettings settings)
    {
        try
        {
            return settings.Value("sizing") is { } text ? OptionValue.Sizing("sizing", text) : null;
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static string Percent(double fraction) => Text(Math.Round(fraction * 100, 2)) + " %";

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
