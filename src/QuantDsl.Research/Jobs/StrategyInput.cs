using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Linking;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Grid;

namespace QuantDsl.Research.Jobs;

/// <summary>A strategy file ready to run: bound, perhaps to another timeframe, with some parameters set.</summary>
public sealed record StrategyInput
{
    private StrategyInput(BoundStrategy bound, string document)
    {
        Bound = bound;
        Document = document;
        DocumentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));
    }

    public BoundStrategy Bound { get; }

    /// <summary>The canonical print of the strategy, which needs no other file.</summary>
    public string Document { get; }

    /// <summary>SHA-256 of <see cref="Document"/>, lower-case hex.</summary>
    public string DocumentHash { get; }

    public ImmutableArray<ParameterSetting> Settings { get; private init; } = [];

    /// <summary>What the front end warned of.</summary>
    public ImmutableArray<Diagnostic> Warnings { get; private init; } = [];

    /// <param name="read">The file as read; its errors are reported here.</param>
    /// <param name="timeframe">Takes the place of the file's own; null to keep it.</param>
    /// <param name="settings">Names and values as typed.</param>
    /// <exception cref="InputException">The file has errors, or a setting does not fit.</exception>
    public static StrategyInput Of(ReadResult read, Timeframe? timeframe = null, params IEnumerable<KeyValuePair<string, string>> settings)
    {
        string document = SyntaxPrinter.Print(Linker.Flatten(read));
        if (timeframe is { } other) read = read with { Strategy = On(read.Strategy, other) };
        var result = Binder.Bind(read);
        if (result.Strategy is null) throw new InputException(FailureKind.Input, result.Diagnostics);
        var values = ParameterVector.Read(result.Strategy, settings);
        if (!values.IsEmpty)
        {
            // A second time with the settings: they are held to the ranges of the file, and may need a longer warm-up.
            result = Binder.Bind(read, held: values.GroupBy(v => v.Name).ToDictionary(v => v.Key, v => v.Last().Value, StringComparer.Ordinal));
            if (result.Strategy is null) throw new InputException(FailureKind.Input, result.Diagnostics);
        }

        return new(result.Strategy, document) { Settings = values, Warnings = result.Diagnostics };
    }

    /// <summary>The same with further parameters held; what is held already stays as it is.</summary>
    public StrategyInput Holding(IEnumerable<ParameterSetting> further) =>
        this with { Settings = [.. Settings, .. further.Where(setting => Settings.All(held => held.Name != setting.Name))] };

    // A file that has its timeframe from its base says its own, which then holds.
    private static StrategySyntax On(StrategySyntax strategy, Timeframe timeframe) => strategy with
    {
        Statements = strategy.OfKind<TimeframeSyntax>().Any() || !strategy.OfKind<ExtendsSyntax>().Any()
            ? [.. strategy.Statements.Select(s => s is TimeframeSyntax own ? own with { Timeframe = timeframe } : s)]
            : strategy.Statements.Add(new TimeframeSyntax(timeframe, strategy.Name.Span)),
    };
}
