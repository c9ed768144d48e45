using System.Collections.Immutable;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Cli.Output;

/// <summary>The trades of a run by what tells them apart, in one table.</summary>
public static class BreakdownTable
{
    private const int WidestName = 18;

    /// <summary>Those that say something at a glance; the others are shown on request.</summary>
    private static readonly ImmutableHashSet<string> s_short = [Breakdown.Strategy, Breakdown.Symbol, Breakdown.Pair, Breakdown.Regime, Breakdown.Side, Breakdown.ExitReason];

    /// <summary>Groups that were declared by the author or on the command line, and are of interest without a trade too.</summary>
    private static readonly ImmutableHashSet<string> s_declared = [Breakdown.Strategy, Breakdown.Symbol, Breakdown.Pair, Breakdown.Regime];

    /// <param name="terminal">Where to.</param>
    /// <param name="breakdowns">Of the run.</param>
    /// <param name="all">Weekdays, hours and months too.</param>
    public static void Write(Terminal terminal, ImmutableArray<Breakdown> breakdowns, bool all)
    {
        var table = new TextTable("by", "", ">trades", ">won", ">PF", ">net", ">a trade", ">R");
        bool any = false;
        foreach (var breakdown in breakdowns.Where(b => all || s_short.Contains(b.By)))
        {
            var groups = s_declared.Contains(breakdown.By) ? breakdown.Groups : [.. breakdown.Groups.Where(g => g.Trades > 0)];
            // One group is the whole, which is shown already.
            if (groups.Length < 2) continue;
            for (int i = 0; i < groups.Length; i++) Add(table, i == 0 ? Title(breakdown.By) : "", groups[i]);
            any = true;
        }

        if (any) table.Write(terminal);
    }

    private static void Add(TextTable table, string title, BreakdownGroup group) =>
        table.Add(title, Short(group.Name ?? "(none)"), NumberText.Count(group.Trades), NumberText.Percent(group.WinRate, 1), NumberText.ProfitFactor(group.ProfitFactor, group.Trades),
            NumberText.Money(group.NetPnl), NumberText.Money(group.Expectancy), NumberText.Ratio(group.MeanR));

    private static string Title(string by) => by == Breakdown.ExitReason ? "exit" : by;

    /// <summary>A name with its middle left out where it is long: the symbol of a pair stands at its end.</summary>
    public static string Short(string name) => name.Length <= WidestName ? name : $"{name[..(WidestName / 2 - 1)]}…{name[^(WidestName / 2)..]}";
}
