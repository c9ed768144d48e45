using QuantDsl.Data;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Cli;

/// <summary>The venue that a command line names: one shipped with the product, or a file as from where the user stands.</summary>
public static class NamedVenue
{
    /// <exception cref="InputException">There is no such venue or file, or it has errors.</exception>
    public static Venue Of(string nameOrPath, Terminal terminal) => Venues.Named(PathOf(nameOrPath, terminal));

    /// <summary>The name of a shipped venue, or a path that can be opened; shown as it was typed wherever that opens too.</summary>
    public static string PathOf(string nameOrPath, Terminal terminal)
    {
        if (Venues.Names.Contains(nameOrPath) || terminal.CurrentFolder == Environment.CurrentDirectory) return nameOrPath;
        string path = Path.GetFullPath(nameOrPath, terminal.CurrentFolder);
        return Path.Exists(path) ? path : nameOrPath;
    }
}
