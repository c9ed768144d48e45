namespace QuantDsl.Data.Catalog;

/// <summary>Puts a catalog that was made anew in the place of the old one, so that a kill at any point leaves one whole catalog to be found.</summary>
internal static class CatalogSwap
{
    private const string OutgoingSuffix = ".old";

    private static string Fresh(DataFolder folder) => folder.Catalog + ".new";

    private static string Outgoing(DataFolder folder) => folder.Catalog + OutgoingSuffix;

    /// <summary>Tidies up after a swap that was cut short: without a catalog the old one comes back, with one the remains go.</summary>
    public static void Settle(DataFolder folder)
    {
        string outgoing = Outgoing(folder);
        Restore(folder.Catalog);
        if (Directory.Exists(outgoing)) Directory.Delete(outgoing, recursive: true);
    }

    /// <summary>The part of <see cref="Settle"/> that a reader may do: brings the old catalog back where there is none.</summary>
    public static void Restore(string catalog)
    {
        if (!Directory.Exists(catalog) && Directory.Exists(catalog + OutgoingSuffix)) Directory.Move(catalog + OutgoingSuffix, catalog);
    }

    /// <summary>An empty folder to write into.</summary>
    public static string Begin(DataFolder folder)
    {
        string fresh = Fresh(folder);
        if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        Directory.CreateDirectory(fresh);
        return fresh;
    }

    /// <summary>Two renames; the old catalog is deleted after them.</summary>
    public static void Finish(DataFolder folder)
    {
        if (Directory.Exists(folder.Catalog)) Directory.Move(folder.Catalog, Outgoing(folder));
        Directory.Move(Fresh(folder), folder.Catalog);
        Settle(folder);
    }
}
