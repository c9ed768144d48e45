using System.CommandLine;
using QuantDsl.Research.Ranking;

namespace QuantDsl.Cli;

/// <summary>The options of a sweep: its size, its workers, its hard filters, and how much of the ranking is shown.</summary>
public sealed class ScreenOptions
{
    private const string Off = "off";

    private readonly Option<string?> _workers = One("--workers", "N", "Threads (all cores)");
    private readonly Option<string?> _draw = One("--draw", "N", "Run a seeded subset of the grid");
    private readonly Option<string?> _top = One("--top", "N", "Rows shown (10)");
    private readonly Option<string?> _minTrades = One("--min-trades", "N|off", "Hard filter: fewest trades (50)");
    private readonly Option<string?> _maxDrawdown = One("--max-drawdown", "FRACTION|off", "Hard filter: drawdown below this (0.30)");
    private readonly Option<string?> _minProfitFactor = One("--min-profit-factor", "X|off", "Hard filter: profit factor above this (1)");

    public Option<bool> All { get; } = new("--all") { Description = "Show every row" };

    public IReadOnlyList<Option<string?>> Single => [_workers, _draw, _top, _minTrades, _maxDrawdown, _minProfitFactor];

    public IEnumerable<Option> Every => [.. Single, All];

    /// <summary>The values typed, or set in the project, or the defaults.</summary>
    public ScreenRequest Read(ParseResult arguments, ProjectSettings settings)
    {
        string? Value(Option<string?> option) => arguments.GetValue(option) ?? settings.Value(option.Name);
        int? Whole(Option<string?> option, int min) => Value(option) is { } text ? OptionValue.WholeNumber(option.Name, text, min) : null;
        T? Filter<T>(Option<string?> option, T otherwise, Func<string, string, T> parse) where T : struct =>
            Value(option) is { } text ? text == Off ? null : parse(option.Name, text) : otherwise;
        var defaults = new HardFilters();
        return new(new()
        {
            MinTrades = Filter(_minTrades, defaults.MinTrades ?? 0, (o, t) => OptionValue.WholeNumber(o, t)),
            MaxDrawdown = Filter(_maxDrawdown, defaults.MaxDrawdown ?? 1, OptionValue.Fraction),
            MinProfitFactor = Filter(_minProfitFactor, defaults.MinProfitFactor ?? 0, (o, t) => OptionValue.Number(o, t, 0)),
        })
        {
            Workers = Whole(_workers, 1) ?? Environment.ProcessorCount,
            Draw = Whole(_draw, 1),
            Top = arguments.GetValue(All) ? null : Whole(_top, 1) ?? 10,
        };
    }

    private static Option<string?> One(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}

/// <summary>What a sweep was asked for.</summary>
/// <param name="Filters">What a row must pass to be ranked.</param>
public sealed record ScreenRequest(HardFilters Filters)
{
    public int Workers { get; init; }

    /// <summary>Size of the drawn subset; null for the whole grid.</summary>
    public int? Draw { get; init; }

    /// <summary>Rows shown; null for all.</summary>
    public int? Top { get; init; }
}
