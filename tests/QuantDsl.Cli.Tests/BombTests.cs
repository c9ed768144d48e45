using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace QuantDsl.Cli.Tests;

/// <summary>Files made to exhaust whoever reads them: `check` refuses each with a message, on a small stack, in little time and memory.</summary>
public sealed class BombTests(ITestOutputHelper output) : IDisposable
{
    // Each takes well under a second on an idle machine; what is quadratic or deep takes minutes, or ends the process.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private const long MostMemory = 1L << 30;

    // That of a program's first thread on Windows; eight times as much is usual elsewhere.
    private const int Stack = 1 << 20;

    private const string Head = "strategy s timeframe 1h\n";

    private const string Yaml = "name: s\ntimeframe: 1h\n";

    private static readonly Dictionary<string, (string File, Func<string> Text)> Bombs = new()
    {
        ["100,000 brackets"] = ("a.qstrat", () => $"{Head}enter long when {Many("(", 100_000)}close > 1{Many(")", 100_000)}"),
        ["100,000 open brackets"] = ("a.qstrat", () => $"{Head}enter long when {Many("(", 100_000)}"),
        ["100,000 calls in calls"] = ("a.qstrat", () => $"{Head}let x = {Many("RSI(", 100_000)}"),
        ["100,000 histories"] = ("a.qstrat", () => $"{Head}let x = {Many("close[", 100_000)}"),
        ["a line of 50 MB"] = ("a.qstrat", () => $"{Head}let x = {Many("a ", 25_000_000)}"),
        ["a line of a megabyte"] = ("a.qstrat", () => $"{Head}let x = {Many("a ", 500_000)}"),
        ["a million characters of nothing"] = ("a.qstrat", () => Many("§", 500_000)),
        ["a million semicolons"] = ("a.qstrat", () => Head + Many(";", 1_000_000)),
        ["comments that never end"] = ("a.qstrat", () => Head + Many("/* ", 300_000)),
        ["comments in one line"] = ("a.qstrat", () => Head + Many("/**/", 250_000)),
        ["a text that never ends"] = ("a.qstrat", () => $"{Head}let x = \"{Many("a", 1_000_000)}"),
        ["a name of a megabyte"] = ("a.qstrat", () => $"{Head}enter long when {Many("a", 1_000_000)} > 1"),
        ["a misspelled word of a megabyte"] = ("a.qstrat", () => $"{Head}l{Many("e", 1_000_000)}t x = close"),
        ["a number of a megabyte"] = ("a.qstrat", () => $"{Head}enter long when close > {Many("9", 1_000_000)}"),
        ["numbers without end"] = ("a.qstrat", () => $"{Head}enter long when close > 1e999999999 and close > 1e-999999999"),
        ["100,000 times not"] = ("a.qstrat", () => $"{Head}enter long when {Many("not ", 100_000)}close > 1"),
        ["100,000 signs"] = ("a.qstrat", () => $"{Head}enter long when {Many("-", 100_000)}close > 1"),
        ["100,000 sums"] = ("a.qstrat", () => $"{Head}enter long when close{Many(" + 1", 100_000)} > 1"),
        ["100,000 comparisons"] = ("a.qstrat", () => $"{Head}enter long when close{Many(" > 1", 100_000)}"),
        ["60,000 conditions"] = ("a.qstrat", () => $"{Head}enter long when close > 1{Many(" and close > 1", 60_000)}"),
        ["100,000 statements"] = ("a.qstrat", () => Head + Many("let a=1\n", 100_000)),
        ["100,000 half statements"] = ("a.qstrat", () => Head + Many("let = \n", 100_000)),
        ["100,000 words"] = ("a.qstrat", () => Head + Many("foo bar\n", 100_000)),
        ["names that double each other"] = ("a.qstrat", () => $"{Head}let a0 = close\n{Lines(60, i => $"let a{i + 1} = a{i} + a{i}")}enter long when a60 > 1"),
        ["definitions that double each other"] = ("a.qstrat", () => $"{Head}define D0(x) = x + x\n{Lines(60, i => $"define D{i + 1}(x) = D{i}(x) + D{i}(x)")}enter long when D60(close) > 1"),
        ["20,000 names that follow each other"] = ("a.qstrat", () => $"{Head}let a0 = close\n{Lines(20_000, i => $"let a{i + 1} = a{i} + 1")}enter long when a20000 > 1"),
        ["an alias bomb"] = ("a.yaml", () => "a: &a [x, x, x, x, x, x, x, x, x]\n" + Lines(20, i => $"{(char)('b' + i)}: &{(char)('b' + i)} [{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + i)}", 9))}]")),
        ["10,000 mappings"] = ("a.yaml", () => $"{Yaml}x: {Many("{a: ", 10_000)}1{Many("}", 10_000)}"),
        ["10,000 open mappings"] = ("a.json", () => Many("{\"a\":", 10_000)),
        ["mappings in from each other"] = ("a.yaml", () => Yaml + Lines(1_300, i => $"{new string(' ', i)}a:")),
        ["10,000 lists"] = ("a.yaml", () => $"{Yaml}x: {Many("[", 10_000)}{Many("]", 10_000)}"),
        ["100,000 dashes"] = ("a.yaml", () => $"{Yaml}x:\n{Many("- ", 100_000)}1"),
        ["100,000 questions"] = ("a.yaml", () => Many("? ", 100_000)),
        ["a key of a megabyte"] = ("a.yaml", () => $"{Many("a", 1_000_000)}: 1"),
        ["80,000 keys"] = ("a.yaml", () => Yaml + Lines(80_000, i => $"k{i}: 1")),
        ["one key 100,000 times"] = ("a.yaml", () => Many("name: s\n", 100_000)),
        ["100,000 brackets in a value"] = ("a.yaml", () => $"{Yaml}entry_conditions:\n  long: '{Many("(", 100_000)}'"),
        ["60,000 conditions in a list"] = ("a.yaml", () => $"{Yaml}entry_conditions:\n  long:\n{Many("    - close > 1\n", 60_000)}"),
        ["a million tabs"] = ("a.yaml", () => Many("\t", 1_000_000)),
        ["quotes that never end"] = ("a.yaml", () => $"name: {Many("\"a\\", 100_000)}"),
    };

    private readonly Qdsl _qdsl = new();

    public static TheoryData<string> Names => [.. Bombs.Keys];

    public void Dispose() => _qdsl.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bomb_is_refused_with_a_message(string name)
    {
        var (file, text) = Bombs[name];
        _qdsl.Write(file, text());
        Outcome? outcome = null;
        long memory = 0;
        var watch = new Stopwatch();
        var thread = new Thread(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            watch.Start();
            outcome = _qdsl.Run("check", file);
            watch.Stop();
            memory = GC.GetAllocatedBytesForCurrentThread() - before;
        }, Stack)
        { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(Deadline), "it does not end");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {watch.Elapsed.TotalMilliseconds:0} ms, {memory / 1048576.0:0} MB"));
        Assert.NotNull(outcome);
        Assert.Equal(1, outcome.Code);
        Assert.Matches(@"(error)\[QD\d{4}\]", outcome.Out + outcome.Error);
        // A message, not the bomb back.
        Assert.InRange((outcome.Out + outcome.Error).Length, 50, 100_000);
        Assert.InRange(memory, 0, MostMemory);
    }

    private static string Many(string part, int times) => string.Concat(Enumerable.Repeat(part, times));

    private static string Lines(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(i => line(i) + "\n"));
}
