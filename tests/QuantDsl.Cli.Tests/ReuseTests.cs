using System.Globalization;

namespace QuantDsl.Cli.Tests;

/// <summary>RULES L11 and L12 from the command line: strategies of several files, and of several symbols.</summary>
public sealed class ReuseTests : IDisposable
{
    private const string Library = "param length = 20 in [10, 20]\ndefine OSC(x, n) = (x - SMA(x, n)) / STDDEV(x, n)\nlet mean = SMA(close, length)\n";

    private const string Base = "name: base\ntimeframe: 5m\nuse: parts/library\nentry_conditions:\n  long: [ \"OSC(close, length) < -1.5\" ]\nexit_conditions:\n  long: [ close > mean ]\nstop_loss: { type: fixed_pct, percent: 2 }\n";

    private const string Pair = "strategy pair\nsymbols A, B\ntimeframe 5m\nlet ratio = close / close of B\nenter long when ratio < SMA(ratio, 20)\nexit long when ratio > SMA(ratio, 20)\n";

    private readonly Qdsl _qdsl = new();

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void The_flat_form_is_one_file_with_the_same_program_and_the_same_trades_in_both_notations()
    {
        WriteParts();
        _qdsl.Write("bars.csv", RandomBars.Csv(3000));
        var whole = Backtest("derived.qstrat");
        Assert.True(whole.Json.GetProperty("trades").GetArrayLength() > 20);
        foreach (var (notation, file) in new[] { ("qstrat", "flat.qstrat"), ("yaml", "flat.yaml") })
        {
            var emitted = _qdsl.Run("compile", "derived.qstrat", "--emit", notation);
            Assert.Equal(0, emitted.Code);
            Assert.DoesNotContain("OSC", emitted.Out);
            Assert.DoesNotContain("extends", emitted.Out);
            Assert.DoesNotContain("use", emitted.Out);
            Directory.CreateDirectory(Path.Combine(_qdsl.Folder, "alone"));
            _qdsl.Write($"alone/{file}", emitted.Out);
            Assert.Equal(ProgramHash("derived.qstrat"), ProgramHash($"alone/{file}"));
            Assert.Equal(whole.Json.GetProperty("trades").GetRawText(), Backtest($"alone/{file}").Json.GetProperty("trades").GetRawText());
        }
    }

    [Fact]
    public void Converting_keeps_the_parts_apart()
    {
        WriteParts();
        Assert.Equal(0, _qdsl.Run("convert", "derived.qstrat", "derived.yaml").Code);
        Assert.Contains("extends: base", _qdsl.Read("derived.yaml"));
        Assert.Equal(0, _qdsl.Run("convert", "derived.yaml", "again.qstrat").Code);
        Assert.Equal("strategy derived version 1\n\nextends base\n\ntimeframe 5m\n\nenter long when OSC(close, length) < -2\n\ntarget 3%\n", _qdsl.Read("again.qstrat"));
        Assert.Equal(ProgramHash("derived.qstrat"), ProgramHash("derived.yaml"));
    }

    [Fact]
    public void A_mistake_in_a_used_file_is_shown_in_that_file()
    {
        WriteParts();
        _qdsl.Write("parts/library.qstrat", Library + "let worse = EMMA(close, 20)\n");
        _qdsl.Write("derived.qstrat", "strategy derived extends base timeframe 5m enter long when close > worse");
        var outcome = _qdsl.Run("check", "derived.qstrat", "--json");
        Assert.Equal(1, outcome.Code);
        var found = outcome.Json.GetProperty("diagnostics").EnumerateArray().Single();
        Assert.Equal("QD2002", found.GetProperty("code").GetString());
        Assert.Equal("parts/library.qstrat", found.GetProperty("file").GetString());
        Assert.Equal((4, 13), (found.GetProperty("line").GetInt32(), found.GetProperty("column").GetInt32()));
        Assert.Equal(13, found.GetProperty("fixes")[0].GetProperty("column").GetInt32());
    }

    [Fact]
    public void Paths_are_relative_to_the_file_that_says_them_wherever_the_command_runs()
    {
        WriteParts();
        Directory.CreateDirectory(Path.Combine(_qdsl.Folder, "elsewhere"));
        _qdsl.Write("elsewhere/far.qstrat", "strategy far extends \"../base.yaml\" use \"../parts/library.qstrat\" target 3%");
        Assert.Equal(0, _qdsl.Run("check", "elsewhere/far.qstrat").Code);
        var missing = _qdsl.Run("check", _qdsl.Write("elsewhere/near.qstrat", "strategy near extends \"../bsae\" target 3%"));
        Assert.Equal(1, missing.Code);
        Assert.Contains("there is no file `bsae.qstrat`", missing.Out);
        Assert.Contains("did you mean `../base`?", missing.Out);
    }

    [Fact]
    public void A_pair_runs_on_two_files_named_by_template_or_by_symbol()
    {
        WritePair();
        var named = _qdsl.Run("backtest", "pair.qstrat", "--bars", "A=a.csv", "--bars", "B=b.csv", "--funding", "none", "--json");
        Assert.Equal(0, named.Code);
        var data = named.Json.GetProperty("data");
        Assert.Equal("A", data.GetProperty("symbol").GetString());
        Assert.Equal("B", data.GetProperty("reads")[0].GetProperty("symbol").GetString());
        Assert.True(named.Json.GetProperty("trades").GetArrayLength() > 20);
        Assert.All(named.Json.GetProperty("trades").EnumerateArray(), t => Assert.Equal("A", t.GetProperty("symbol").GetString()));

        string[] bind = ["--bind", "A=XUSDT", "--bind", "B=YUSDT"];
        var bound = _qdsl.Run(["backtest", "pair.qstrat", "--bars", "XUSDT=a.csv", "--bars", "B=b.csv", "--funding", "none", "--json", .. bind]);
        Assert.Equal(0, bound.Code);
        Assert.Equal("XUSDT", bound.Json.GetProperty("data").GetProperty("symbol").GetString());
        Assert.Equal(named.Json.GetProperty("finalEquity").GetRawText(), bound.Json.GetProperty("finalEquity").GetRawText());
        Assert.NotEqual(data.GetProperty("contentHash").GetString(), bound.Json.GetProperty("data").GetProperty("contentHash").GetString());
    }

    [Fact]
    public void L11_the_pair_trades_where_a_spreadsheet_says()
    {
        WritePair();
        // The ratio against its mean of 20, worked out from the files; a position opens at the next bar's open.
        double[] a = Closes("a.csv"), b = Closes("b.csv"), ratio = [.. a.Zip(b, (x, y) => x / y)];
        bool Below(int i) => ratio[i] < Enumerable.Range(i - 19, 20).Select(k => ratio[k]).Aggregate((s, v) => s + v) / 20;
        List<int> entries = [];
        bool open = false;
        for (int i = 19; i < ratio.Length - 1; i++)
        {
            if (!open && Below(i)) entries.Add(i + 1);
            open = Below(i) || open && ratio[i] == Enumerable.Range(i - 19, 20).Average(k => ratio[k]);
        }

        var run = _qdsl.Run("backtest", "pair.qstrat", "--bars", "A=a.csv", "--bars", "B=b.csv", "--funding", "none", "--fills", "neutral", "--leverage", "1", "--json");
        Assert.Equal(entries, run.Json.GetProperty("trades").EnumerateArray().Select(t => t.GetProperty("entryBar").GetInt32()));
    }

    [Fact]
    public void The_other_symbols_bars_are_part_of_the_datas_identity()
    {
        WritePair();
        string First() => _qdsl.Run("backtest", "pair.qstrat", "--bars", "A=a.csv", "--bars", "B=b.csv", "--funding", "none", "--json").Json.GetProperty("data").GetProperty("contentHash").GetString()!;
        string before = First();
        Assert.Equal(before, First());
        _qdsl.Write("b.csv", RandomBars.Csv(1999, seed: 9));
        Assert.NotEqual(before, First());
    }

    [Fact]
    public void A_symbol_without_bars_is_named_with_what_to_type()
    {
        WritePair();
        var outcome = _qdsl.Run("backtest", "pair.qstrat", "--bars", "a.csv", "--funding", "none");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("the strategy reads B, but none of the bars are of it", outcome.Error);
        Assert.Contains("--bars B=FILE…", outcome.Error);
        var other = _qdsl.Run("backtest", "pair.qstrat", "--bars", "A=a.csv", "--bars", "B=b.csv", "--funding", "none", "--symbol", "SOLUSDT");
        Assert.Equal(2, other.Code);
        Assert.Contains("--bind A=SOLUSDT", other.Error);
    }

    [Theory]
    [InlineData("A", 2, "NAME=SYMBOL is expected")]
    [InlineData("C=ETHUSDT", 1, "`C` is bound, but the strategy has no such symbol")]
    [InlineData("A=B", 1, "`B` is named twice")]
    public void A_binding_that_binds_nothing_is_refused(string bind, int code, string message)
    {
        WritePair();
        var outcome = _qdsl.Run("check", "pair.qstrat", "--bind", bind);
        Assert.Equal(code, outcome.Code);
        Assert.Contains(message, outcome.Out + outcome.Error);
    }

    [Fact]
    public void A_bound_template_prints_its_symbols_and_is_the_same_program()
    {
        WritePair();
        var flat = _qdsl.Run("compile", "pair.qstrat", "--bind", "A=BTCUSDT", "--bind", "B=1000PEPEUSDT", "--emit", "qstrat");
        Assert.Contains("symbols BTCUSDT, \"1000PEPEUSDT\"", flat.Out);
        Assert.Contains("close of \"1000PEPEUSDT\"", flat.Out);
        Assert.Equal(ProgramHash("pair.qstrat"), ProgramHash(_qdsl.Write("bound.qstrat", flat.Out)));
    }

    [Fact]
    public void A_sweep_of_a_pair_is_its_backtests()
    {
        WritePair();
        _qdsl.Write("pair.qstrat", Pair.Replace("SMA(ratio, 20)", "SMA(ratio, n)", StringComparison.Ordinal) + "param n = 20 in [10, 20, 30]\n");
        string[] data = ["--bars", "A=a.csv", "--bars", "B=b.csv", "--funding", "none", "--json"];
        var screen = _qdsl.Run(["screen", "pair.qstrat", "--all", .. data]);
        Assert.Equal(0, screen.Code);
        foreach (var row in screen.Json.GetProperty("rows").EnumerateArray())
        {
            string n = row.GetProperty("parameters").GetProperty("n").GetRawText();
            Assert.Equal(row.GetProperty("finalEquity").GetRawText(), _qdsl.Run(["backtest", "pair.qstrat", "--set", $"n={n}", .. data]).Json.GetProperty("finalEquity").GetRawText());
        }

        Assert.Contains("--bars A=a.csv", screen.Json.GetProperty("hint").GetString());
    }

    private Outcome Backtest(string file) => _qdsl.Run("backtest", file, "--bars", "bars.csv", "--funding", "none", "--json");

    private string ProgramHash(string file) => _qdsl.Run("compile", file, "--json").Json.GetProperty("programHash").GetString()!;

    private double[] Closes(string file) =>
        [.. _qdsl.Read(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => double.Parse(line.Split(',')[4], CultureInfo.InvariantCulture))];

    private void WriteParts()
    {
        Directory.CreateDirectory(Path.Combine(_qdsl.Folder, "parts"));
        _qdsl.Write("parts/library.qstrat", Library);
        _qdsl.Write("base.yaml", Base);
        _qdsl.Write("derived.qstrat", "strategy derived\nextends base\ntimeframe 5m\nenter long when OSC(close, length) < -2\ntarget 3%\n");
    }

    private void WritePair()
    {
        _qdsl.Write("a.csv", RandomBars.Csv(2000));
        _qdsl.Write("b.csv", RandomBars.Csv(2000, seed: 9));
        _qdsl.Write("pair.qstrat", Pair);
    }
}
