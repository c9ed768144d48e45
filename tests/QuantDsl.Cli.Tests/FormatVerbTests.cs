using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

public sealed class FormatVerbTests : IDisposable
{
    private const string Untidy = "strategy s\ntimeframe 5m   // base\n\n\n\nparam n=14\nparam longer = 2.50 in [1,2.50]\n  let r=rsi(close,n)\n//why\nenter long when r<30\n";

    private const string Tidy = """
        strategy s version 1
        timeframe 5m  // base

        param n      = 14
        param longer = 2.50  in [1, 2.50]
        let r = RSI(close, n)
        //why
        enter long when r < 30

        """;

    private readonly Qdsl _qdsl = new();

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void Files_are_laid_out_in_place_and_only_once()
    {
        _qdsl.Write("a.qstrat", Untidy);
        var outcome = _qdsl.Run("format", "a.qstrat");
        Assert.Equal((0, "formatted a.qstrat\n1 file: 1 changed\n"), (outcome.Code, outcome.Out));
        Assert.Equal(Tidy.ReplaceLineEndings("\n"), _qdsl.Read("a.qstrat"));
        Assert.Equal((0, "1 file: 0 changed\n"), (_qdsl.Run("format", "a.qstrat") is var again ? again.Code : -1, again.Out));
        Assert.False(_qdsl.Has("a.qstrat.part"));
    }

    [Fact]
    public void A_file_that_is_laid_out_already_is_not_touched()
    {
        string path = Path.Combine(_qdsl.Folder, _qdsl.Write("a.qstrat", Tidy.ReplaceLineEndings("\n")));
        var written = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, written);
        Assert.Equal(0, _qdsl.Run("format", "a.qstrat").Code);
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void Check_writes_nothing_and_shows_what_would_change()
    {
        _qdsl.Write("a.qstrat", Untidy);
        _qdsl.Write("b.qstrat", Tidy.ReplaceLineEndings("\n"));
        var outcome = _qdsl.Run("format", "--check", "a.qstrat", "b.qstrat");
        Assert.Equal(1, outcome.Code);
        Assert.Contains("a.qstrat: not formatted\n  line 1:\n  - strategy s\n", outcome.Out);
        Assert.Contains("  + param longer = 2.50  in [1, 2.50]\n", outcome.Out);
        Assert.EndsWith("2 files: 1 not formatted\n", outcome.Out);
        Assert.Equal(Untidy, _qdsl.Read("a.qstrat"));
        Assert.Equal(0, _qdsl.Run("format", "--check", "b.qstrat").Code);
    }

    [Fact]
    public void A_file_with_mistakes_is_left_alone_and_the_others_are_not()
    {
        string broken = Untidy + "enter long whn close > 1\n";
        _qdsl.Write("a.qstrat", broken);
        _qdsl.Write("b.qstrat", Untidy);
        _qdsl.Write("c.yaml", "name: s\ntimeframe:   5m\nparameters: [1\n");
        var outcome = _qdsl.Run("format", "a.qstrat", "b.qstrat", "c.yaml");
        Assert.Equal(1, outcome.Code);
        Assert.Contains("--> a.qstrat:11:", outcome.Error);
        Assert.Contains("--> c.yaml:3:", outcome.Error);
        Assert.Equal(broken, _qdsl.Read("a.qstrat"));
        Assert.Equal(Tidy.ReplaceLineEndings("\n"), _qdsl.Read("b.qstrat"));
        Assert.EndsWith("3 files: 1 changed, 2 left alone for their errors\n", outcome.Out);
    }

    [Fact]
    public void A_name_that_is_wrong_changes_nothing()
    {
        _qdsl.Write("a.qstrat", Untidy);
        Assert.Equal(2, _qdsl.Run("format", "a.qstrat", "missing.qstrat").Code);
        Assert.Equal(Untidy, _qdsl.Read("a.qstrat"));
    }

    [Fact]
    public void Json_lists_the_files()
    {
        _qdsl.Write("a.qstrat", Untidy);
        _qdsl.Write("b.qstrat", Tidy.ReplaceLineEndings("\n"));
        _qdsl.Write("c.qstrat", "strategy s timeframe 5m let");
        var json = _qdsl.Run("format", "--json", "a.qstrat", "b.qstrat", "c.qstrat").Json;
        Assert.Equal(1, json.GetProperty("schema").GetInt32());
        Assert.Equal(["a.qstrat"], json.GetProperty("changed").EnumerateArray().Select(e => e.GetString()!));
        Assert.Equal(["b.qstrat"], json.GetProperty("unchanged").EnumerateArray().Select(e => e.GetString()!));
        Assert.Equal(["c.qstrat"], json.GetProperty("refused").EnumerateArray().Select(e => e.GetString()!));
        Assert.Equal("c.qstrat", Assert.Single(json.GetProperty("diagnostics").EnumerateArray()).GetProperty("file").GetString());
    }

    [Fact]
    public void Stdin_is_written_to_stdout()
    {
        Assert.Equal((0, Tidy.ReplaceLineEndings("\n")), (_qdsl.Pipe(Untidy, "format", "-") is var text ? text.Code : -1, text.Out));
        var yaml = _qdsl.Pipe("name: s\nsweep:   {n: [1,2]}\nparameters: {n: 1}\n", "format", "-", "--as", "yaml");
        Assert.Equal((0, "name: s\nsweep: { n: [1, 2] }\nparameters: { n: 1 }\n"), (yaml.Code, yaml.Out));
        Assert.Equal(1, _qdsl.Pipe(Untidy, "format", "-", "--check").Code);
    }

    [Fact]
    public void Stdin_with_mistakes_gives_nothing_on_stdout()
    {
        var outcome = _qdsl.Pipe("strategy s let", "format", "-");
        Assert.Equal((1, ""), (outcome.Code, outcome.Out));
        Assert.Contains("stdin.qstrat:1:", outcome.Error);
    }

    [Theory]
    [InlineData("format", "-", "a.qstrat")]
    [InlineData("format", "a.qstrat", "--as", "yaml")]
    [InlineData("format", "-", "--json")]
    [InlineData("format")]
    public void Commands_that_ask_for_two_things_are_usage_errors(params string[] arguments)
    {
        _qdsl.Write("a.qstrat", Untidy);
        Assert.Equal(2, _qdsl.Run(arguments).Code);
        Assert.Equal(Untidy, _qdsl.Read("a.qstrat"));
    }

    [Fact]
    public void Line_breaks_stay_those_of_the_file()
    {
        _qdsl.Write("a.qstrat", Untidy.Replace("\n", "\r\n"));
        Assert.Equal(0, _qdsl.Run("format", "a.qstrat").Code);
        Assert.Equal(Tidy.ReplaceLineEndings("\r\n"), _qdsl.Read("a.qstrat"));
    }

    [Fact]
    public void A_library_needs_no_name()
    {
        _qdsl.Write("lib.qstrat", "define  UP(x)=x>x[1] // grows\n");
        Assert.Equal(0, _qdsl.Run("format", "lib.qstrat").Code);
        Assert.Equal("define UP(x) = x > x[1]  // grows\n", _qdsl.Read("lib.qstrat"));
    }

    [Fact]
    public void The_library_and_what_new_writes_are_laid_out()
    {
        Assert.Equal((0, ""), (_qdsl.Run("new", "fresh") is var text ? text.Code : -1, text.Error));
        Assert.Equal(0, _qdsl.Run("new", "fresh", "--yaml").Code);
        var outcome = _qdsl.Run("format", "--check", "fresh.qstrat", "fresh.yaml", Path.Combine(Repository.PathOf("strategies"), "*"));
        Assert.True(outcome.Code == 0, outcome.Out + outcome.Error);
    }

    [Fact]
    public void A_link_leads_to_the_file_that_is_written()
    {
        if (OperatingSystem.IsWindows()) return;
        _qdsl.Write("a.qstrat", Untidy);
        File.CreateSymbolicLink(Path.Combine(_qdsl.Folder, "link.qstrat"), Path.Combine(_qdsl.Folder, "a.qstrat"));
        File.SetUnixFileMode(Path.Combine(_qdsl.Folder, "a.qstrat"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(0, _qdsl.Run("format", "link.qstrat").Code);
        Assert.Equal(Tidy.ReplaceLineEndings("\n"), _qdsl.Read("a.qstrat"));
        Assert.NotNull(new FileInfo(Path.Combine(_qdsl.Folder, "link.qstrat")).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_qdsl.Folder, "a.qstrat")));
    }
}
