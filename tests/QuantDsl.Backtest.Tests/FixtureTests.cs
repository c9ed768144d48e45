using QuantDsl.Diagnostics;
using QuantDsl.Testing;

namespace QuantDsl.Backtest.Tests;

/// <summary>Every worked fixture, against the walk and against the plain loop; and against every mistake the loop can make.</summary>
public sealed class FixtureTests
{
    /// <summary>Every numbered rule (and clause of X1 and X3) this project implements, each with at least two fixtures.</summary>
    private static readonly string[] Rules =
    [
        "T2", "T3", "T4", "T5", "X1a", "X1b", "X1c", "X1d", "X2", "X3-fixed_pct", "X3-atr_fixed", "X3-atr_trailing", "X3-pct_trailing",
        "X3-from_signal", "X3-risk_reward", "X3-time_stop", "X4-scale_in", "X4-take", "X4-row", "regime", "X5", "X6", "X7", "X8", "X9", "X10", "X11", "V1", "V2", "V3", "V4", "V5", "R1", "R2", "R3",
        "limit-halt", "limit-scale", "limit-daily", "limit-losses", "limit-cool-down", "limit-duration", "limit-order", "limit-stop",
    ];

    public static TheoryData<string> Names => [.. Fixture.Names];

    public static TheoryData<Mutant> Mutants => [.. Enum.GetValues<Mutant>().Where(m => m != Mutant.None)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_walk_gives_what_was_worked_out_by_hand(string name)
    {
        var fixture = Fixture.Read(name);
        if (fixture.Expected is [var only] && only.StartsWith("fails ", StringComparison.Ordinal))
        {
            var failure = Assert.Throws<InputException>(() => fixture.Scenario().Context());
            Assert.Equal(only.Split(' ')[1], Assert.Single(failure.Diagnostics).Code);
            return;
        }

        Assert.Empty(FixtureOutcome.OfWalk(fixture.Scenario()).Problems(fixture));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_plain_loop_gives_it_too(string name)
    {
        var fixture = Fixture.Read(name);
        if (fixture.Expected[0].StartsWith("fails ", StringComparison.Ordinal)) return;
        Assert.Empty(FixtureOutcome.OfReference(fixture.Scenario(), Mutant.None).Problems(fixture));
    }

    /// <summary>The examples of docs/execution-models.md, one or more for each of its rules, are fixtures as they stand.</summary>
    [Fact]
    public void The_examples_of_the_page_on_execution_are_true()
    {
        string[] blocks = File.ReadAllText(Repository.PathOf("docs", "execution-models.md")).Split("```text");
        List<string> rules = [];
        foreach (string block in blocks.Skip(1))
        {
            var example = Fixture.Of("docs/execution-models.md", block.Split("```")[0].Split('\n'));
            Assert.Empty(FixtureOutcome.OfWalk(example.Scenario()).Problems(example));
            Assert.Empty(FixtureOutcome.OfReference(example.Scenario(), Mutant.None).Problems(example));
            Assert.Contains(example.Expected, line => line.StartsWith("long ", StringComparison.Ordinal));
            rules.AddRange(example.Rules);
        }

        Assert.Equal(["V1", "V2", "V3", "V4", "V5"], rules.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void A_fixture_notices_the_mistake(Mutant mutant)
    {
        var noticed = Fixture.Names.Where(name =>
        {
            var fixture = Fixture.Read(name);
            return !fixture.Expected[0].StartsWith("fails ", StringComparison.Ordinal)
                && FixtureOutcome.OfReference(fixture.Scenario(), mutant).Problems(fixture).Count > 0;
        });
        Assert.True(noticed.Any(), $"no fixture fails when the account makes the mistake {mutant}");
    }

    [Fact]
    public void Every_rule_has_two_fixtures_that_name_it_and_show_their_arithmetic()
    {
        var fixtures = Fixture.Names.Select(Fixture.Read).ToList();
        Assert.DoesNotContain(fixtures, f => f.Because.Length < 20 || f.Expected.Count == 0 || f.Rules.Length == 0);
        var counts = fixtures.SelectMany(f => f.Rules).GroupBy(rule => rule).ToDictionary(g => g.Key, g => g.Count());
        Assert.DoesNotContain(Rules, rule => counts.GetValueOrDefault(rule) < 2);
        Assert.Empty(counts.Keys.Except(Rules));
    }
}
