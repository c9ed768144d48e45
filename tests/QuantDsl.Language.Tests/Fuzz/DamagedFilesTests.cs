using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Formatting;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;
using QuantDsl.Testing.Generation;
using Xunit.Abstractions;

namespace QuantDsl.Language.Tests.Fuzz;

/// <summary>A hundred thousand damaged files of both notations: reading, binding, showing and laying out never throw and always end.</summary>
public sealed class DamagedFilesTests(ITestOutputHelper output)
{
    private const int Inputs = 100_000;

    // What all of them take is a few seconds; a machine this much slower has something that does not end.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    // But for the library, a longer file is no other mistake, only a slower one.
    private const int LongestSeed = 450;

    [Fact]
    public async Task Nothing_throws_and_everything_ends()
    {
        var seeds = Seeds();
        ConcurrentBag<string> failures = [];
        ConcurrentDictionary<int, string> running = [];
        int readable = 0, bound = 0, laidOut = 0, comments = 0;
        var watch = Stopwatch.StartNew();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var work = Task.Factory.StartNew(() => Parallel.For(0, Inputs, (i, state) =>
        {
            if (!failures.IsEmpty) state.Stop();
            var (file, text, words) = seeds[i % seeds.Length];
            string damaged = new TextMutator(i, text, words).Content;
            running[i] = damaged;
            try
            {
                var source = new SourceText(file, damaged);
                var read = StrategyReader.Read(source);
                if (read.Diagnostics.Any(d => d.Severity is Severity.Error))
                {
                    if (i % 8 == 0) Assert.NotEmpty(DiagnosticRenderer.Render(Binder.Bind(read).Diagnostics));
                }
                else
                {
                    Interlocked.Increment(ref readable);
                    if (i % 4 == 0 && Binder.Bind(read).Strategy is not null) Interlocked.Increment(ref bound);
                    if (i % 8 == 0)
                    {
                        Interlocked.Increment(ref laidOut);
                        Interlocked.Add(ref comments, LaidOut(source));
                    }
                }

                if (read.Diagnostics.Any(d => d.Span.Start < 0 || d.Span.Length < 0 || d.Span.End > damaged.Length)) failures.Add($"seed {i}, {file}: a place outside the file\n{damaged}");
            }
            catch (Exception failure)
            {
                failures.Add($"seed {i}, {file}: {failure}\n{damaged}");
            }

            running.TryRemove(i, out _);
        }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(await Task.WhenAny(work, Task.Delay(Deadline)) == work, $"still at\n{string.Join("\n---\n", running.Values)}");
        Assert.True(failures.IsEmpty, failures.FirstOrDefault());
        var processor = Process.GetCurrentProcess().TotalProcessorTime - before;
        output.WriteLine($"{Inputs} inputs in {watch.Elapsed.TotalSeconds:0.0} s, {processor.TotalSeconds:0.0} s of processor: {readable} without an error of syntax, {bound} of every fourth of them bound, {laidOut} laid out with {comments} comments");
        Assert.InRange(readable, Inputs / 5, Inputs);
        Assert.InRange(bound, 1_000, Inputs);
        Assert.InRange(comments, laidOut, int.MaxValue);
    }

    /// <summary>Lays a readable file out; every comment must be there afterwards, in order. They are found by their numbers, not by the formatter.</summary>
    private static int LaidOut(SourceText source)
    {
        var result = StrategyFormatter.Format(source);
        Assert.False(result.HasErrors, string.Join('\n', result.Diagnostics.Select(d => d.Message)));
        string[] comments = Numbers(source.Content);
        Assert.Equal(comments, Numbers(result.Text));
        Assert.Equal(result.Text, StrategyFormatter.Format(new(source.Path, result.Text)).Text);
        return comments.Length;
    }

    private static string[] Numbers(string text) => [.. Regex.Matches(text, @"@\d+").Select(m => m.Value)];

    /// <summary>The library, the corpus and generated programs, with comments in them.</summary>
    private static (string File, string Text, IReadOnlyList<string> Words)[] Seeds()
    {
        var files = new[] { "strategies", Path.Combine("tests", "conformance") }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
            .Where(path => Path.GetExtension(path) is ".qstrat" or ".yaml").Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileName(path), Text: File.ReadAllText(path).ReplaceLineEndings("\n")));
        var generated = Enumerable.Range(0, 400).SelectMany(seed => new[] { ("generated.qstrat", StrategyGenerator.Text(seed)), ("generated.yaml", YamlPrinter.Print(StrategyGenerator.Strategy(seed))) });
        string[] library = [.. Directory.EnumerateFiles(Repository.PathOf("strategies")).Select(path => Path.GetFileName(path))];
        (string, string)[] seeds = [.. files.Concat(generated).Where(s => s.Item2.Length <= LongestSeed || library.Contains(s.Item1))
            .Select((s, i) => (s.Item1, (s.Item1.EndsWith("yaml", StringComparison.Ordinal) ? CommentSprinkler.Yaml(s.Item2, i) : CommentSprinkler.Text(s.Item2, i)).Content))];
        Assert.InRange(seeds.Length, 150, Inputs);
        return [.. seeds.Select(s => (s.Item1, s.Item2, TextMutator.WordsOf(s.Item2)))];
    }
}
