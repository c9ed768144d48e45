using System.Collections.Concurrent;
using QuantDsl.Backtest;
using QuantDsl.Compiler;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Linking;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Tests.Fairness;
using QuantDsl.Testing;
using QuantDsl.Testing.Generation;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests.Laws;

/// <summary>L1 over generated programs: what may be said in another way trades in the same way, on the sample market.</summary>
public sealed class TradeLawTests(ITestOutputHelper output)
{
    private const int Programs = 200, Days = 15;

    private static readonly Timeframe Fives = new(5 * Timeframe.Minute);

    private static readonly AccountSettings Account = new();

    private static readonly ConcurrentDictionary<int, string[]> Originals = new();

    private static readonly MarketHistory History = Library.Sample(Days) is var sample
        ? sample with { Base = sample.Base.Aggregate(Fives), Mark = null }
        : sample;

    [Fact]
    public void L12_the_flattened_form_of_a_strategy_in_parts_has_the_same_trades()
    {
        int trades = 0, equal = 0;
        Parallel.For(0, Programs, seed =>
        {
            // `of SYMBOL` names the traded one alone, so one market is enough; the strategy it was taken apart from is the oracle.
            var (whole, main, files) = PartsGenerator.Of(seed, Fives);
            var parts = Read("main.qstrat", SyntaxPrinter.Print(main)) with { Files = new MemoryFiles(files) };
            string[] expected = Trades(Binder.Bind(Read("whole.qstrat", SyntaxPrinter.Print(whole))));
            string[] flat = Trades(Binder.Bind(Read("flat.qstrat", SyntaxPrinter.Print(Linker.Flatten(parts)))));
            Interlocked.Add(ref trades, expected.Length);
            if (expected.SequenceEqual(flat)) Interlocked.Increment(ref equal);
        });
        output.WriteLine($"{Programs} strategies in parts, {trades} trades, {equal} trade alike as one file");
        Assert.Equal(Programs, equal);
        Assert.True(trades > 20 * Programs, $"only {trades} trades");
    }

    [Fact]
    public void L12_the_flattened_form_of_every_file_that_binds_has_the_same_trades()
    {
        string[] files =
        [
            .. Directory.GetFiles(Repository.PathOf("strategies")),
            .. Directory.GetFiles(Repository.PathOf("tests", "conformance", "reuse"), "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(Path.GetDirectoryName(f)) != "parts"),
        ];
        int compared = 0, inParts = 0, trades = 0;
        Parallel.ForEach(files, file =>
        {
            string folder = Path.GetDirectoryName(file) ?? "";
            var read = Read(Path.GetFileName(file), File.ReadAllText(file)) with { Files = new FolderFiles(folder) };
            if (Binder.Bind(read) is not { Strategy: not null } bound) return;
            var flat = Linker.Flatten(read);
            string[] expected = Trades(bound);
            Assert.Equal(expected, Trades(Binder.Bind(Read("flat.qstrat", SyntaxPrinter.Print(flat)))));
            Assert.Equal(expected, Trades(Binder.Bind(Read("flat.yaml", YamlPrinter.Print(flat)))));
            Interlocked.Increment(ref compared);
            Interlocked.Add(ref trades, expected.Length);
            if (read.Strategy.Statements.Any(s => s is UseSyntax or ExtendsSyntax or DefineSyntax)) Interlocked.Increment(ref inParts);
        });
        output.WriteLine($"{files.Length} files, {compared} bind, {inParts} of them in parts, {trades} trades, all alike as one file");
        Assert.True(compared >= 24 && inParts >= 8 && trades > 500, $"{compared} files, {inParts} in parts, {trades} trades");
    }

    [Fact]
    public void L1_the_yaml_form_has_the_same_trades() => Compare(strategy => Read("twin.yaml", YamlPrinter.Print(strategy)));

    [Fact]
    public void L1_other_names_and_other_documentation_change_no_trade() =>
        Compare(strategy => Read("renamed.qstrat", SyntaxPrinter.Print(TreeRewriter.WithProse(TreeRewriter.Renamed(strategy, name => $"my_{name}"), "told otherwise"))));

    [Fact]
    public void The_opposite_entry_is_seen_by_the_comparison()
    {
        // A comparison that sees no difference would prove nothing: nearly every program trades otherwise when its entries are negated.
        var (equal, _) = Run(Programs / 5, strategy => Read("other.qstrat", SyntaxPrinter.Print(strategy with
        {
            Statements = [.. strategy.Statements.Select(s => s is EnterSyntax enter ? enter with { Condition = Tree.Not(enter.Condition) } : s)],
        })));
        Assert.InRange(equal, 0, Programs / 25);
    }

    private void Compare(Func<StrategySyntax, ReadResult> other)
    {
        var (equal, trades) = Run(Programs, other);
        output.WriteLine($"{Programs} programs, {trades} trades, {equal} programs trade alike");
        Assert.Equal(Programs, equal);
        Assert.True(trades > 20 * Programs, $"only {trades} trades");
    }

    private static (int Equal, int Trades) Run(int programs, Func<StrategySyntax, ReadResult> other)
    {
        int equal = 0, trades = 0;
        Parallel.For(0, programs, seed =>
        {
            var strategy = StrategyGenerator.Strategy(seed, Fives);
            string[] expected = Originals.GetOrAdd(seed, _ => Trades(Binder.Bind(Read("generated.qstrat", SyntaxPrinter.Print(strategy)))));
            string[] actual = Trades(Binder.Bind(other(strategy)));
            Interlocked.Add(ref trades, expected.Length);
            if (expected.SequenceEqual(actual)) Interlocked.Increment(ref equal);
        });
        return (equal, trades);
    }

    private static ReadResult Read(string file, string text) => StrategyReader.Read(new SourceText(file, text));

    private static string[] Trades(BindResult bound)
    {
        Assert.True(bound.Strategy is not null, string.Join('\n', bound.Diagnostics.Select(d => $"{d.Code} {d.Message}")));
        using var program = StrategyCompiler.Compile(bound.Strategy);
        try
        {
            var history = History.With(bound.Strategy, Library.Sample(Days, seed: 2) is var other ? other with { Base = other.Base.Aggregate(Fives) } : other);
            return [.. SingleRun.Trades(history, program.Plan, program.CreateInstance(), ParameterVector.Of(bound.Strategy, []), Account).Select(t => t.ToString())];
        }
        catch (InputException cold)
        {
            // A warm-up longer than the market is refused, and must be refused in every form.
            return [cold.Message];
        }
    }
}
