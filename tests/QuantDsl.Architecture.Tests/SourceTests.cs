using System.Text.RegularExpressions;
using QuantDsl.Testing;

namespace QuantDsl.Architecture.Tests;

/// <summary>Rules of taste that a reader cannot hold in mind over the whole tree, so a test does.</summary>
public sealed class SourceTests
{
    private const int LongestFile = 450;

    private static readonly string[] EmptyNames = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Handler", "Common"];

    private static IEnumerable<(string Path, string Text)> Sources(params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
            && !path.Contains("/Generated/", StringComparison.Ordinal)
        select (path, File.ReadAllText(file));

    [Fact]
    public void No_source_file_is_longer_than_one_concept()
    {
        var longer = Sources("src", "tests").Where(s => s.Text.Count(c => c == '\n') > LongestFile).Select(s => s.Path);
        Assert.Empty(longer);
    }

    [Fact]
    public void Type_names_say_what_the_type_is()
    {
        var declaration = new Regex(@"\b(?:class|struct|record|interface|enum)\s+(\w+)");
        var empty = from source in Sources("src")
                    from Match match in declaration.Matches(source.Text)
                    where EmptyNames.Any(name => match.Groups[1].Value.EndsWith(name, StringComparison.Ordinal))
                    select $"{source.Path}: {match.Groups[1].Value}";
        Assert.Empty(empty);
    }

    /// <summary>`.ci/run` repeats the tests of the trait without some of the processor's vectors; a project that did not ask whether they are gone would show nothing.</summary>
    [Fact]
    public void Tests_that_are_repeated_without_vectors_ask_whether_they_are_gone()
    {
        static string ProjectOf(string path) => path.Split('/')[1];
        var repeated = Sources("tests").Where(s => s.Text.Contains("[Trait(\"Vectors\", \"differential\")]", StringComparison.Ordinal)).Select(s => ProjectOf(s.Path)).Where(p => p.EndsWith(".Tests", StringComparison.Ordinal)).Distinct().ToArray();
        var asking = Sources("tests").Where(s => s.Text.Contains("class VectorWidthTests : VectorWidthFacts", StringComparison.Ordinal)).Select(s => ProjectOf(s.Path));
        Assert.NotEmpty(repeated);
        Assert.Empty(repeated.Except(asking));
    }

    [Fact]
    public void Nothing_is_left_for_later_in_the_code()
    {
        var marks = new Regex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b");
        Assert.Empty(Sources("src").Where(s => marks.IsMatch(s.Text)).Select(s => s.Path));
    }

    [Fact]
    public void Classes_are_sealed_unless_abstract_or_static()
    {
        var open = new Regex(@"^\s*(?:public|internal)\s+(?:class|record(?!\s+struct))\s+(\w+)", RegexOptions.Multiline);
        Assert.Empty(Sources("src").SelectMany(s => open.Matches(s.Text).Select(m => $"{s.Path}: {m.Groups[1].Value}")));
    }

    [Fact]
    public void Null_is_never_argued_away_outside_the_tests()
    {
        // `x!.y`, `x!)`, `x!;` and `null!`, but not `!x`, `!=` or a string.
        var forgiving = new Regex(@"(?<=[\w\)\]])!(?=[\.\)\];,\[])");
        var found = from source in Sources("src")
                    from line in source.Text.Split('\n')
                    let code = Regex.Replace(line, "\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'|//.*$", "\"\"")
                    where forgiving.IsMatch(code)
                    select $"{source.Path}: {line.Trim()}";
        Assert.Empty(found);
    }
}
