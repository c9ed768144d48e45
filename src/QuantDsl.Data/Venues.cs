using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data;

/// <summary>The venues shipped with the product, and those of the user's own files.</summary>
public static class Venues
{
    private const string Default = "binance-usdm", Extension = ".yaml";

    private static readonly ImmutableDictionary<string, Lazy<Venue>> Shipped = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
        new[] { Default, "ethereal" }.Select(name => KeyValuePair.Create(name, new Lazy<Venue>(() => Parse(new(name + Extension, TextOf(name)))))));

    /// <summary>Binance USD-M perpetuals: BTCUSDT, ETHUSDT and SOLUSDT with their own steps and margin tables. The venue where none is named.</summary>
    public static Venue BinanceUsdM => Shipped[Default].Value;

    /// <summary>Names of the venues shipped with the product, in alphabetical order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Shipped.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The shipped venue of that name, or else the file of that path.</summary>
    /// <exception cref="InputException">There is no such venue or file, or it has errors.</exception>
    public static Venue Named(string nameOrPath) => Shipped.TryGetValue(nameOrPath, out var venue) ? venue.Value : Read(nameOrPath);

    /// <summary>The file of a shipped venue as it is, comments included, or that of a path.</summary>
    /// <exception cref="InputException">As <see cref="Named"/>.</exception>
    public static string YamlOf(string nameOrPath) => Shipped.ContainsKey(nameOrPath) ? TextOf(nameOrPath) : SourceOf(nameOrPath).Content;

    /// <summary>Reads a venue file; its keys are those of <see cref="VenueKeys"/>.</summary>
    /// <exception cref="InputException">The file cannot be read (kind Data), or has errors (kind Input), each at its line and column.</exception>
    public static Venue Read(string path) => Parse(SourceOf(path));

    /// <summary>Every problem of a venue file.</summary>
    public static ImmutableArray<Diagnostic> Check(SourceText source)
    {
        var diagnostics = new DiagnosticBag(source);
        VenueDocument.Read(diagnostics);
        return diagnostics.ToImmutable();
    }

    /// <summary>Refuses a symbol that a venue does not trade.</summary>
    /// <exception cref="InputException">The venue has neither the symbol nor an instrument for all others (kind Data).</exception>
    public static void RequireTraded(Venue venue, string symbol)
    {
        if (venue.Trades(symbol)) return;
        string[] symbols = [.. venue.Instruments.Select(i => i.Symbol)];
        string has = symbols.Length == 0 ? "it has no instruments" : $"it has {string.Join(", ", symbols)}";
        throw DataRefusal.Of(venue.File, 0, NearestName.Of(symbol, symbols) is { } nearest
            ? $"did you mean `{nearest}`? {has}; to trade one on bars of another symbol say `--instrument {nearest}`" : has,
            VenueDiagnostics.SymbolNotTraded, venue.Name, symbol);
    }

    private static SourceText SourceOf(string path)
    {
        if (!File.Exists(path))
        {
            bool isPath = path.AsSpan().IndexOfAny('/', '\\') >= 0 || Path.HasExtension(path);
            throw DataRefusal.Of(isPath || Directory.Exists(path) ? path : "", 0,
                NearestName.Of(path, Names) is { } nearest ? $"did you mean `{nearest}`?" : $"shipped with the product are {string.Join(", ", Names.Select(n => $"`{n}`"))}; `qdsl venues` lists them",
                Directory.Exists(path) ? DataDiagnostics.PathIsFolder : isPath ? DataDiagnostics.FileMissing : VenueDiagnostics.UnknownVenue, path);
        }
        try
        {
            return new(path, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataRefusal.Of(path, 0, "check its permissions", DataDiagnostics.FileUnreadable, path, e.Message);
        }
    }

    private static string TextOf(string name)
    {
        string resource = $"QuantDsl.Data.Venues.{name}{Extension}";
        using var stream = typeof(Venues).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static Venue Parse(SourceText source)
    {
        var diagnostics = new DiagnosticBag(source);
        var venue = VenueDocument.Read(diagnostics);
        return venue is null || diagnostics.HasErrors ? throw new InputException(FailureKind.Input, diagnostics.ToImmutable()) : venue;
    }
}
