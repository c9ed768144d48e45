using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Data.Catalog;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Cli;

/// <summary>Texts of options to values; a text that is none ends the command with the option's name, what was typed and what is meant.</summary>
public static class OptionValue
{
    public static double Number(string option, string text, double min = double.NegativeInfinity, double max = double.PositiveInfinity, string? help = null)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            throw Bad(option, text, "a number is expected", help);
        if (value < min || value > max)
            throw Bad(option, text, double.IsPositiveInfinity(max) ? $"it must be at least {Text(min)}" : $"it must lie between {Text(min)} and {Text(max)}", help);
        return value;
    }

    /// <summary>A fraction, typed as <c>0.3</c> or <c>30%</c>.</summary>
    public static double Fraction(string option, string text) =>
        text.EndsWith('%') && decimal.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out decimal percent)
            ? Number(option, (percent / 100m).ToString(CultureInfo.InvariantCulture), 0, 1)
            : Number(option, text, 0, 1);

    public static int WholeNumber(string option, string text, int min = 0, int max = int.MaxValue)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
            throw Bad(option, text, "a whole number is expected", null);
        if (value < min || value > max) throw Bad(option, text, max == int.MaxValue ? $"it must be at least {min}" : $"it must lie between {min} and {max}", null);
        return value;
    }

    /// <summary>One of the names of an enum, in any case.</summary>
    public static T Choice<T>(string option, string text) where T : struct, Enum
    {
        if (Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])) return value;
        var names = Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).ToArray();
        string? nearest = NearestName.Of(text, names);
        throw Bad(option, text, $"it is one of {string.Join(", ", names)}", nearest is null ? null : $"did you mean `{nearest}`?");
    }

    public static Timeframe Timeframe(string option, string text) =>
        QuantDsl.Market.Timeframe.TryParse(text, out var timeframe)
            ? timeframe
            : throw Bad(option, text, "a timeframe such as 5m, 1h or 1d is expected", null);

    /// <summary>A UTC date or instant: <c>2025-01-15</c>, <c>2025-01-15T10:30Z</c>.</summary>
    public static long Instant(string option, string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mmZ", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant.ToUnixTimeMilliseconds()
            : throw Bad(option, text, "a UTC date such as 2025-01-15 or an instant such as 2025-01-15T10:30Z is expected", null);

    /// <summary>A calendar month: <c>2025-05</c>.</summary>
    public static Month Month(string option, string text) =>
        DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            ? new(month.Year, month.Month)
            : throw Bad(option, text, "a month such as 2025-05 is expected", null);

    /// <summary>A market of the archive: <c>um</c> or <c>spot</c>.</summary>
    public static string Market(string option, string text) =>
        text is "um" or "spot" ? text : throw Bad(option, text, "it is um (perpetual futures in USDT) or spot", null);

    private static readonly string[] Sizings =
        ["equity_fraction:F", "fixed_fractional:R", "fixed_quantity:Q", "fixed_notional:V", "atr:R,K[,PERIOD]", "kelly:C[,MIN_TRADES[,INITIAL]]", "vol_target:T[,BARS]"];

    /// <summary><c>equity_fraction:0.1</c> and its siblings (RULES X6).</summary>
    public static Sizing Sizing(string option, string text)
    {
        string[] parts = text.Split(':', 2);
        string method = parts[0], form = Sizings.FirstOrDefault(s => s.StartsWith(method + ":", StringComparison.Ordinal)) ?? "";
        string[] numbers = parts.Length == 2 ? parts[1].Split(',') : [];
        if (form.Length > 0 && (numbers.Length > form.Split(',').Length || numbers.Length < form.Split('[')[0].Split(',').Length))
            throw Bad(option, text, numbers.Length == 0 && !form.Contains(',') ? $"a number is missing: {method}:NUMBER" : $"its numbers are {form}", null);
        double Value(int index, double max)
        {
            double value = Number(option, numbers[index], 0, max);
            return value > 0 ? value : throw Bad(option, text, "the number must be above 0", null);
        }

        int Whole(int index, int otherwise, int min, int max = int.MaxValue) => index < numbers.Length ? WholeNumber(option, numbers[index], min, max) : otherwise;

        return method switch
        {
            "equity_fraction" => new Sizing.EquityFraction(Value(0, 1)),
            "fixed_fractional" => new Sizing.FixedFractional(Value(0, 1)),
            "fixed_quantity" => new Sizing.FixedQuantity(Value(0, double.MaxValue)),
            "fixed_notional" => new Sizing.FixedNotional(Value(0, double.MaxValue)),
            "atr" => new Sizing.Atr(Value(0, 1), Value(1, 100), Whole(2, Backtest.Sizing.Atr.DefaultPeriod, 1, Backtest.Sizing.Atr.MaxPeriod)),
            "kelly" => new Sizing.Kelly(Value(0, 1), Whole(1, Backtest.Sizing.Kelly.DefaultMinTrades, 1), numbers.Length > 2 ? Value(2, 1) : Backtest.Sizing.Kelly.DefaultInitialFraction),
            "vol_target" => new Sizing.VolatilityTarget(Value(0, 100), Whole(1, Backtest.Sizing.VolatilityTarget.DefaultBars, 2, Backtest.Sizing.VolatilityTarget.MaxBars)),
            _ => throw Bad(option, text, $"it is one of {string.Join(", ", Sizings)}",
                NearestName.Of(method, Sizings.Select(s => s.Split(':')[0])) is { } nearest ? $"did you mean `{nearest}`?" : null),
        };
    }

    /// <summary>A preset, <c>custom:</c> with one or four numbers of nanoseconds (RULES V3), or <c>none</c>, which is all zero.</summary>
    public static LatencyProfile Latency(string option, string text)
    {
        const string Prefix = LatencyProfile.Custom + ":";
        string[] presets = [.. LatencyProfile.Presets.Select(p => p.Name)];
        if (text == LatencyProfile.None.Name) return LatencyProfile.None;
        if (LatencyProfile.Named(text) is { } preset) return preset;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            throw Bad(option, text, $"it is one of {string.Join(", ", presets)}, custom:NANOS, none",
                NearestName.Of(text, [.. presets, LatencyProfile.None.Name]) is { } nearest ? $"did you mean `{nearest}`?"
                : text == LatencyProfile.Custom ? "give its nanoseconds, such as `custom:50000000`" : null);
        string[] parts = text[Prefix.Length..].Split(',');
        if (parts.Length is not (1 or 4))
            throw Bad(option, text, "one number is the whole delay, four are BASE,INSERT,UPDATE,CANCEL", "for example `custom:20000000,10000000,10000000,10000000`");
        long[] nanos = [.. parts.Select(part => long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value : throw Bad(option, text, $"`{part}` is no whole number of nanoseconds", "for example `custom:50000000`, which is 50 ms"))];
        var own = new LatencyProfile(LatencyProfile.Custom, nanos[0], nanos.ElementAtOrDefault(1), nanos.ElementAtOrDefault(2), nanos.ElementAtOrDefault(3));
        return own.IsPlausible ? own : throw Bad(option, text, "no delay is negative, and none takes a minute or more", "nanoseconds are meant: `50000000` is 50 ms");
    }

    public static InputException Bad(string option, string text, string expected, string? help) =>
        CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadOptionValue, help, option, text, expected);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
