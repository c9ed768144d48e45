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
        string[] span = ["--sample", "--to", "2025-01-20", "--json"];
        string Trades(string file) => _qdsl.Run(["backtest", file, .. span]).Json.GetProperty("trades").GetRawText();
        string built = Trades("builtin.qstrat");
        Assert.True(built.Length > 100);
        Assert.Equal(built, Trades("own.qstrat"));
        Assert.Equal(built, Trades("own.yaml"));
        string Rows(string file) => _qdsl.Run(["screen", file, .. span, "--all"]).Json.GetProperty("rows").GetRawText();
        Assert.Equal(Rows("builtin.qstrat"), Rows("own.qstrat"));
        Assert.Contains("MYMEAN", _qdsl.Run("indicators", "list").Out);
        string bars = _qdsl.Write("bars.csv", "timestamp,open,high,low,close,volume\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{1735689600000L + i * 3600000L},{i},{i + 1},{i},{i + 1},1\n")));
        var computed = _qdsl.Run("indicators", "compute", "MyMean(close, 3)", "--bars", bars);
        Assert.Equal(_qdsl.Run("indicators", "compute", "SMA(close, 3)", "--bars", bars).Out.Split('\n')[1..], computed.Out.Split('\n')[1..]);
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
