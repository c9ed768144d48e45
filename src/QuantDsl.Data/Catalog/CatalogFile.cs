namespace QuantDsl.Data.Catalog;

/// <summary>A file of the catalog as it was written.</summary>
/// <param name="Path">Relative to the catalog's folder, with forward slashes on every system.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
/// <param name="Rows">Rows in it.</param>
public sealed record CatalogFile(string Path, string Sha256, long Rows);
