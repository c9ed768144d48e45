namespace QuantDsl.Data.Catalog;

/// <summary>What making or refreshing the catalog has written.</summary>
/// <param name="Files">Files written.</param>
/// <param name="Rows">Rows in them.</param>
public readonly record struct CatalogBuild(int Files, long Rows)
{
    public static CatalogBuild operator +(CatalogBuild left, CatalogBuild right) => new(left.Files + right.Files, left.Rows + right.Rows);
}

/// <summary>How far the making of the catalog is.</summary>
/// <param name="Done">Rows of the archive taken in.</param>
/// <param name="Total">Rows of the archive to be taken in.</param>
/// <param name="Current">What was finished last.</param>
public readonly record struct CatalogProgress(long Done, long Total, string Current);
