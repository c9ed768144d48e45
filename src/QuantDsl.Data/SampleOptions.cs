using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data;

/// <summary>Which drift the sample market has.</summary>
public enum SampleRegime
{
    /// <summary>Bull, bear and sideways in turn, each as likely and as long as the others.</summary>
    All,

    Bull,

    Bear,

    Sideways,

    /// <summary>No drift at all: every price is a fair game, the expected next price is the present one.</summary>
    Driftless,
}

/// <summary>What sample market to make. Equal options give equal bytes.</summary>
public sealed record SampleOptions
{
    public const int MaxYears = 10;

    /// <summary>Calendar years from <see cref="SampleMarket.FromUtcMs"/> on; 1 to <see cref="MaxYears"/>.</summary>
    public int Years { get; init; } = 1;

    /// <summary>A shorter span in days instead of whole years; at least 1.</summary>
    public int? Days { get; init; }

    public ulong Seed { get; init; } = 1;

    /// <summary>Upper-case symbols. BTCUSDT, ETHUSDT and SOLUSDT have parameters of their own, any other gets some by its name.</summary>
    public ImmutableArray<string> Symbols { get; init; } = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];

    public SampleRegime Regime { get; init; } = SampleRegime.All;

    /// <summary>A folder name that says what is inside; markets of different options never share one.</summary>
    public string Key
    {
        get
        {
            string symbols = string.Join('+', Symbols);
            // File systems end a name at 255 bytes.
            if (symbols.Length > 80) symbols = $"{Symbols.Length}symbols-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(symbols)))[..16]}";
            return FormattableString.Invariant(
                $"v{SampleMarket.ModelVersion}-seed{Seed}-{(Days is { } days ? $"{days}d" : $"{Years}y")}-{Regime.ToString().ToLowerInvariant()}-{symbols}");
        }
    }

    /// <summary>End of the span, exclusive, UTC milliseconds.</summary>
    public long ToUtcMs => Days is { } days
        ? SampleMarket.FromUtcMs + days * 86_400_000L
        : new DateTimeOffset(2025 + Years, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <exception cref="InputException">An option is out of its range (kind Usage).</exception>
    public SampleOptions Checked()
    {
        if (Years is < 1 or > MaxYears) throw Refusal("years", Years, $"1 to {MaxYears}");
        if (Days is < 1 or > MaxYears * 366) throw Refusal("days", Days, $"1 to {MaxYears * 366}");
        if (Symbols.IsDefaultOrEmpty || Symbols.Length > 20) throw Refusal("symbols", Symbols.IsDefault ? 0 : Symbols.Length, "1 to 20 symbols");
        foreach (string symbol in Symbols)
            if (symbol.Length is < 2 or > 20 || !symbol.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)))
                throw Refusal("symbols", symbol, "upper-case letters and digits, such as BTCUSDT");
        if (Symbols.Distinct(StringComparer.Ordinal).Count() != Symbols.Length) throw Refusal("symbols", string.Join(", ", Symbols), "each symbol once");
        return this;

        static InputException Refusal(string option, object value, string needs) =>
            DataRefusal.OfOptions("see `qdsl sample --help`", DataDiagnostics.SampleOptionAbsurd, option, value, needs);
    }
}
