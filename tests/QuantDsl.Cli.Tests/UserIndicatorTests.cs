using System.Diagnostics;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>Indicators of the project's own: one C# file, used by name, trusted first, held to the laws, and alone when broken.</summary>
public sealed class UserIndicatorTests : IDisposable
{
    private const string Strategy = """
        strategy own
        timeframe 1h
        param n = 20 in [10, 20, 30]
        enter long when close > MyMean(close, n)
        exit long when close < MyMean(close, n)
        """;

    private readonly Qdsl _qdsl = new();

    public UserIndicatorTests()
    {
        Directory.CreateDirectory(Path.Combine(_qdsl.Folder, "indicators"));
        _qdsl.Write("own.qstrat", Strategy);
    }

    [Fact]
    public void Nothing_of_it_runs_before_it_is_trusted_and_check_says_what_to_type()
    {
        string trace = Path.Combine(_qdsl.Folder, "it-ran");
        Indicator("MyMean", Mean("MYMEAN", $"System.IO.File.WriteAllText(@\"{trace}\", \"\");"));
        var checkedFile = _qdsl.Run("check", "own.qstrat");
        Assert.Equal(1, checkedFile.Code);
        Assert.Contains("QD2450", checkedFile.Out);
        Assert.Contains("help: read indicators/MyMean.cs, then type `qdsl trust MyMean`", checkedFile.Out);
        Assert.Equal(1, _qdsl.Run("indicators", "test", "MyMean").Code);
        Assert.Equal(1, _qdsl.Run("backtest", "own.qstrat", "--sample").Code);
        Assert.False(File.Exists(trace));

        Assert.Equal(0, _qdsl.Run("trust", "MyMean").Code);
        Assert.False(File.Exists(trace));
        Assert.Equal(0, _qdsl.Run("check", "own.qstrat").Code);
        Assert.True(File.Exists(trace));
    }

    [Fact]
    public void A_changed_text_is_another_text_and_trust_can_be_taken_back()
    {
        Indicator("MyMean", Mean("MYMEAN"));
        Assert.Equal(0, _qdsl.Run("trust", "MyMean").Code);
        Assert.Equal(0, _qdsl.Run("check", "own.qstrat").Code);
        Indicator("MyMean", Mean("MYMEAN") + "\n// changed\n");
        Assert.Equal(1, _qdsl.Run("check", "own.qstrat").Code);
        Assert.StartsWith("not trusted", _qdsl.Run("trust", "--list").Out);
        Assert.Equal(0, _qdsl.Run("trust", "MyMean").Code);
        Assert.Equal(0, _qdsl.Run("check", "own.qstrat").Code);
        Assert.Equal(0, _qdsl.Run("trust", "--remove", "MyMean").Code);
        Assert.Equal(1, _qdsl.Run("check", "own.qstrat").Code);
    }

    [Fact]
    public void It_trades_as_the_built_in_formula_does_in_both_notations_and_in_a_sweep()
    {
        Indicator("MyMean", Mean("MYMEAN"));
        _qdsl.Run("trust", "MyMean");
        _qdsl.Write("builtin.qstrat", Strategy.Replace("MyMean", "SMA"));
        _qdsl.Write("own.yaml", """
            name: own
            timeframe: 1h
            indicators:
              mean: { type: MyMean, source: close, period: n }
            parameters: { "n": 20 }
            sweep: { "n": [10, 20, 30] }
            entry_conditions: { long: [close > mean] }
            exit_conditions: { long: [close < mean] }
            """);
        SharedSample.LinkInto(_qdsl);
        string[] span = ["--sample", "--to", "2025-01-20", "--json"];
        string Trades(string file) => _qdsl.Run(["backtest", file, .. span]).Json.GetProperty("trades").GetRawText();
        string built = Trades("builtin.qstrat");
        Assert.True(built.Length > 100);
        Assert.Equal(built, Trades("own.qstrat"));
        Assert.Equal(built, Trades("own.yaml"));
        string Rows(string file) => _qdsl.Run(["screen", file, .. span, "--all"]).Json.GetProperty("rows").GetRawText();
        Assert.Equal(Rows("builtin.qstrat"), Rows("own.qstrat"));
        Assert.Contains("MYMEAN", _qdsl.Run("indicators", "list").Out);
        string bars = _qdsl.Write("bars.csv", "timestamp,open,high,low,close,volume\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{1735689600000L + i * 3600000L},{i + 1},{i + 2},{i + 1},{i + 2},1\n")));
        var computed = _qdsl.Run("indicators", "compute", "MyMean(close, 3)", "--bars", bars);
        Assert.Equal(32, computed.Out.Split('\n').Length);
        Assert.Equal(_qdsl.Run("indicators", "compute", "SMA(close, 3)", "--bars", bars).Out.Split('\n')[1..], computed.Out.Split('\n')[1..]);
    }

    [Fact]
    public void It_is_listed_shown_drawn_and_written_down_as_the_built_in_ones_are()
    {
        Indicator("MyMean", Mean("MYMEAN"));
        _qdsl.Run("trust", "MyMean");
        Assert.Contains(_qdsl.Run("indicators", "list").Out.Split('\n'), line => line.Trim() is var row && row.StartsWith("MYMEAN ") && row.EndsWith(" The mean of the last values."));
        var listed = _qdsl.Run("indicators", "list", "--json").Json.GetProperty("indicators").EnumerateArray().Single(i => i.GetProperty("name").GetString() == "MYMEAN");
        Assert.Equal(("own", 1, 500, 20, 19), (listed.GetProperty("group").GetString(), listed.GetProperty("parameters")[0].GetProperty("min").GetInt32(),
            listed.GetProperty("parameters")[0].GetProperty("max").GetInt32(), listed.GetProperty("parameters")[0].GetProperty("default").GetInt32(), listed.GetProperty("lookback").GetInt32()));

        var shown = _qdsl.Run("indicators", "show", "MyMean");
        Assert.Equal((0, ""), (shown.Code, shown.Error));
        Assert.All((string[])["MYMEAN(source, period = 20)   own", "The mean of the last values.", "parameter period: 1 to 500, default 20. Values in the mean.", "output mean: as the source",
            "look-back: 19 bars", "source: A test.", "let value = MYMEAN(close, 20)", "{ type: MYMEAN, source: close, period: 20 }"], text => Assert.Contains(text, shown.Out));
        Assert.Contains(shown.Out, c => c is > '\u2800' and <= '\u28ff');
        Assert.DoesNotContain("\n\n\n", shown.Out);

        string bars = _qdsl.Write("bars.csv", "timestamp,open,high,low,close,volume\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{1735689600000L + i * 3600000L},{i + 1},{i + 2},{i + 1},{i + 2},1\n")));
        var plot = _qdsl.Run("indicators", "compute", "MyMean(close, 5)", "--bars", bars, "--plot");
        Assert.Equal(0, plot.Code);
        Assert.StartsWith("mean\n", plot.Out);
        Assert.Contains("29 ┤", plot.Out); // The mean of 27 … 31.

        Assert.Equal("wrote docs/mymean.md\nwrote docs/README.md\n", _qdsl.Run("indicators", "pages", "docs").Out);
        Assert.StartsWith("# MYMEAN\n\nThe mean of the last values.\n", _qdsl.Read("docs/mymean.md"));
        Assert.DoesNotContain("\n\n\n", _qdsl.Read("docs/mymean.md"));
        Assert.DoesNotContain("Who differs", _qdsl.Read("docs/mymean.md"));
        Assert.Contains("## Own\n", _qdsl.Read("docs/README.md"));
        Assert.Contains("[MYMEAN](mymean.md)", _qdsl.Read("docs/README.md"));
    }

    [Fact]
    public void One_that_cannot_be_used_is_named_by_list_show_and_pages()
    {
        Indicator("MyMean", Mean("MYMEAN"));
        Indicator("Other", Mean("OTHER"));
        _qdsl.Run("trust", "Other");
        var listed = _qdsl.Run("indicators", "list");
        Assert.Equal(0, listed.Code);
        Assert.DoesNotContain("MYMEAN", listed.Out);
        Assert.Contains("QD4007", listed.Error);
        Assert.Contains("OTHER", listed.Out);
        Assert.Equal("QD4007", _qdsl.Run("indicators", "list", "--json").Json.GetProperty("diagnostics")[0].GetProperty("code").GetString());
        var shown = _qdsl.Run("indicators", "show", "MyMean");
        Assert.Equal(1, shown.Code);
        Assert.Contains("help: read indicators/MyMean.cs, then type `qdsl trust MyMean`", shown.Error);
        Assert.Contains("67 built in, 2 of the project, of which 1 cannot be used", _qdsl.Run("doctor").Out);
        var pages = _qdsl.Run("indicators", "pages", "docs", "--json");
        Assert.Equal(1, pages.Code);
        Assert.Equal("""["docs/other.md","docs/README.md"]""", pages.Json.GetProperty("pages").GetRawText().Replace(" ", "").Replace("\n", ""));
    }

    [Fact]
    public void A_page_is_never_written_over_what_is_none()
    {
        Indicator("MyMean", Mean("MYMEAN"));
        _qdsl.Run("trust", "MyMean");
        Directory.CreateDirectory(Path.Combine(_qdsl.Folder, "docs"));
        _qdsl.Write("docs/README.md", "# My project\n");
        var refused = _qdsl.Run("indicators", "pages", "docs");
        Assert.Equal(2, refused.Code);
        Assert.Contains("QD4009", refused.Error);
        Assert.Equal("# My project\n", _qdsl.Read("docs/README.md"));
        Assert.False(_qdsl.Has("docs/mymean.md"));
        Assert.Equal(0, _qdsl.Run("indicators", "pages", "reference").Code);
        Assert.Equal(0, _qdsl.Run("indicators", "pages", "reference").Code);
    }

    [Theory]
    [InlineData("Highest")]
    [InlineData("Abs")]
    [InlineData("Sma")]
    public void A_name_that_the_language_has_is_refused(string name)
    {
        Indicator(name, Mean(name.ToUpperInvariant()).Replace("private readonly Sma ", "private readonly QuantDsl.Indicators.Sma "));
        Assert.Equal(0, _qdsl.Run("trust", name).Code);
        var tested = _qdsl.Run("indicators", "test", name);
        Assert.Equal(1, tested.Code);
        Assert.Contains("QD4004", tested.Error);
    }

    [Theory]
    [InlineData("my-thing", "qdsl new Mything --indicator")]
    [InlineData("MyThing.cs", "qdsl new MyThing --indicator")]
    [InlineData("../Up", "qdsl new Up --indicator")]
    [InlineData("3x", "qdsl new My3x --indicator")]
    [InlineData("Ema", "qdsl new MyEma --indicator")]
    [InlineData("Lowest", "qdsl new MyLowest --indicator")]
    [InlineData("", "qdsl new MyThing --indicator")]
    public void A_new_one_has_a_name_that_a_class_can_have(string name, string help)
    {
        var refused = _qdsl.Run("new", name, "--indicator");
        Assert.Equal(2, refused.Code);
        Assert.Contains("QD4010", refused.Error);
        Assert.Contains(help, refused.Error);
        Assert.Empty(Directory.GetFiles(Path.Combine(_qdsl.Folder, "indicators")));
    }

    [Fact]
    public void A_new_one_replaces_no_file_and_lies_in_the_projects_folder()
    {
        Directory.Delete(Path.Combine(_qdsl.Folder, "indicators"));
        Assert.Equal("indicators/MyMean.cs", _qdsl.Run("new", "MyMean", "--indicator", "--json").Json.GetProperty("file").GetString());
        string text = _qdsl.Read("indicators/MyMean.cs");
        var again = _qdsl.Run("new", "Mymean", "--indicator");
        Assert.Equal(2, again.Code);
        Assert.Contains("QD0051", again.Error);
        Assert.Equal(text, _qdsl.Read("indicators/MyMean.cs"));
    }

    [Fact]
    public void The_program_hash_changes_with_the_text_of_the_indicator()
    {
        string Hash() => _qdsl.Run("compile", "own.qstrat", "--json").Json.GetProperty("programHash").GetString() ?? "";
        Indicator("MyMean", Mean("MYMEAN"));
        _qdsl.Run("trust", "MyMean");
        string first = Hash();
        Assert.Equal(first, Hash());
        Indicator("MyMean", Mean("MYMEAN").Replace("/ period", "/ (period + 1)"));
        _qdsl.Run("trust", "MyMean");
        Assert.NotEqual(first, Hash());
    }

    [Fact]
    public void A_broken_one_shows_the_compilers_words_at_its_own_line_and_disables_only_itself()
    {
        Indicator("MyMean", Mean("MYMEAN"));
        Indicator("Broken", Mean("BROKEN").Replace("double value = inputs[0];", "double value = nothing;"));
        _qdsl.Run("trust", "MyMean");
        var trusted = _qdsl.Run("trust", "Broken");
        Assert.Equal(1, trusted.Code);
        int line = 1 + Array.FindIndex(Mean("BROKEN").Split('\n'), text => text.Contains("double value = inputs[0];"));
        Assert.Contains("CS0103: The name 'nothing' does not exist in the current context", trusted.Error);
        Assert.Contains($"indicators/Broken.cs:{line}:", trusted.Error);
        Assert.Contains("double value = nothing;", trusted.Error);
        Assert.Equal(0, _qdsl.Run("check", "own.qstrat").Code);
        var tested = _qdsl.Run("indicators", "test");
        Assert.Equal(1, tested.Code);
        Assert.Contains("CS0103", tested.Error);
        Assert.Contains("MYMEAN (indicators/MyMean.cs)", tested.Out);
    }

    [Theory]
    [InlineData("MYMEAN", "RSI", "QD4004")]
    [InlineData("MYMEAN", "OTHER", "QD4003")]
    [InlineData("Default: 20", "Default: 900", "QD4005")]
    [InlineData("private double _sum;", "private static readonly int s_bad = int.Parse(\"x\"); private double _sum;", "")]
    [InlineData("IndicatorDefinition Definition { get; } = new(", "IndicatorDefinition Definition { get; } = Fail(); private static IndicatorDefinition Fail() => throw new System.Exception(\"no\"); private static IndicatorDefinition Other { get; } = new(", "QD4005")]
    [InlineData(": IIndicator", "", "QD4002")]
    public void What_is_wrong_with_a_definition_is_said(string from, string to, string code)
    {
        string name = to == "RSI" ? "Rsi" : "MyMean";
        string text = Mean("MYMEAN");
        text = code == "QD4002" ? text.Replace("arguments => new Own(arguments[\"period\"])", "arguments => throw new System.Exception()").Replace(from, to) : text.Replace(from, to);
        Indicator(name, text);
        Assert.Equal(0, _qdsl.Run("trust", name).Code);
        var tested = _qdsl.Run("indicators", "test", name);
        // A static field that throws belongs to the class, so its definition cannot be had either.
        Assert.Equal(1, tested.Code);
        Assert.Contains(code.Length > 0 ? code : "QD4005", tested.Error);
        Assert.Equal(1, _qdsl.Run("check", "own.qstrat").Code);
    }

    [Theory]
    [InlineData("if (++_seen < period) outputs[0] = double.NaN;", "if (++_seen < period) outputs[0] = 0;", "the first value stands at the look-back")]
    [InlineData("outputs[0] = _sum / period;", "outputs[0] = _sum / 0.0;", "infinit")]
    [InlineData("double value = inputs[0];", "double value = inputs[0]; s_kept = new double[3];", "a bar allocates nothing")]
    [InlineData("double value = inputs[0];", "double value = double.IsNaN(inputs[0]) ? 0 : inputs[0];", "a NaN inside blanks its bar")]
    [InlineData("double value = inputs[0];", "if (_seen > 50) throw new System.ArgumentException(\"enough\"); double value = inputs[0];", "enough")]
    [InlineData("private double _sum;", "private double _sum; public void Compute(double[][] inputs, double[][] outputs) => System.Array.Fill(outputs[0], double.NaN);", "streaming and columns agree")]
    [InlineData("double value = inputs[0];", "double value = inputs[0] + s_calls++;", "two instances agree")]
    public void A_law_that_is_broken_is_named(string from, string to, string law)
    {
        string text = Mean("MYMEAN").Replace(from, to).Replace("private double _sum;", "private static int s_calls; private static double[]? s_kept; private double _sum;");
        Indicator("MyMean", text);
        Assert.Equal(0, _qdsl.Run("trust", "MyMean").Code);
        var tested = _qdsl.Run("indicators", "test", "MyMean", "--json");
        Assert.Equal(4, tested.Code);
        var broken = tested.Json.GetProperty("indicators")[0].GetProperty("laws").EnumerateArray().Where(l => !l.GetProperty("holds").GetBoolean()).ToArray();
        Assert.Contains(broken, l => l.GetRawText().Contains(law));
    }

    [Fact]
    public void An_indicator_that_throws_in_a_run_is_a_message()
    {
        Indicator("MyMean", Mean("MYMEAN").Replace("double value = inputs[0];", "if (_seen > 500) throw new System.ArgumentException(\"enough\"); double value = inputs[0];"));
        _qdsl.Run("trust", "MyMean");
        SharedSample.LinkInto(_qdsl);
        var run = _qdsl.Run("backtest", "own.qstrat", "--sample", "--to", "2025-02-20");
        Assert.Equal(1, run.Code);
        Assert.Contains("QD4006", run.Error);
        Assert.Contains("ArgumentException: enough", run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    }

    [Fact]
    public void Check_of_a_trusted_indicator_loads_no_compiler()
    {
        Indicator("MyMean", Mean("MYMEAN"));
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _qdsl.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["QDSL_HOME"] = _qdsl.Home;
        Assert.Equal(0, _qdsl.Run("trust", "MyMean").Code);
        // An assembly that is not there cannot be loaded: without Roslyn in its folder the command still works.
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            if (!Path.GetFileName(file).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)) File.Copy(file, folder.File(Path.GetFileName(file)));
        foreach (string argument in (string[])[folder.File("qdsl.dll"), "check", "own.qstrat"]) start.ArgumentList.Add(argument);
        Assert.False(File.Exists(folder.File("Microsoft.CodeAnalysis.CSharp.dll")));
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd(), error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("own.qstrat: no problems\n", output + error);
    }

    [Fact]
    public void A_name_that_is_no_file_is_a_usage_error_with_a_suggestion()
    {
        Indicator("MyMean", Mean("MYMEAN"));
        var wrong = _qdsl.Run("trust", "MyMeen");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("did you mean `MyMean`?", wrong.Error);
        Assert.Equal(2, _qdsl.Run("trust").Code);
    }

    public void Dispose() => _qdsl.Dispose();

    private void Indicator(string name, string text) => File.WriteAllText(Path.Combine(_qdsl.Folder, "indicators", name + ".cs"), text);

    /// <summary>A simple mean over a window that is summed anew at each bar, as the built-in one is to the last bit.</summary>
    private static string Mean(string name, string atStart = "") => $$"""
        public sealed class Own(int period) : IIndicator
        {
            static Own() { {{atStart}} }

            public static IndicatorDefinition Definition { get; } = new("{{name}}")
            {
                Summary = "The mean of the last values.",
                Parameters = [new("period", Min: 1, Max: 500, Default: 20, "Values in the mean.")],
                Outputs = [new("mean", SeriesUnit.SameAsSource)],
                Lookback = arguments => arguments["period"] - 1,
                Source = "A test.",
                Create = arguments => new Own(arguments["period"]),
            };

            private readonly Sma _mean = new(period);
            private double _sum;
            private int _seen;

            public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
            {
                double value = inputs[0];
                _sum = _mean.Update(value) * period;
                if (double.IsNaN(value)) { outputs[0] = double.NaN; return; }
                if (++_seen < period) outputs[0] = double.NaN;
                else outputs[0] = _sum / period;
            }
        }
        """;
}
