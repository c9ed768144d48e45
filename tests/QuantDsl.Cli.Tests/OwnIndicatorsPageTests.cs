using System.Text.RegularExpressions;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary><c>docs/own-indicators.md</c> from top to bottom: its files are written, its commands run, and what it shows is printed.</summary>
public sealed class OwnIndicatorsPageTests : IDisposable
{
    private readonly Qdsl _qdsl = new();

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void Every_file_compiles_every_command_runs_and_prints_what_is_shown()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "own-indicators.md"));
        SharedSample.LinkInto(_qdsl);
        string printed = "";
        int files = 0, commands = 0, shown = 0;
        foreach (Match block in Regex.Matches(page, @"(?<before>[^\n]*)\n\n```(?<kind>\w+)\n(?<text>.*?)```", RegexOptions.Singleline))
        {
            string text = block.Groups["text"].Value;
            switch (block.Groups["kind"].Value)
            {
                case "sh":
                    foreach (string line in text.TrimEnd('\n').Split('\n'))
                    {
                        var command = Regex.Match(line, @"^qdsl (?<words>[^#]*?)\s*(# exits (?<code>\d))?$");
                        Assert.True(command.Success, line);
                        var outcome = _qdsl.Run([.. Regex.Matches(command.Groups["words"].Value, "\"(?<w>[^\"]*)\"|(?<w>\\S+)").Select(word => word.Groups["w"].Value)]);
                        Assert.True(outcome.Code == (command.Groups["code"].Success ? int.Parse(command.Groups["code"].Value) : 0), $"{line}\n{outcome.Out}{outcome.Error}");
                        printed = outcome.Out;
                        commands++;
                    }

                    break;
                case "text":
                    Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Contains(line, printed));
                    shown++;
                    break;
                default:
                    string name = Regex.Matches(block.Groups["before"].Value, "`(?<name>[^`]+)`")[^1].Groups["name"].Value;
                    // The first file is the one that the command before it wrote.
                    if (files++ == 0) Assert.Equal(_qdsl.Read(name), text);
                    _qdsl.Write(name, text);
                    break;
            }
        }

        Assert.Equal((4, 14, 3), (files, commands, shown));
        Assert.StartsWith("# MYTHING\n", _qdsl.Read("docs/indicators/mything.md"));
    }

    [Fact]
    public void The_laws_it_shows_are_all_of_them() =>
        Assert.All(Indicators.IndicatorLaw.All, law => Assert.Contains($"  ok    {law.Name}\n", File.ReadAllText(Repository.PathOf("docs", "own-indicators.md"))));
}
