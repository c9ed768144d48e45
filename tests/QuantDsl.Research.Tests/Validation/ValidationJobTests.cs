using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Store;
using QuantDsl.Research.Validation;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests.Validation;

public sealed class ValidationJobTests(ITestOutputHelper output)
{
    private const string Active = """
        strategy active timeframe 5m
        param look = 7 in [5, 7, 9]
        enter long when RSI(close, look) < 35
        enter short when RSI(close, look) > 65
        exit long when RSI(close, look) > 60
        exit short when RSI(close, look) < 40
        stop 0.25%
        target 0.3%
        """;

    // So large that impact, parts of targets and lots all show.
    private static readonly AccountSettings Goal = new()
    {
        Equity = 10_000_000,
        Leverage = 5,
        Sizing = new Sizing.EquityFraction(0.5),
        Fills = FillMode.Realistic,
    };

    [Fact]
    public void Each_model_changes_something_and_the_last_step_is_the_validated_run()
    {
        var candidate = Validate(Goal, 7).Candidates[0];
        foreach (var step in candidate.Steps) output.WriteLine($"{step.Name}: {step.Difference:R}, {step.Trades} trades");
        Assert.Equal(ModelLadder.Names, candidate.Steps.Select(s => s.Name));
        Assert.All(candidate.Steps, step => Assert.True(step.Difference != 0, step.Name));
        Assert.Equal(candidate.Steps[^1].FinalEquity, candidate.Validated.FinalEquity);
        Assert.Equal(candidate.Steps[^1].Trades, candidate.Validated.Trades);
        Assert.True(candidate.LastStepIsValidated);
        Assert.True(candidate.AmbiguousTrades > 0);
        Assert.True(candidate.PessimisticReturn < candidate.OptimisticReturn);
    }

    [Fact]
    public void A_step_is_the_backtest_of_its_account()
    {
        var history = Market();
        var candidate = Validate(Goal, 7).Candidates[0];
        double before = Equity(ModelLadder.Bare(Goal));
        Assert.Equal(candidate.BareEquity, before);
        foreach (var (step, result) in ModelLadder.To(Goal).Zip(candidate.Steps))
        {
            double equity = Equity(step.Account);
            Assert.Equal((step.Name, equity, equity - before), (result.Name, result.FinalEquity, result.Difference));
            before = equity;
        }

        double Equity(AccountSettings account)
        {
            using var job = BacktestJob.Prepare(Library.Inputs(Library.Input(Active), history, account), TimeProvider.System);
            return job.Run(store: null).Metrics.FinalEquity;
        }
    }

    [Fact]
    public void The_ladder_ends_in_the_goal_and_a_model_that_is_off_takes_nothing()
    {
        Assert.Equal(Goal, ModelLadder.To(Goal)[^1].Account);
        foreach (string name in ModelLadder.Names)
        {
            var without = ModelLadder.Without(Goal, [name]);
            Assert.NotEqual(Goal, without);
            var candidate = Validate(without, 7).Candidates[0];
            Assert.Equal(0, candidate.Steps.Single(s => s.Name == name).Difference);
        }

        Assert.Equal(ModelLadder.Bare(Goal), ModelLadder.Without(Goal, ModelLadder.Names));
    }

    [Fact]
    public void The_best_of_a_stored_screen_are_run_again_as_they_were_screened()
    {
        var screened = Goal with { Fills = FillMode.Screening };
        using var store = RunStore.InMemory(TimeProvider.System);
        using var screen = ScreenJob.Prepare(Library.Inputs(Library.Input(Active), Market(), screened), new(), TimeProvider.System);
        using var report = screen.Run(store);
        var rows = report.Ranking.Rows.Take(2).Select(report.Row).ToArray();
        var run = store.Request(report.RunId);
        var inputs = Library.Inputs(Library.Input(Active), Market(), Goal);
        var chosen = CandidateSelection.Of(store, run, inputs with { History = inputs.History with { ContentHash = run.DataHash } }, screened, new() { MinTrades = 0, MaxDrawdown = 1, MinProfitFactor = 0 }, 2);
        Assert.Equal(3, chosen.Rows);
        using var job = ValidationJob.Prepare(inputs, screened, TimeProvider.System);
        var validation = job.Run(chosen.Candidates, store, report.RunId);
        Assert.True(validation.ConditionsEqual);
        Assert.True(validation.ConditionCloses > 1_000);
        foreach (var candidate in validation.Candidates)
        {
            var row = report.Row(report.Ranking.Rows.Single(r => r.Key.Combination == candidate.Combination));
            Assert.Equal((row.FinalEquity, row.Trades, row.Sharpe), (candidate.Screened.FinalEquity, candidate.Screened.Trades, candidate.Screened.Sharpe));
            var stored = store.Runs(10).Single(r => r.Id == candidate.RunId);
            Assert.Equal((RunHeader.Validation, RunStatus.Completed), (stored.Mode, stored.Status));
        }
    }

    [Fact]
    public void Every_decision_that_differs_has_a_cause_of_the_account()
    {
        foreach (double look in (double[])[5, 7, 9])
        {
            var decisions = Validate(Goal, look).Candidates[0].Decisions;
            output.WriteLine($"{decisions.Share:P1} of {decisions.All}: {string.Join(", ", decisions.Causes)}");
            Assert.Equal(decisions.All - decisions.Same, decisions.Causes.Values.Sum());
            Assert.InRange(decisions.Share, 0.05, 0.9999);
            Assert.DoesNotContain("not in the market yet", decisions.Causes.Keys);
        }
    }

    [Fact]
    public void R6_the_same_inputs_give_the_same_validation()
    {
        var first = Validate(Goal, 7).Candidates[0];
        var second = Validate(Goal, 7).Candidates[0];
        Assert.Equal(first.Steps.ToArray(), second.Steps.ToArray());
        Assert.Equal(first.Trades.ToArray(), second.Trades.ToArray());
    }

    private static ValidationReport Validate(AccountSettings goal, double look)
    {
        using var job = ValidationJob.Prepare(Library.Inputs(Library.Input(Active), Market(), goal), goal with { Fills = FillMode.Screening }, TimeProvider.System);
        return job.Run([new(null, [look])], store: null);
    }

    /// <summary>Bitcoin of the sample with its mark price.</summary>
    private static MarketHistory Market()
    {
        var history = Library.Sample(30);
        return history.Mark is { Count: > 0 } ? history : throw new InvalidOperationException("the sample has mark prices");
    }
}
