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

    public Option<bool> ExplainPlan { get; } = new("--explain-plan") { Description = "Show how the sweep would be worked out, and why, without running it or reading data" };

    public IReadOnlyList<Option<string?>> Single => [_workers, _draw, _top, _minTrades, _maxDrawdown, _minProfitFactor];

    /// <summary>What each of them takes: the check that reading it makes, for a name to show and a text.</summary>
    public IEnumerable<(Option<string?> Option, Action<string, string> Check)> Checked =>
    [
        (_workers, AtLeastOne), (_draw, AtLeastOne), (_top, AtLeastOne),
        (_minTrades, (o, t) => Filter(o, t, Trades)), (_maxDrawdown, (o, t) => Filter(o, t, OptionValue.Fraction)), (_minProfitFactor, (o, t) => Filter(o, t, Factor)),
    ];

    public IEnumerable<Option> Every => [.. Single, All, ExplainPlan];

    /// <summary>The values typed, or set in the project, or the defaults.</summary>
    public ScreenRequest Read(ParseResult arguments, ProjectSettings settings)
    {
        string? Value(Option<string?> option) => arguments.GetValue(option) ?? settings.Value(option.Name);
        int? Whole(Option<string?> option) => Value(option) is { } text ? OptionValue.WholeNumber(option.Name, text, 1) : null;
        T? Chosen<T>(Option<string?> option, T otherwise, Func<string, string, T> parse) where T : struct =>
            Value(option) is { } text ? Filter(option.Name, text, parse) : otherwise;
        var defaults = new HardFilters();
        return new(new()
        {
            MinTrades = Chosen(_minTrades, defaults.MinTrades ?? 0, Trades),
            MaxDrawdown = Chosen(_maxDrawdown, defaults.MaxDrawdown ?? 1, OptionValue.Fraction),
            MinProfitFactor = Chosen(_minProfitFactor, defaults.MinProfitFactor ?? 0, Factor),
        })
        {
            Workers = Whole(_workers) ?? Environment.ProcessorCount,
            Draw = Whole(_draw),
            Top = arguments.GetValue(All) ? null : Whole(_top) ?? 10,
        };
    }

    private static void AtLeastOne(string option, string text) => OptionValue.WholeNumber(option, text, 1);

    private static int Trades(string option, string text) => OptionValue.WholeNumber(option, text);

    private static double Factor(string option, string text) => OptionValue.Number(option, text, 0);

    private static T? Filter<T>(string option, string text, Func<string, string, T> parse) where T : struct => text == Off ? null : parse(option, text);

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
