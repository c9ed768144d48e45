using QuantDsl.Data.Files;
using QuantDsl.Market;

namespace QuantDsl.Data.Quality;

/// <summary>A table of bars that was read and put in order, ready to be compared with another.</summary>
internal sealed record InspectedTable(RawTable Table, RowOrder Order, Timeframe? Spacing)
{
    /// <summary>The symbol that the file's name gives, or null.</summary>
    public string? Symbol { get; } = ArchiveName.Of(Table.Path).Symbol;
}
