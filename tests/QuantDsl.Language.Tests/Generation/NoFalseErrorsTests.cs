using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;
using QuantDsl.Testing.Generation;
using Xunit.Abstractions;

namespace QuantDsl.Language.Tests.Generation;

/// <summary>What is right is never refused. Warnings are free to say what they like.</summary>
public sealed class NoFalseErrorsTests(ITestOutputHelper output)
{
    private const int Programs = 10_000;

    [Fact]
    public void No_generated_valid_program_has_an_error()
    {
        int[] warned = new int[Programs];
        string?[] refused = new string?[Programs];
        Parallel.For(0, Programs, seed =>
        {
            string text = StrategyGenerator.Text(seed);
            var bound = Binder.Bind(StrategyReader.Read(new("generated.qstrat", text)));
            warned[seed] = bound.Diagnostics.Length;
            if (bound.HasErrors || bound.Strategy is null) refused[seed] = $"seed {seed}\n{text}\n{DiagnosticRenderer.Render(bound.Diagnostics)}";
        });
        output.WriteLine($"{Programs} programs, {refused.Count(r => r is not null)} with an error, {warned.Count(w => w > 0)} with {warned.Sum()} warnings");
        Assert.True(refused.All(r => r is null), refused.FirstOrDefault(r => r is not null));
    }

    [Fact]
    public void Nor_has_any_file_of_the_library()
    {
        string[] files = [.. Directory.EnumerateFiles(Repository.PathOf("strategies"), "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".qstrat" or ".yaml")];
        Assert.True(files.Length > 10);
        var found = files.SelectMany(f => Binder.Bind(StrategyReader.Read(new(f, File.ReadAllText(f))) with { Files = new FolderFiles(Path.GetDirectoryName(f)!) }).Diagnostics
            .Where(d => d.Severity == Severity.Error).Select(d => $"{f}: {d.Message}"));
        Assert.Empty(found);
    }
}
