using System.Collections.Immutable;
using System.CommandLine;
using QuantDsl.Backtest.Portfolio;

namespace QuantDsl.Cli;

/// <summary>The options that make a portfolio of a backtest.</summary>
public sealed class PortfolioOptions
{
    private readonly Option<string[]> _symbols = new("--symbols") { HelpName = "A,B,…", Description = "Run on each of these symbols, all in one account" };
    private readonly Option<string[]> _weight = new("--weight") { HelpName = "NAME=SHARE", Description = "Share of the cash that a strategy, a symbol or STRATEGY/SYMBOL is sized by (1); may be repeated" };
    private readonly Option<string?> _rebalance = new("--rebalance") { HelpName = "daily|weekly|monthly", Description = "Bring open positions back to the size their sizing gives them (never)" };
    private readonly Option<string?> _maxTurnover = new("--max-turnover") { HelpName = "SHARE", Description = "Most value that changes hands in a rebalancing, as a share of the equity (no limit)" };

    public IEnumerable<Option> All => [_symbols, _weight, _rebalance, _maxTurnover];

    /// <exception cref="Diagnostics.InputException">One of them means nothing.</exception>
    public PortfolioRequest Read(ParseResult arguments)
    {
        string[] symbols = [.. (arguments.GetValue(_symbols) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries))];
        if (symbols.Contains("")) throw OptionValue.Bad(_symbols.Name, string.Join(',', symbols), "a name is missing", "for example `--symbols BTCUSDT,ETHUSDT`");
        if (symbols.GroupBy(s => s, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw OptionValue.Bad(_symbols.Name, string.Join(',', symbols), $"{twice.Key} is named twice", "name each symbol once");
        var weights = ImmutableDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (string text in arguments.GetValue(_weight) ?? [])
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw OptionValue.Bad(_weight.Name, text, "NAME=SHARE is expected", "for example `--weight BTCUSDT=0.5`");
            string name = text[..equals].Trim();
            if (!weights.TryAdd(name, OptionValue.Fraction(_weight.Name, text[(equals + 1)..].Trim()))) throw OptionValue.Bad(_weight.Name, text, $"`{name}` has a weight already", "give each name one weight");
        }

        RebalancingPeriod? period = arguments.GetValue(_rebalance) is { } rebalance ? OptionValue.Choice<RebalancingPeriod>(_rebalance.Name, rebalance) : null;
        double? turnover = arguments.GetValue(_maxTurnover) is { } most ? Turnover(most) : null;
        if (period is null && turnover is not null)
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "add `--rebalance weekly`, or leave it out", "`--max-turnover` limits a rebalancing, and there is none");
        return new([.. symbols], weights.ToImmutable(), period is { } every ? new(every, turnover) : null);
    }

    private double Turnover(string text)
    {
        // A turnover may be more than the equity: positions are leveraged.
        double share = text.EndsWith('%') ? OptionValue.Number(_maxTurnover.Name, text[..^1], 0) / 100 : OptionValue.Number(_maxTurnover.Name, text, 0);
        return share > 0 ? share : throw OptionValue.Bad(_maxTurnover.Name, text, "it must be above 0", "for example `--max-turnover 20%`");
    }
}

/// <summary>What a portfolio is made of, checked but not yet read.</summary>
/// <param name="Symbols">Each once, as typed; empty where none are named.</param>
/// <param name="Weights">Shares by the name of a strategy, a symbol, or both as <c>STRATEGY/SYMBOL</c>.</param>
/// <param name="Rebalancing">Null for never.</param>
public sealed record PortfolioRequest(ImmutableArray<string> Symbols, ImmutableDictionary<string, double> Weights, Rebalancing? Rebalancing)
{
    /// <summary>False where nothing was said that only a portfolio has.</summary>
    public bool IsSaid => !Symbols.IsEmpty || !Weights.IsEmpty || Rebalancing is not null;
}
