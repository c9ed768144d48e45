using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Language.Tests.Generation;
using QuantDsl.Testing;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Language.Tests.Semantics;

public sealed class BindingPropertyTests
{
    private const int Programs = 200;

    [Fact]
    public void A_right_program_binds_without_errors_and_its_print_to_the_same_program()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            string text = StrategyGenerator.Text(seed);
            var read = StrategyReader.Read(new("sample.qstrat", text));
            var bound = Binder.Bind(read);
            Assert.True(bound.Strategy is not null, $"seed {seed}\n{text}\n{DiagnosticRenderer.Render(bound.Diagnostics)}");
            var printed = Binder.Bind(StrategyReader.Read(new("sample.qstrat", SyntaxPrinter.Print(read.Strategy))));
            Assert.Equal(ProgramHash.Of(bound.Strategy), ProgramHash.Of(printed.Strategy!));
            Assert.Equal(bound.Strategy.Warmup, printed.Strategy!.Warmup.AsEnumerable());
        }
    }

    [Fact]
    public void Binding_twice_gives_the_same_strategy()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            string text = StrategyGenerator.Text(seed);
            Assert.Equal(ProgramHash.Of(BindingSample.Strategy(text)), ProgramHash.Of(BindingSample.Strategy(text)));
        }
    }

    [Fact]
    public void L6_the_opposite_of_the_opposite_is_the_program_itself()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            // `k of` comes back as n + 1 − (n + 1 − k): scalars are folded before they are printed.
            var strategy = StrategyGenerator.Strategy(seed);
            var twice = strategy with { Statements = [.. strategy.Statements.Select(Doubled)] };
            Assert.Equal(ProgramHash.Of(GeneratedPrograms.Bind(strategy)), ProgramHash.Of(GeneratedPrograms.Bind(twice)));
        }
    }

    private static StatementSyntax Doubled(StatementSyntax statement) => statement switch
    {
        EnterSyntax enter => enter with { Condition = Tree.Not(Tree.Not(enter.Condition)) },
        ExitSyntax exit => exit with { Condition = Tree.Not(Tree.Not(exit.Condition)) },
        _ => statement,
    };

    [Fact]
    public void The_binder_never_throws_on_a_damaged_program_and_points_into_it()
    {
        string[] sound =
        [
            .. Directory.EnumerateFiles(Repository.PathOf("strategies"), "*.qstrat").Order(StringComparer.Ordinal).Select(File.ReadAllText),
            .. Enumerable.Range(0, 20).Select(seed => StrategyGenerator.Text(seed)),
        ];
        var random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 1500; i++)
        {
            string damaged = sound[i % sound.Length];
            for (int edits = random.Next(1, 4); edits > 0; edits--) damaged = Damage(damaged, random);
            var result = Binder.Bind(StrategyReader.Read(new("sample.qstrat", damaged)));
            Assert.Equal(result.Diagnostics.Any(d => d.Severity == Severity.Error), result.HasErrors);
            Assert.All(result.Diagnostics, d => Assert.InRange(d.Span.End, d.Span.Start, damaged.Length));
            if (result.Strategy is { } strategy) ProgramHash.Of(strategy);
            else refused++;
        }

        Assert.InRange(refused, 300, 1499);
    }

    [Fact]
    public void The_binder_never_throws_on_a_tree_nobody_would_write()
    {
        var nothing = new SourceText("sample.qstrat", "");
        for (int seed = 0; seed < 2000; seed++)
        {
            var result = Binder.Bind(new(nothing, TreeScrambler.Strategy(seed), []));
            Assert.Equal(result.Diagnostics.Any(d => d.Severity == Severity.Error), result.HasErrors);
        }
    }

    [Theory]
    [InlineData("close", " + close", 20_000)]
    [InlineData("close > open", " and close > open", 10_000)]
    [InlineData("", "not ", 20_000)]
    [InlineData("", "(", 20_000)]
    [InlineData("close", "[1]", 20_000)]
    public void A_giant_expression_is_refused_and_not_crashed_on(string start, string more, int times)
    {
        string text = $"enter long when {start}{string.Concat(Enumerable.Repeat(more, times))}";
        Assert.True(BindingSample.Bind(text).HasErrors);
    }

    /// <summary>Drops, doubles, swaps or replaces a word: most results still look like a strategy.</summary>
    private static string Damage(string text, Random random)
    {
        string[] words = text.Split(' ');
        int at = random.Next(words.Length), other = random.Next(words.Length);
        switch (random.Next(5))
        {
            case 0: words[at] = ""; break;
            case 1: words[at] = $"{words[at]} {words[other]}"; break;
            case 2: (words[at], words[other]) = (words[other], words[at]); break;
            case 3: words[at] = new[] { "0", "-1", "2%", "1e9", "close", "not", "on 7m", "of (", "[", ")", "profit", "\"", "let", "..", "9999999999999999999999999999" }[random.Next(15)]; break;
            default: words[at] = words[at].Length == 0 ? "x" : words[at].Remove(random.Next(words[at].Length), 1); break;
        }

        return string.Join(' ', words);
    }
}
