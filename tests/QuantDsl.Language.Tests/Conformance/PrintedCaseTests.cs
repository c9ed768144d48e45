using QuantDsl.Language.Linking;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;
using QuantDsl.Testing.Conformance;

namespace QuantDsl.Language.Tests.Conformance;

/// <summary>Trees as they print in both notations, for people to review; those built from parts as they are when put together.</summary>
public sealed class PrintedCaseTests
{
    [Theory]
    [InlineData("identity/everything.qstrat")]
    [InlineData("identity/needed-brackets.qstrat")]
    [InlineData("identity/aliases.qstrat")]
    [InlineData("identity/forms-are-no-program.yaml")]
    [InlineData("sweeps/a-logarithmic-range.yaml")]
    [InlineData("sweeps/swept-stop-and-target.yaml")]
    [InlineData("keys/position-management.yaml")]
    [InlineData("keys/measured-from.yaml")]
    [InlineData("keys/definitions.yaml")]
    [InlineData("symbols/in-yaml.yaml")]
    [InlineData("symbols/history-steps-the-traded-symbol.qstrat")]
    [InlineData("timeframes/inside-on-parameters-and-calls.qstrat")]
    [InlineData("execution/undefined/not-so-many.qstrat")]
    [InlineData("execution/conditions/at-least-one-of-many-kinds.qstrat")]
    [InlineData("execution/regimes/regimes-in-yaml.yaml")]
    [InlineData("words/free-words.qstrat")]
    [InlineData("words/one-line.qstrat")]
    [InlineData("reuse/definitions/called.qstrat")]
    [InlineData("reuse/extends/chain.qstrat")]
    [InlineData("reuse/files/used.yaml")]
    [InlineData("reuse/symbols/pair.qstrat")]
    public void The_printed_tree_is_reviewed(string file)
    {
        var read = ConformanceCase.All.Single(c => c.File == file).Load();
        var strategy = read.Strategy.Statements.Any(s => s is UseSyntax or ExtendsSyntax or DefineSyntax) ? Linker.Flatten(read) : read.Strategy;
        string written = strategy == read.Strategy ? "" : $"{SyntaxPrinter.Print(read.Strategy)}\n---- put together\n\n";
        Snapshot.Matches($"{written}{SyntaxPrinter.Print(strategy)}\n---- as YAML\n\n{YamlPrinter.Print(strategy)}", Path.Combine("Printed", file.Replace('/', '.') + ".txt"));
    }
}
