using System.Globalization;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Risk;

/// <summary>How limits are written: <c>2%</c>, <c>500 USDT</c>, <c>200 USDT per contract</c>, <c>12h</c>.</summary>
internal static class RiskValue
{
    private const string PerContract = "per contract";

    /// <summary>Words behind an amount of money. They all mean the quote currency of what is traded: nothing is converted.</summary>
    private static readonly string[] Currencies = ["USDT", "USDC", "USD", "USDE", "FDUSD", "BUSD"];

    /// <summary>A share <c>2%</c> or money <c>500 USDT</c>; null for anything else, a bare number included, which could be either.</summary>
    public static RiskLimit? Limit(string text) =>
        text.EndsWith('%') ? Number(text[..^1]) is { } percent ? new((double)(percent / 100), IsMoney: false) : null
        : Money(text, needsCurrency: true) is { } amount ? new(amount, IsMoney: true)
        : null;

    /// <summary>The distance of a stop: <c>2%</c> of the entry price or <c>200 USDT per contract</c>, money per unit of base asset.</summary>
    public static RiskLimit? Distance(string text) =>
        text.EndsWith('%') ? Limit(text)
        : text.EndsWith(PerContract, StringComparison.Ordinal) && Money(text[..^PerContract.Length], needsCurrency: true) is { } amount ? new(amount, IsMoney: true)
        : null;

    /// <summary><c>50000 USDT</c>, or a bare number where nothing but money can be meant.</summary>
    public static double? Money(string text, bool needsCurrency)
    {
        text = text.Trim();
        foreach (string currency in Currencies)
            if (text.EndsWith(currency, StringComparison.Ordinal)) return (double?)Number(text[..^currency.Length]);
        return needsCurrency ? null : (double?)Number(text);
    }

    /// <summary><c>90m</c>, <c>12h</c>, <c>2d</c>, in milliseconds.</summary>
    public static long? Duration(string text) => Timeframe.TryParse(text, out var length) ? length.Milliseconds : null;

    private static decimal? Number(string text) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}
