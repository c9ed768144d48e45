using System.Globalization;
using QuantDsl.Research;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Cli.Output;

/// <summary>What a portfolio says before its result: who trades what on the one account, and under which assumptions.</summary>
public static class PortfolioHead
{
    public static void Write(Terminal terminal, PortfolioReport portfolio)
    {
        var members = portfolio.Members;
        var first = members[0].Description;
        string[] strategies = [.. members.Select(m => m.Description.StrategyName).Distinct()], symbols = [.. members.Select(m => m.Description.Data.Symbol).Distinct()];
        terminal.Out.WriteLine($"{Some(strategies.Length, "strategy", "strategies")} on {Some(symbols.Length, "symbol", "symbols")}, one account");
        terminal.Out.WriteLine();
        if (members.Any(m => m.Description.Data.IsSimulated))
            RunReport.Line(terminal, "SIMULATED", "the sample market is a model, not a market; nothing here says anything about a real one");
        foreach (var strategy in members.GroupBy(m => m.Description.StrategyName))
        {
            var one = strategy.First();
            string values = string.Join(", ", one.Parameters.Parameters.Select((p, i) => $"{p.Name} {one.Parameters.Print(i)}"));
            RunReport.Line(terminal, "strategy", $"{strategy.Key} version {one.Description.StrategyVersion}, {one.Description.Data.Timeframe}{(values.Length > 0 ? $": {values}" : "")}");
        }

        foreach (var symbol in members.GroupBy(m => m.Description.Data.Symbol))
        {
            var data = symbol.First().Description.Data;
            RunReport.Line(terminal, "data", $"{symbol.Key}, {NumberText.Count(data.BaseBars)} bars of {data.BaseTimeframe}, {NumberText.Date(data.FromUtcMs)} to {NumberText.Date(data.ToUtcMs)}");
        }

        RunReport.Line(terminal, "span", $"trading from {NumberText.Instant(portfolio.Result.StartUtcMs)} to {NumberText.Instant(portfolio.Result.EndUtcMs)} UTC");
        string[] weights = [.. members.Where(m => m.Weight != 1).Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Description.StrategyName}/{m.Description.Data.Symbol} {m.Weight * 100:0.##} %"))];
        if (weights.Length > 0) RunReport.Line(terminal, "weights", string.Join(", ", weights));
        if (portfolio.Inputs.Rebalancing is { } rebalancing)
        {
            string most = rebalancing.MaxTurnover is { } share ? string.Create(CultureInfo.InvariantCulture, $", at most {share * 100:0.##} % of equity each time") : "";
            RunReport.Line(terminal, "rebalancing", $"{rebalancing.Period.ToString().ToLowerInvariant()}{most}; {NumberText.Money(portfolio.Result.RebalancedValue)} changed hands");
        }

        RunReport.WriteAssumptions(terminal, first.Assumptions with
        {
            FundingSettlements = first.Assumptions.FundingSettlements is null ? null : members.DistinctBy(m => m.Description.Data.Symbol).Sum(m => m.Description.Assumptions.FundingSettlements),
        });
        var limits = first.Assumptions.Account.Portfolio;
        if (!limits.IsNone) RunReport.Line(terminal, "portfolio", string.Join(", ", LimitText.Of(limits)));
        foreach (string warning in portfolio.Warnings.Where(w => !w.StartsWith("the market is simulated", StringComparison.Ordinal))) RunReport.Line(terminal, "warning", warning);
    }

    private static string Some(int count, string one, string several) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : several)}");
}
