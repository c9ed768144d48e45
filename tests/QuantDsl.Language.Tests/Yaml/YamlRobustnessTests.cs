using System.Text;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Yaml;

public sealed class YamlRobustnessTests
{
    private static IEnumerable<string> Documents(params string[] folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    [Fact]
    public void Any_damage_to_a_strategy_is_reported_inside_the_file_and_never_throws()
    {
        const string Marks = "[]{}:,#&*!|>'\"%\\-?~ \t\n09._<=abz";
        // Whole strategies more often than broken ones, so that some stay whole.
        string[][] texts = [[.. Documents("strategies").Select(File.ReadAllText)], [.. Documents("tests", "conformance", "yaml").Select(File.ReadAllText)]];
        string[] words = ["null", "true", "1e30", "-1", "3%", "rsi.period", "[]", "{}", "any:", "enabled:", "close >", "24:00", "type:", "\"\\u003c\""];
        var random = new Random(7);
        int read = 0;
        for (int round = 0; round < 2_000; round++)
        {
            var text = new StringBuilder(texts[round % 2][random.Next(texts[round % 2].Length)]);
            for (int edits = random.Next(1, 4); edits > 0 && text.Length > 1; edits--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(5))
                {
                    case 0: text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at)); break;
                    case 1: text.Insert(at, Marks[random.Next(Marks.Length)]); break;
                    case 2: text.Insert(at, words[random.Next(words.Length)]); break;
                    case 3: text[at] = Marks[random.Next(Marks.Length)]; break;
                    default: text.Length = Math.Max(1, random.Next(4) == 0 ? at : text.Length); break;
                }
            }

            var result = YamlReader.Read(new("damaged.yaml", text.ToString()));
            var bound = Binder.Bind(result);
            Assert.All(bound.Diagnostics, d => Assert.InRange(d.Span.End, d.Span.Start, text.Length));
            if (bound.Strategy is null) continue;
            read++;
            Assert.Equal(SyntaxPrinter.Print(result.Strategy), SyntaxPrinter.Print(YamlReader.Read(new("again.yaml", YamlPrinter.Print(result.Strategy))).Strategy));
        }

        // The damage must leave enough strategies whole for the second law to mean something.
        Assert.InRange(read, 100, 1_900);
    }

    [Fact]
    public void Every_strategy_of_the_corpus_is_the_same_program_through_yaml()
    {
        var files = Directory.EnumerateFiles(Repository.PathOf("tests", "conformance"), "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.PathOf("strategies")))
            .Where(f => Path.GetExtension(f) is ".qstrat" or ".yaml").Order(StringComparer.Ordinal);
        int compared = 0;
        foreach (string file in files)
        {
            var read = StrategyReader.Read(new(file, File.ReadAllText(file)));
            if (Binder.Bind(read).Strategy is not { } strategy) continue;
            compared++;
            var again = YamlReader.Read(new(file, YamlPrinter.Print(read.Strategy)));
            Assert.Empty(again.Diagnostics);
            Assert.Equal(DocumentHash.Of(read.Strategy), DocumentHash.Of(again.Strategy));
            Assert.Equal(ProgramHash.Of(strategy), ProgramHash.Of(Binder.Bind(again).Strategy!));
        }

        Assert.InRange(compared, 15, int.MaxValue);
    }
}
