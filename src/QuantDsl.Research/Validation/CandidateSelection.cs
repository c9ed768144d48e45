using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Json;
using QuantDsl.Research.Ranking;
using QuantDsl.Research.Store;

namespace QuantDsl.Research.Validation;

/// <summary>The best rows of a stored screen, or the one combination of a stored backtest.</summary>
/// <param name="Candidates">Best first.</param>
/// <param name="Rows">Of the screen.</param>
/// <param name="Passed">Rows that no hard filter refuses.</param>
public sealed record CandidateSelection(ImmutableArray<Candidate> Candidates, long Rows, int Passed)
{
    /// <param name="run">A finished run.</param>
    /// <param name="inputs">The same strategy and data, read anew.</param>
    /// <param name="screened">The account as the run's own words have it now.</param>
    /// <param name="filters">What a row must pass to be ranked before the others.</param>
    /// <param name="top">How many, at least 1.</param>
    /// <exception cref="InputException">The run is not finished, or program, bars, venue or limits are not those of the run any more.</exception>
    public static CandidateSelection Of(RunStore store, StoredRunRequest run, RunInputs inputs, AccountSettings screened, HardFilters filters, int top)
    {
        var strategy = inputs.Strategy.Bound;
        if (run.Status != "completed") throw NotRepeatable("it is not finished", "run the same screen again, which finishes it");
        if (run.Mode == RunHeader.Validation) throw NotRepeatable("it is a validation itself", "name the screen, or the strategy file");
        if (inputs.History.ContentHash != run.DataHash && WithoutMark(inputs) != run.DataHash) throw NotRepeatable("its bars or funding are not what they were", "screen again, then validate that run");
        if (RunKeyJson.Changed(run.Settings, inputs with { Account = screened }) is { } changed)
            throw NotRepeatable(RunKeyJson.IsLimit(changed, screened) ? "its risk file is not what it was" : $"its venue is not what it was (`{changed}`)", "screen again, then validate that run");
        if (run.Mode == RunHeader.Backtest)
        {
            var only = ParameterJson.Read(strategy, store.ReadParameters(run));
            return ProgramHash.Of(strategy, [.. only]) == run.ProgramHash ? new([new(null, only)], 1, 1) : throw ProgramChanged();
        }

        if (ProgramHash.Of(strategy) != run.ProgramHash) throw ProgramChanged();
        var ranking = store.Rank(run, filters);
        // Where nothing passes, the rows that come nearest to it, as the screen's own hint has it.
        var rows = ranking.FrontIsOfAllRows ? ranking.Nearest(top) : [.. ranking.Rows.Take(top)];
        ImmutableArray<long> combinations = [.. rows.Select(row => row.Key.Combination)];
        var best = combinations.Zip(store.ReadParameters(run, combinations), (combination, json) => new Candidate(combination, ParameterJson.Read(strategy, json)));
        return new([.. best], run.Combinations, ranking.Passed);

        InputException NotRepeatable(string why, string help) =>
            new(FailureKind.Data, Diagnostic.InFile("", 0, ResearchDiagnostics.RunNotRepeatable, run.Id, why) with { Help = help });

        InputException ProgramChanged() => NotRepeatable("its program means something else in this version or with these indicators", "screen again, then validate that run");
    }

    /// <summary>The hash of what a screen reads of a catalog: mark prices are none of it.</summary>
    private static string WithoutMark(RunInputs inputs) =>
        Market.ContentHash.Of([Market.ContentHash.Of(inputs.History.Base, null, inputs.History.Funding), .. inputs.History.OtherHashes]);
}
