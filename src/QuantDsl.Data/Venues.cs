using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data;

/// <summary>The venues shipped with the product, and those of the user's own files.</summary>
public static class Venues
{
    private const string Shipped = "binance-usdm";

    private static readonly Lazy<Venue> Binance = new(() => Embedded(Shipped));

    /// <summary>Binance USD-M perpetuals: BTCUSDT, ETHUSDT and SOLUSDT with their own steps and margin tables.</summary>
    public static Venue BinanceUsdM => Binance.Value;

    /// <summary>The venue <c>binance-usdm</c>, or else the file of that path.</summary>
    /// <exception cref="InputException">There is no such file, or it has errors.</exception>
    public static Venue Named(string nameOrPath) => nameOrPath == Shipped ? BinanceUsdM : Read(nameOrPath);

    /// <summary>Reads a venue file; its form is that of the embedded <c>binance-usdm.yaml</c>.</summary>
    /// <exception cref="InputException">The file cannot be read (kind Data), or has errors (kind Input), each at its line and column.</exception>
    public static Venue Read(string path)
    {
        if (!File.Exists(path))
        {
            throw DataRefusal.Of(path, 0, NearestName.Of(path, [Shipped]) is { } nearest ? $"did you mean `{nearest}`?" : $"the venue shipped with the product is `{Shipped}`",
                Directory.Exists(path) ? DataDiagnostics.PathIsFolder : DataDiagnostics.FileMissing, path);
        }
        try
        {
            return Parse(new SourceText(path, File.ReadAllText(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataRefusal.Of(path, 0, "check its permissions", DataDiagnostics.FileUnreadable, path, e.Message);
        }
    }

    /// <summary>Every problem of a venue file.</summary>
    public static ImmutableArray<Diagnostic> Check(SourceText source)
    {
        var diagnostics = new DiagnosticBag(source);
        new VenueDocument(diagnostics).Read();
        return diagnostics.ToImmutable();
    }

    private static Venue Embedded(string name)
    {
        string resource = $"QuantDsl.Data.Venues.{name}.yaml";
        using var stream = typeof(Venues).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not embedded");
        using var reader = new StreamReader(stream);
        return Parse(new SourceText($"{name}.yaml", reader.ReadToEnd()));
    }

    private static Venue Parse(SourceText source)
    {
        var diagnostics = new DiagnosticBag(source);
        var venue = new VenueDocument(diagnostics).Read();
        return venue is null || diagnostics.HasErrors ? throw new InputException(FailureKind.Input, diagnostics.ToImmutable()) : venue;
    }
}
