using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Validation;

/// <summary>One rung of the ladder: the name of a model, and the account with that model as the goal has it.</summary>
public sealed record ModelStep(string Name, AccountSettings Account);

/// <summary>The way from an account without any friction to a validated one, a model at a time and always in the same order.</summary>
/// <remarks>Each rung is an account of its own and is run as a whole, so what a rung changes is the difference of two runs, and the differences
/// add up to the whole without a rest. A model's share depends on what was switched on before it; that is why the order is fixed and shown.</remarks>
public static class ModelLadder
{
    private static readonly ImmutableArray<(string Name, Func<AccountSettings, AccountSettings, AccountSettings> Turn)> Rungs =
    [
        ("fees", (account, goal) => account with { Fees = goal.Fees }),
        ("funding", (account, goal) => With(account, account.Models with { Funding = goal.Models.Funding })),
        ("slippage", (account, goal) => With(account, account.Models with { Impact = goal.Models.Impact })),
        ("stop-tick", (account, goal) => With(account, account.Models with { StopTick = goal.Models.StopTick })),
        ("latency", (account, goal) => With(account, account.Models with { LatencyNanos = goal.Models.LatencyNanos })),
        ("queue", (account, goal) => With(account, account.Models with { Queue = goal.Models.Queue })),
        ("intrabar", (account, goal) => With(account, account.Models with { InnerBars = goal.Models.InnerBars, Intrabar = goal.Models.Intrabar })),
        ("mark-price", (account, goal) => With(account, account.Models with { MarkPrice = goal.Models.MarkPrice })),
        ("rounding", (account, goal) => With(account, account.Models with { Rounding = goal.Models.Rounding })),
    ];

    /// <summary>Names of the models, in the order they are switched on.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Rungs.Select(rung => rung.Name)];

    /// <summary>The goal's account under neutral fills without fees, funding and rounding: what the signals alone would earn.</summary>
    public static AccountSettings Bare(AccountSettings goal) =>
        goal with { Fills = FillMode.Realistic, Fees = FeeSchedule.Constant(0, 0), Models = ExecutionModels.None with { Funding = false, Rounding = false } };

    /// <summary>Every rung above the bare account; the last is the goal itself.</summary>
    public static ImmutableArray<ModelStep> To(AccountSettings goal)
    {
        var steps = ImmutableArray.CreateBuilder<ModelStep>(Rungs.Length);
        var account = Bare(goal);
        foreach (var (name, turn) in Rungs) steps.Add(new(name, account = turn(account, goal)));
        return steps.MoveToImmutable();
    }

    /// <summary>An account without some of its models.</summary>
    /// <param name="names">Of <see cref="Names"/>.</param>
    public static AccountSettings Without(AccountSettings account, IEnumerable<string> names)
    {
        var bare = Bare(account);
        foreach (string name in names) account = Rungs.Single(rung => rung.Name == name).Turn(account, bare);
        return account;
    }

    private static AccountSettings With(AccountSettings account, ExecutionModels models) => account with { Models = models };
}
