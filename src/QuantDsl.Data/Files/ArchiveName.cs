using QuantDsl.Market;

namespace QuantDsl.Data.Files;

/// <summary>What the name of a file says in Binance's archive: <c>BTCUSDT-1m-2025-05.zip</c>, <c>BTCUSDT-fundingRate-2025-05.zip</c>.</summary>
/// <param name="Symbol">Null where the name is not of that form.</param>
/// <param name="Timeframe">Null for funding and for other names.</param>
internal readonly record struct ArchiveName(string? Symbol, Timeframe? Timeframe)
{
    public static ArchiveName Of(string path)
    {
        string[] parts = Path.GetFileNameWithoutExtension(path).Split('-');
        if (parts.Length < 2 || parts[0].Length == 0 || !parts[0].All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_')) return default;
        if (Market.Timeframe.TryParse(parts[1], out var timeframe)) return new(parts[0], timeframe);
        return parts[1] == "fundingRate" ? new(parts[0], null) : default;
    }
}
