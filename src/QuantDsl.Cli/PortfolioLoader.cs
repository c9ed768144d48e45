using System.Collections.Immutable;
using System.Diagnostics;
using QuantDsl.Backtest;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Cli;

/// <summary>From strategies and symbols to the members of one account, each with its history.</summary>
/// <remarks>Members stand in the order of the files, and of one file in the order of the symbols' names: so that the order of the symbols
/// on the command line decides nothing.</remarks>
public sealed class PortfolioLoader
{
    private readonly Dictionary<(string? Symbol, Timeframe Timeframe, string Others), MarketHistory> _histories = [];
    private readonly RunRequest _request;
    private readonly PortfolioRequest _portfolio;
    private readonly ProjectFolder _project;
    private readonly Terminal _terminal;

    public PortfolioLoader(RunRequest request, PortfolioRequest portfolio, ProjectFolder project, Terminal terminal)
    {
        (_request, _portfolio, _project, _terminal) = (request, portfolio, project, terminal);
        if (!portfolio.Symbols.IsEmpty && request.Symbol is { } one)
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "leave `--symbol` out", $"`--symbol {one}` and `--symbols` both say what is traded");
    }

    /// <summary>Whether what was typed is more than one strategy on one symbol.</summary>
    public static bool IsMeant(IReadOnlyList<StrategyInput> strategies, RunRequest request, PortfolioRequest portfolio) =>
        portfolio.IsSaid || strategies.Count > 1 || Named(request, strategies).Length > 1;

    /// <summary>Reads every market that is needed, once for each timeframe that is decided on.</summary>
    /// <param name="typed">How the run is asked for again.</param>
    /// <exception cref="InputException">Two strategies have one name, a market is not there, or a weight is of nobody.</exception>
    public PortfolioInputs Load(IReadOnlyList<StrategyInput> strategies, TypedRequest typed)
    {
        if (strategies.GroupBy(s => s.Bound.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "give one of them another name behind `strategy`", $"two of the strategies are named `{twice.Key}`, and results tell strategies by their names");
        string[] symbols = Symbols(strategies);
        var pairs = strategies.SelectMany(strategy => SymbolsOf(strategy, symbols), (strategy, symbol) => (strategy, symbol)).ToArray();
        CheckWeights(strategies, [.. pairs.Select(p => p.symbol ?? "")]);
        bool hasSeveral = pairs.Select(pair => pair.symbol).Distinct().Count() > 1;
        if (hasSeveral && _request.Bars.FirstOrDefault(text => NamedFile.Of(text).Symbol is null) is { } unnamed)
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, $"write `--bars {pairs[0].symbol}={unnamed}`", $"`--bars {unnamed}` does not say of which symbol it is");
        return new([.. pairs.Select(pair => Member(pair.strategy, pair.symbol, typed, hasSeveral))]) { IsPortfolio = true, Rebalancing = _portfolio.Rebalancing };
    }

    private RunInputs Member(StrategyInput strategy, string? symbol, TypedRequest typed, bool hasSeveral)
    {
        var bound = strategy.Bound;
        var watch = Stopwatch.StartNew();
        var key = (symbol, bound.Timeframe, string.Join(',', bound.Symbols));
        if (!_histories.TryGetValue(key, out var history))
        {
            var own = _request with { Symbol = symbol, Bars = Of(_request.Bars, symbol, bound.Symbols), Funding = FundingOf(symbol, hasSeveral) };
            history = HistoryLoader.Load(own, _project, _terminal, bound.Symbols, bound.Timeframe);
            _histories.Add(key, history);
        }

        return new(strategy, history, HistoryLoader.Account(_request, history.Venue))
        {
            DataSeconds = watch.Elapsed.TotalSeconds,
            Request = typed,
            Weight = WeightOf(bound.Name, history.Base.Symbol),
        };
    }

    /// <summary>Those that are said, or else those the files are of; empty where one is traded whose name the data says.</summary>
    private string[] Symbols(IReadOnlyList<StrategyInput> strategies) =>
        !_portfolio.Symbols.IsEmpty ? [.. _portfolio.Symbols.Order(StringComparer.Ordinal)] : [.. Named(_request, strategies).Order(StringComparer.Ordinal)];

    /// <summary>A strategy that names its symbols trades its own; the others trade every one.</summary>
    private IEnumerable<string?> SymbolsOf(StrategyInput strategy, string[] symbols)
    {
        if (!strategy.Bound.Symbols.IsEmpty) return [strategy.Bound.Symbols[0]];
        if (symbols.Length > 0) return symbols;
        return [_request.Symbol];
    }

    /// <summary>The symbols that bar files are named for and no strategy only reads.</summary>
    private static string[] Named(RunRequest request, IReadOnlyList<StrategyInput> strategies)
    {
        string[] own = [.. strategies.SelectMany(s => s.Bound.Symbols)];
        return [.. request.Bars.Select(text => NamedFile.Of(text).Symbol).OfType<string>().Select(name => request.Bindings.GetValueOrDefault(name, name)).Except(own).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The files of a symbol and of those that are read beside it; a file without a name is of the only one there is.</summary>
    private ImmutableArray<string> Of(ImmutableArray<string> files, string? symbol, ImmutableArray<string> read)
    {
        if (files.IsEmpty || symbol is null) return files;
        ImmutableArray<string> own = [.. files.Where(text => NamedFile.Of(text).Symbol is not { } name || _request.Bindings.GetValueOrDefault(name, name) is var real && (real == symbol || read.Contains(real)))];
        return own.IsEmpty ? throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, $"add `--bars {symbol}=FILE…`", $"{symbol} is to be traded, but none of the bars are of it") : own;
    }

    private ImmutableArray<string>? FundingOf(string? symbol, bool hasSeveral)
    {
        if (_request.Funding is not { } funding || funding is [HistoryLoader.NoFunding] || symbol is null) return _request.Funding;
        if (hasSeveral && funding.FirstOrDefault(text => NamedFile.Of(text).Symbol is null) is { } unnamed)
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, $"write `--funding {symbol}={unnamed}`, or say `--funding none`", $"`--funding {unnamed}` does not say of which symbol it is");
        string[] own = [.. funding.Select(NamedFile.Of).Where(file => file.Symbol is not { } name || _request.Bindings.GetValueOrDefault(name, name) == symbol).Select(file => file.Path)];
        return own.Length == 0 ? throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, $"add `--funding {symbol}=FILE…`, or say `--funding none`", $"no funding is named for {symbol}") : [.. own];
    }

    /// <summary>The share of the pair, or else of the strategy, or else of the symbol.</summary>
    private double WeightOf(string strategy, string symbol) =>
        _portfolio.Weights.TryGetValue($"{strategy}/{symbol}", out double pair) ? pair
        : _portfolio.Weights.TryGetValue(strategy, out double own) ? own
        : _portfolio.Weights.GetValueOrDefault(symbol, 1);

    private void CheckWeights(IReadOnlyList<StrategyInput> strategies, string[] symbols)
    {
        string[] names = [.. strategies.Select(s => s.Bound.Name).Concat(symbols).Where(n => n.Length > 0).Distinct()];
        foreach (string name in _portfolio.Weights.Keys.Order(StringComparer.Ordinal))
        {
            bool isPair = name.Split('/') is [var strategy, var symbol] && strategies.Any(s => s.Bound.Name == strategy) && symbols.Contains(symbol);
            if (isPair || names.Contains(name)) continue;
            string? nearest = NearestName.Of(name, names);
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, nearest is null ? $"there are {string.Join(", ", names.Select(n => $"`{n}`"))}" : $"did you mean `{nearest}`?",
                $"`--weight {name}=…` names neither a strategy nor a symbol of this run");
        }
    }
}
