namespace QuantDsl.Data;

/// <summary>Where the market data of a project lives: the raw archive, the catalog made from it, and what was downloaded.</summary>
/// <param name="Root">The folder; it need not exist yet.</param>
public sealed record DataFolder(string Root)
{
    /// <summary>The immutable archive of raw rows (SQLite).</summary>
    public string Archive => Path.Combine(Root, "archive", "raw_data.db");

    /// <summary>Parquet files, partitioned as their paths say; made from the archive, and never the other way round.</summary>
    public string Catalog => Path.Combine(Root, "catalog");

    /// <summary>Files of a public archive in its own layout, so that an interrupted download continues.</summary>
    public string Downloads => Path.Combine(Root, "downloads");
}
