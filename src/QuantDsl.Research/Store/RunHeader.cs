using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace QuantDsl.Research.Store;

/// <summary>What a run is made of: everything that decides its results.</summary>
public sealed record RunHeader
{
    public const string Screening = "screening", Backtest = "backtest", Validation = "validation";

    public required string StrategyName { get; init; }

    public required string Description { get; init; }

    public required int StrategyVersion { get; init; }

    /// <summary>SHA-256 of the canonical print, lower-case hex.</summary>
    public required string DocumentHash { get; init; }

    /// <summary>The canonical print.</summary>
    public required string Document { get; init; }

    public required string ProgramHash { get; init; }

    /// <summary>SHA-256 over every column read.</summary>
    public required string DataHash { get; init; }

    /// <summary><see cref="Screening"/>, <see cref="Backtest"/> or <see cref="Validation"/>.</summary>
    public required string Mode { get; init; }

    public required string Symbol { get; init; }

    /// <summary>The symbols read beside it; the data's hash covers their bars.</summary>
    public IReadOnlyList<string> OtherSymbols { get; init; } = [];

    public required string Timeframe { get; init; }

    /// <summary>Open of the first bar and end of the last, UTC milliseconds.</summary>
    public required long StartUtcMs { get; init; }

    public required long EndUtcMs { get; init; }

    /// <summary>Combinations to run; 1 for a backtest.</summary>
    public required long Combinations { get; init; }

    /// <summary>The axes of a grid with their values, or the parameters of a single run, as JSON.</summary>
    public required string Parameters { get; init; }

    /// <summary>The account's settings and the draw, as JSON: whatever changes a row.</summary>
    public required string Settings { get; init; }

    /// <summary>The options that chose data and account, as JSON of a <see cref="Jobs.TypedRequest"/>, or null: how the run is done again. No part of the
    /// key, which holds what they came to.</summary>
    public string Request { get; init; } = "null";

    /// <summary>What was assumed where strategy, data or venue did not say, as a JSON list of texts. No part of the key: it follows from it.</summary>
    public string Warnings { get; init; } = "[]";

    /// <summary>Which strategy on which symbol, in declared order, as trades number them; for a run of one the header's own strategy.</summary>
    public IReadOnlyList<MemberHeader> Members { get => field ?? [Own]; init; }

    /// <summary>The build of every library that decides a row: rows of two builds are never mixed in one run.</summary>
    public static string Engine { get; } = EngineOf(
        typeof(Market.BarSeries), typeof(Indicators.IIndicator), typeof(Language.Semantics.BoundStrategy), typeof(Runtime.CompiledStrategy),
        typeof(Compiler.StrategyCompiler), typeof(QuantDsl.Backtest.AccountWalk), typeof(Statistics.ParetoFront), typeof(RunHeader));

    /// <summary>Runs with equal keys give equal rows; an interrupted run is continued only under its own key.</summary>
    public string Key => Hex(string.Join('\n', Engine, Mode, ProgramHash, DataHash, Symbol, Timeframe,
        string.Create(CultureInfo.InvariantCulture, $"{StartUtcMs} {EndUtcMs} {Combinations}"), Parameters, Settings,
        string.Join('\n', Members.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.ProgramHash} {m.Symbol} {m.Timeframe} {m.Weight:R} {m.Parameters}")))));

    private MemberHeader Own => new()
    {
        StrategyName = StrategyName,
        Description = Description,
        StrategyVersion = StrategyVersion,
        DocumentHash = DocumentHash,
        Document = Document,
        ProgramHash = ProgramHash,
        Symbol = Symbol,
        Timeframe = Timeframe,
        Parameters = Parameters,
    };

    private static string EngineOf(params ReadOnlySpan<Type> types)
    {
        var builds = new StringBuilder();
        foreach (var type in types) builds.Append(type.Module.ModuleVersionId.ToString("N"));
        string version = typeof(RunHeader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        return version.Split('+')[0] + " " + Hex(builds.ToString())[..16];
    }

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
