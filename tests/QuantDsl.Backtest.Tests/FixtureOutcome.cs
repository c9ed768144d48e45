using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests;

/// <summary>What a run of a fixture gave, from either account, and what is wrong with it.</summary>
internal sealed record FixtureOutcome(Scenario Scenario, IReadOnlyList<Trade> Trades, IReadOnlyList<Fill> Fills, OpenPosition? Open, double FinalEquity,
    IReadOnlyList<DailyMark> Days, double MaxDrawdown, int[] Refusals, bool Ruined, int BarsInMarket, int FirstDecisionBar, int AmbiguousTrades)
{
    /// <summary>Money and prices worked out in decimals agree with doubles to this relative distance.</summary>
    private const double Tolerance = 1e-9;

    public static FixtureOutcome OfWalk(Scenario scenario)
    {
        var context = scenario.Context();
        var result = new AccountWalk(context).Run(scenario.Strategy);
        return new(scenario, result.Trades, result.Fills, result.OpenPosition, result.FinalEquity, result.Days, result.MaxDrawdown, result.Refusals,
            result.Ruined, result.BarsInMarket, context.FirstDecisionBar, result.AmbiguousTrades);
    }

    public static FixtureOutcome OfReference(Scenario scenario, Mutant mutant)
    {
        var result = new ReferenceAccount(scenario, mutant).Run();
        return new(scenario, result.Trades, result.Fills, result.Open, result.FinalEquity, result.Days(mutant), result.Drawdown(mutant).Depth, result.Refusals,
            result.Ruined, result.BarsInMarket, result.FirstDecisionBar, result.AmbiguousTrades);
    }

    /// <summary>Every expectation that does not hold, in words; empty when all hold.</summary>
    public List<string> Problems(Fixture fixture)
    {
        List<string> problems = [];
        var trades = fixture.Expected.Where(line => line.Split(' ')[0] is "long" or "short").ToList();
        if (trades.Count != Trades.Count)
            problems.Add($"{trades.Count} trades expected, but there are {Trades.Count}: {string.Join("; ", Trades)}");
        for (int i = 0; i < Math.Min(trades.Count, Trades.Count); i++) CompareTrade(trades[i], Trades[i], problems);
        var fills = fixture.Expected.Where(line => line.StartsWith("fill ", StringComparison.Ordinal)).ToList();
        if (fills.Count > 0 && fills.Count != Fills.Count) problems.Add($"{fills.Count} fills expected, but there are {Fills.Count}: {string.Join("; ", Fills)}");
        for (int i = 0; i < Math.Min(fills.Count, Fills.Count); i++) CompareFill(fills[i], Fills[i], problems);
        foreach (string line in fixture.Expected.Except(trades).Except(fills)) Compare(line, problems);
        if (!fixture.Expected.Any(line => line.StartsWith("refused", StringComparison.Ordinal)) && Refusals.Sum() > 0) problems.Add("an order was refused");
        if (!fixture.Expected.Contains("ruined") && Ruined) problems.Add("ruined");
        if (!fixture.Expected.Any(line => line.StartsWith("open", StringComparison.Ordinal)) && Open is not null) problems.Add("a position is left open");
        return problems;
    }

    private void Compare(string line, List<string> problems)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double Expected(int index = 1) => Fixture.Number(words[index]);
        switch (words[0])
        {
            case "no": break;
            case "equity": Near("equity", Expected(), FinalEquity, problems); break;
            case "drawdown": Near("drawdown", Expected(), MaxDrawdown, problems); break;
            case "in_market": Near("in_market", Expected(), BarsInMarket, problems); break;
            case "ambiguous": Near("ambiguous", Expected(), AmbiguousTrades, problems); break;
            case "first_decision": Near("first_decision", Expected(), FirstDecisionBar, problems); break;
            case "refused":
                var refusal = Enum.Parse<Refusal>(words[1]);
                Near(line, words.Length > 2 ? Expected(2) : 1, Refusals[(int)refusal], problems);
                break;
            case "ruined": if (!Ruined) problems.Add("not ruined"); break;
            case "days":
                if (Days.Count != words.Length - 1) problems.Add($"{words.Length - 1} days expected, but there are {Days.Count}");
                else for (int i = 0; i < Days.Count; i++) Near($"day {i}", Expected(i + 1), Days[i].Equity, problems);
                break;
            case "open":
                if (Open is null) problems.Add("no open position");
                else
                    for (int i = 2; i + 1 < words.Length; i += 2)
                        Near(words[i], Expected(i + 1), words[i] switch
                        {
                            "entry" => Open.EntryBar,
                            "price" => Open.EntryPrice,
                            "mark" => Open.MarkPrice,
                            "unrealised" => Open.UnrealisedPnl,
                            "fee" => Open.EntryFee,
                            "quantity" => Open.Quantity,
                            "realised" => Open.RealisedPnl,
                            "exit_fee" => Open.ExitFee,
                            "fills" => Open.FillCount,
                            "stop" => Open.StopPrice ?? double.NaN,
                            "target" => Open.TargetPrice ?? double.NaN,
                            "liquidation" => Open.LiquidationPrice ?? double.NaN,
                            _ => throw new FormatException(words[i]),
                        }, problems);
                break;
            default: throw new FormatException($"`{line}` is not an expectation");
        }
    }

    /// <summary><c>long entry 1 @ 100 exit 2 @ 95 stop_loss at open | gross -5 net -5 …</c></summary>
    private void CompareTrade(string line, in Trade trade, List<string> problems)
    {
        string[] halves = line.Split('|', StringSplitOptions.TrimEntries), words = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var bars = Scenario.History.Base.Aggregate(Scenario.Plan.Timeframe);
        int entryBar = (int)Fixture.Number(words[2]), exitBar = (int)Fixture.Number(words[6]);
        Same("side", words[0], trade.Side.ToString().ToLowerInvariant());
        Same("entry bar", entryBar, trade.EntryBar);
        Near("entry price", Fixture.Number(words[4]), trade.EntryPrice, problems);
        Same("exit bar", exitBar, trade.ExitBar);
        Near("exit price", Fixture.Number(words[8]), trade.ExitPrice, problems);
        Same("reason", words[9].Replace("_", ""), trade.ExitReason.ToString().ToLowerInvariant());
        if (problems.Count > 0) return;
        Same("signal time", bars.CloseTime(entryBar - 1), trade.SignalTime);
        Same("entry time", bars.OpenTimes[entryBar], trade.EntryTime);
        Same("exit time", words[11] == "open" ? bars.OpenTimes[exitBar] : bars.CloseTime(exitBar), trade.ExitTime);
        Near("net is made of its parts", trade.GrossPnl - trade.EntryFee - trade.ExitFee + trade.Funding, trade.NetPnl, problems);
        string[] pairs = halves.Length > 1 ? halves[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        for (int i = 0; i + 1 < pairs.Length; i += 2)
            Near(pairs[i], Fixture.Number(pairs[i + 1]), pairs[i] switch
            {
                "gross" => trade.GrossPnl,
                "net" => trade.NetPnl,
                "entry_fee" => trade.EntryFee,
                "exit_fee" => trade.ExitFee,
                "funding" => trade.Funding,
                "slippage" => trade.Slippage,
                "quantity" => trade.Quantity,
                "regime" => trade.Regime ?? double.NaN,
                "fills" => trade.FillCount,
                "leverage" => trade.Leverage,
                "mae" => trade.Mae,
                "mfe" => trade.Mfe,
                _ => throw new FormatException(pairs[i]),
            }, problems);

        void Same<T>(string what, T expected, T actual)
        {
            if (!Equals(expected, actual)) problems.Add($"{what}: {expected} expected, but it is {actual}");
        }
    }

    /// <summary><c>fill scale_in 2 @ 101 x 1 fee 0.4 at open</c></summary>
    private void CompareFill(string line, in Fill fill, List<string> problems)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var bars = Scenario.History.Base.Aggregate(Scenario.Plan.Timeframe);
        int bar = (int)Fixture.Number(words[2]);
        if (words[1].Replace("_", "") != fill.Kind.ToString().ToLowerInvariant()) problems.Add($"{line}: it is {fill.Kind}");
        Near($"{line}: bar", bar, fill.Bar, problems);
        Near($"{line}: price", Fixture.Number(words[4]), fill.Price, problems);
        Near($"{line}: quantity", Fixture.Number(words[6]), fill.Quantity, problems);
        Near($"{line}: fee", Fixture.Number(words[8]), fill.Fee, problems);
        if (fill.Time != (words[10] == "open" ? bars.OpenTimes[bar] : bars.CloseTime(bar))) problems.Add($"{line}: time is {fill.Time}");
    }

    private static void Near(string what, double expected, double actual, List<string> problems)
    {
        if (!(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected))))
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {expected} expected, but it is {actual}"));
    }
}
