using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Compiler;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Research.Metrics;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Jobs;

/// <summary>What a backtest and a sweep share: the compiled program, the market's columns and the account's context.</summary>
internal sealed class RunSession : IDisposable
{
    private bool _disposed;

    private RunSession(RunInputs inputs, IStrategyProgram program, MarketColumns columns, RunContext context, double compileSeconds)
    {
        Inputs = inputs;
        Program = program;
        Columns = columns;
        Context = context;
        CompileSeconds = compileSeconds;
        Data = DataSummary.Of(inputs.History, columns, context);
    }

    public RunInputs Inputs { get; }

    public IStrategyProgram Program { get; }

    public MarketColumns Columns { get; }

    public RunContext Context { get; }

    public DataSummary Data { get; }

    /// <summary>How long the program took that was made here; one that <see cref="SharedParts"/> has made on another thread counts there.</summary>
    public double CompileSeconds { get; }

    /// <summary>How long the column took that the sizing reads, where it reads one: all others are computed by the runs.</summary>
    public double ColumnSeconds { get; private init; }

    /// <summary>Closes from the first decision on: what exposure is a share of.</summary>
    public int TradedBars => Columns.Primary.Bars.Count - Context.FirstDecisionBar;

    /// <summary>Of a run over the whole session, annualised by the venue's calendar (RULES R3).</summary>
    public RunMetrics MetricsOf(RunResult result) => RunMetrics.Of(result, TradedBars, Inputs.History.Venue.TradingDays);

    /// <summary>Who trades, where it is this strategy alone.</summary>
    public RunMember Member => new(Inputs.Strategy.Bound.Name, Data.Symbol, Data.Timeframe) { Regimes = Program.Plan.Regimes };

    /// <summary>True where other members share the account, whose limits then act.</summary>
    public bool IsShared { get; private init; }

    /// <param name="make">Makes the program; null for the class that the C# compiler makes.</param>
    /// <exception cref="InputException">The data does not fit the strategy, or the account does not fit either.</exception>
    public static RunSession Open(RunInputs inputs, TimeProvider clock, Func<BoundStrategy, IStrategyProgram>? make = null)
    {
        var own = new SharedParts();
        try
        {
            return Open(inputs, clock, own, isShared: false, owned: own, make ?? StrategyCompiler.Compile);
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    /// <summary>A member of a portfolio.</summary>
    /// <param name="parts">What it has in common with the others; they outlive it.</param>
    /// <param name="isShared">True where the account's own limits act.</param>
    /// <exception cref="InputException">As above.</exception>
    public static RunSession Open(RunInputs inputs, TimeProvider clock, SharedParts parts, bool isShared) =>
        Open(inputs, clock, parts, isShared, owned: null, strategy => new ProgramInMaking(strategy, StrategyCompiler.Compile, clock));

    private static RunSession Open(RunInputs inputs, TimeProvider clock, SharedParts parts, bool isShared, SharedParts? owned, Func<BoundStrategy, IStrategyProgram> make)
    {
        var strategy = inputs.Strategy.Bound;
        var bars = inputs.History.Base;
        if (!strategy.Timeframe.IsMultipleOf(bars.Timeframe))
            throw new InputException(FailureKind.Data, Diagnostic.InFile(inputs.History.Sources.FirstOrDefault() ?? bars.Symbol, 0,
                ResearchDiagnostics.BarsTooCoarse, strategy.Name, strategy.Timeframe, bars.Timeframe) with
            {
                Help = $"give finer bars, or run it on another timeframe such as `--timeframe {bars.Timeframe}`",
            });

        CheckOthers(inputs);
        long begun = clock.GetTimestamp();
        var program = parts.Program(strategy, make);
        double compileSeconds = clock.GetElapsedTime(begun).TotalSeconds;
        var columns = parts.Columns(bars, strategy.Timeframe, inputs.History.Others);
        begun = clock.GetTimestamp();
        inputs.Account.Sizing.SeriesOf(columns);
        double columnSeconds = clock.GetElapsedTime(begun).TotalSeconds;
        return new(inputs, program, columns, RunContext.Create(inputs.History, columns, program.Plan, inputs.Account), compileSeconds)
        {
            IsShared = isShared,
            Owned = owned,
            ColumnSeconds = columnSeconds,
        };
    }

    private SharedParts? Owned { get; init; }

    /// <summary>Every symbol the strategy reads is there, in bars its timeframe can be built from.</summary>
    private static void CheckOthers(RunInputs inputs)
    {
        var (strategy, others) = (inputs.Strategy.Bound, inputs.History.Others);
        for (int i = 1; i < strategy.Symbols.Length; i++)
        {
            string symbol = strategy.Symbols[i];
            if (i > others.Length || others[i - 1].Count == 0)
                throw new InputException(FailureKind.Data, Diagnostic.InFile(symbol, 0, ResearchDiagnostics.NoBarsOfSymbol, strategy.Name, symbol) with
                {
                    Help = $"give its bars, as in `--bars {symbol}=FILE…`",
                });
            if (!strategy.Timeframe.IsMultipleOf(others[i - 1].Timeframe))
                throw new InputException(FailureKind.Data, Diagnostic.InFile(symbol, 0, ResearchDiagnostics.BarsTooCoarse, strategy.Name, strategy.Timeframe, others[i - 1].Timeframe) with
                {
                    Help = $"give finer bars of {symbol}",
                });
        }
    }

    public RunDescription Describe(string programHash)
    {
        var strategy = Inputs.Strategy;
        return new(strategy.Bound.Name, strategy.Bound.Version, strategy.Bound.Description, strategy.DocumentHash, programHash, Data,
            Assumptions.Of(Inputs, Context), BuyAndHold.Of(Columns.Primary.Bars, Context.FirstDecisionBar, Inputs.Account.Equity, Inputs.History.Venue.TradingDays), Warnings());
    }

    /// <summary>A fresh strategy for one worker.</summary>
    /// <exception cref="ObjectDisposedException">The session is over.</exception>
    public CompiledStrategy CreateStrategy()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Program.CreateInstance();
    }

    public void Dispose()
    {
        _disposed = true;
        Owned?.Dispose();
    }

    /// <summary>What was assumed where strategy, data or venue did not say, in the order of the output.</summary>
    public ImmutableArray<string> Warnings()
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        foreach (var warning in Inputs.Strategy.Warnings.Concat(Context.Warnings)) warnings.Add($"{warning.Code}: {warning.Message}");
        if (!IsShared && !Inputs.Account.Portfolio.IsNone) warnings.Add($"{BacktestDiagnostics.PortfolioLimitsIdle.Code}: {BacktestDiagnostics.PortfolioLimitsIdle.Message}");
        if (Data.IsSimulated) warnings.Add("the market is simulated: results say nothing about a real one");
        if (Data.Holes > 0 && Inputs.Account.Gaps == GapPolicy.Carry)
            warnings.Add(FormattableString.Invariant(
                $"the data has {(Data.Holes == 1 ? "a hole" : $"{Data.Holes} holes")} of {Data.MissingBars:N0} bars in all, and the bars present are taken as consecutive"));
        return warnings.ToImmutable();
    }
}
