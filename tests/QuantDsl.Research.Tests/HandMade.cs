using System.Collections.Immutable;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Store;

namespace QuantDsl.Research.Tests;

/// <summary>Strategies and headers built without the front end.</summary>
internal static class HandMade
{
    public static BoundParameter Parameter(string name, double value, double[] sweep, bool isLive = true) =>
        new(name, value, LiteralUnit.None, [.. sweep], "", isLive, default);

    public static BoundExpression Read(int index, string name) => new BoundParameterValue(index, name, SeriesUnit.Number);

    /// <summary>Enters where the close is above each live expression.</summary>
    public static BoundStrategy Strategy(BoundParameter[] parameters, BoundExpression[] thresholds, params BoundCondition[] constraints) => new()
    {
        Name = "hand_made",
        Version = 1,
        Description = "",
        Timeframe = new(Timeframe.Hour),
        Parameters = [.. parameters],
        Lets = [],
        EnterLong = new BoundAnd([.. thresholds.Select(t => new BoundComparison(new BoundPrice(PriceField.Close, SeriesUnit.Price), ComparisonOperator.Greater, t))]),
        Filters = new(),
        Constraints = [.. constraints],
        HigherTimeframes = [],
        Warmup = [],
    };

    /// <summary>A grid of <paramref name="count"/> combinations of one parameter.</summary>
    public static BoundStrategy Line(int count) =>
        Strategy([Parameter("x", 0, [.. Enumerable.Range(0, count).Select(i => (double)i)])], [Read(0, "x")]);

    public static RunHeader Header(long combinations, string program = "p") => new()
    {
        StrategyName = "hand_made",
        Description = "",
        StrategyVersion = 1,
        DocumentHash = "d",
        Document = "strategy hand_made",
        ProgramHash = program,
        DataHash = "b",
        Mode = "screening",
        Symbol = "BTCUSDT",
        Timeframe = "1h",
        StartUtcMs = 0,
        EndUtcMs = Timeframe.Day,
        Combinations = combinations,
        Parameters = "{}",
        Settings = "{}",
    };
}
