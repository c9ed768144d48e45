using QuantDsl.Market;

namespace QuantDsl.Data;

/// <summary>Reads the user's own files into a history.</summary>
public static class HistoryReader
{
    /// <exception cref="Diagnostics.InputException">A file is missing, damaged or fails its checksum; the message names file and row.</exception>
    public static MarketHistory Read(HistoryRequest request) => throw new NotImplementedException();
}
