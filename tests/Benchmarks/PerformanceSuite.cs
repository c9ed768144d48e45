using System.Globalization;
using System.Text.Json;

namespace QuantDsl.Benchmarks;

/// <summary>Measures the work of the peers, and what else the product promises, beside hand-written C++ in one run: each in turn, medians.</summary>
/// <remarks>Sweeps, start-up and memory are those of whole processes of the published program; only single backtests, which are shorter than a clock of
/// processes can tell, are taken in this one.</remarks>
public sealed class PerformanceSuite(PerformanceOptions options)
{
    private const int SingleRuns = 15, Combinations = 1_000, LibraryCombinations = 1_280, Million = 1_000_000;

    private readonly int _turns = options.Quick ? 1 : 3, _processes = options.Quick ? 3 : 7;
    private readonly string _load = Checkout.Load;
    private readonly List<PerformanceRow> _rows = [];
    private readonly List<PerformanceCheck> _checks = [];

    /// <returns>1 when a result differs from the expected one or a target is missed, else 0.</returns>
    public int Run()
    {
        string folder = Directory.CreateTempSubdirectory("qdsl-performance-").FullName;
        try
        {
            string bars = Path.Combine(folder, "gbm_5m.csv"), funding = Path.Combine(folder, "funding.csv");
            var made = new PeerBars();
            made.Write(bars);
            made.WriteFunding(funding);
            _checks.Add(new("bars are the peers', byte for byte", 1, made.AreThePeers ? 1 : 0, Tolerance: 0));
            Note("publishing qdsl");
            var program = PublishedProgram.Publish(bars, folder);
            var cpp = CppReference.Compile(options.Reference, bars, folder, out string absence);
            if (cpp is null) Note(absence + ": no ratios");
            Singles(new(bars), cpp);
            Sweeps(new(bars), program, cpp);
            Library(program, funding);
            StartUp(program);
            Structures();
            if (options.Long) LongSweep(program);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        var page = new PerformancePage(_rows, _checks, _load);
        Console.Out.Write(options.Json ? page.Json() : page.Text());
        if (options.Write) File.WriteAllText(Path.Combine(Checkout.Root, "docs", "performance.md"), page.Markdown(TimeProvider.System.GetUtcNow(), options.Words));
        return _rows.All(row => row.Met != false) && _checks.All(check => check.Holds) ? 0 : 1;
    }

    /// <summary>W1 and W3: one backtest after compilation.</summary>
    private void Singles(PeerRuns ours, CppReference? cpp)
    {
        List<double> w1 = [], w3 = [];
        for (int turn = 0; turn < _turns; turn++)
        {
            Note($"single backtests, turn {turn + 1}");
            cpp?.Take("w1");
            var (seconds, row) = ours.OneRun("w1_rsi", 1_000, SingleRuns);
            w1.AddRange(seconds);
            if (turn == 0)
            {
                _checks.Add(new("W1, final equity", 954222.604452, row.FinalEquity));
                _checks.Add(new("W1, closed trades", 2_689, row.Trades, Tolerance: 0));
            }

            cpp?.Take("w3");
            (seconds, row) = ours.OneRun("w3_rsi_mtf", 12_000, SingleRuns);
            w3.AddRange(seconds);
            if (turn == 0) _checks.Add(new("W3, final equity", 987996.752064, row.FinalEquity));
        }

        Against("W1, one backtest after compilation", cpp?.Seconds("W1"), Median.Of(w1), most: 2);
        Against("W3, one backtest after compilation", cpp?.Seconds("W3"), Median.Of(w3), most: 2);
        Told("W1 on the plain engine, every trade recorded", Median.Of(ours.PlainRun("w1_rsi", 1_000, SingleRuns)) * 1e3, "ms");
        Told("W3 on the plain engine, every trade recorded", Median.Of(ours.PlainRun("w3_rsi_mtf", 12_000, SingleRuns)) * 1e3, "ms");
    }

    /// <summary>W2 on one and two cores.</summary>
    private void Sweeps(PeerRuns ours, PublishedProgram program, CppReference? cpp)
    {
        string[] verb = ["screen", PublishedProgram.Strategy("w2_ema_cross_stop")], account = [.. PublishedProgram.PeerAccount, "--funding", "none", "--trade-from", "1000"];
        List<double> one = [], two = [], warmOne = [], warmTwo = [];
        for (int turn = 0; turn < _turns; turn++)
        {
            Note($"W2, turn {turn + 1}");
            cpp?.Take("w2");
            for (int i = 0; i < _turns; i++)
            {
                one.Add(PublishedProgram.SweepSeconds(program.Run(core: true, watched: false, verb, [.. account, "--workers", "1"])));
                two.Add(PublishedProgram.SweepSeconds(program.Run(core: false, watched: false, verb, [.. account, "--workers", "2"])));
            }

            var (seconds, finals) = ours.Sweep("w2_ema_cross_stop", 1_000, workers: 1, _turns);
            warmOne.AddRange(seconds);
            warmTwo.AddRange(ours.Sweep("w2_ema_cross_stop", 1_000, workers: 2, _turns).Seconds);
            if (turn > 0) continue;
            _checks.Add(new("W2, mean of the final equities", 986847.3674, finals.Average()));
            _checks.Add(new("W2, 30/150/3.5", 1010486.2686, finals.Max()));
        }

        double? events = cpp?.Seconds("W2 events, threads=1"), eventsOnTwo = cpp?.Seconds("W2 events, threads=2");
        Against("W2, 1,000 combinations, 1 core, a cold process", events, Median.Of(one), most: 2.5);
        Against("W2 on 2 cores, a cold process", eventsOnTwo, Median.Of(two), most: null);
        Told("W2 on 1 core, a warm process", Median.Of(warmOne) * 1e3, "ms", events * 1e3);
        Told("W2 on 2 cores, a warm process", Median.Of(warmTwo) * 1e3, "ms", eventsOnTwo * 1e3);
        double scaling = Median.Of(one) / Median.Of(two);
        double? theirs = events / eventsOnTwo, relative = scaling / theirs;
        _rows.Add(new("W2, scaling from 1 core to 2", theirs, scaling, "×", relative, "at least 0.95", relative >= 0.95));
        double peak = Enumerable.Range(0, _turns).Max(_ => program.Run(core: false, watched: true, verb, account).PeakBytes) / 1e6;
        _rows.Add(new("W2, peak memory of the process", null, peak, "MB", null, "under 200", peak < 200));
        WallOfSweep(program, verb, account);
    }

    /// <summary>What a sweep says it took is what it adds to a process. On one core: with two, what happens beside the sweep varies by more than it takes. The
    /// difference is that of two processes one after the other, since the machine's own pace changes by more than it, too.</summary>
    private void WallOfSweep(PublishedProgram program, string[] verb, string[] account)
    {
        List<double> more = [], said = [];
        for (int i = 0; i < 2 * _processes; i++)
        {
            var sweep = program.Run(core: true, watched: false, verb, account);
            said.Add(PublishedProgram.SweepSeconds(sweep));
            more.Add(sweep.Seconds - program.Run(core: true, watched: false, verb, [.. account, "--draw", "1"]).Seconds);
        }

        double wall = Median.Of(more), off = wall / Median.Of(said);
        _rows.Add(new("W2, wall of 1,000 less wall of 1, beside sweepSeconds", Median.Of(said) * 1e3, wall * 1e3, "ms", off, "0.8 to 1.2", off is >= 0.8 and <= 1.2));
    }

    /// <summary>The library's strategy with stop, target, session and funding filters, on the default account with funding.</summary>
    private void Library(PublishedProgram program, string funding)
    {
        Note("the library's strategy");
        string[] verb = ["screen", PublishedProgram.Strategy("rsi_mean_reversion_mtf")];
        double[] taken = [.. Enumerable.Range(0, _processes).Select(_ =>
            PublishedProgram.SweepSeconds(program.Run(core: true, watched: false, verb, "--funding", funding, "--workers", "1")))];
        double rate = LibraryCombinations / Median.Of(taken);
        _rows.Add(new("rsi_mean_reversion_mtf, 1,280 combinations, a core", null, rate, "per s", null, "at least 5,000", rate >= 5_000));
    }

    /// <summary>First results of cold processes.</summary>
    private void StartUp(PublishedProgram program)
    {
        Note("cold processes");
        string[] account = [.. PublishedProgram.PeerAccount, "--funding", "none", "--trade-from", "1000"];
        Cold("first result of a cold process, one backtest (W1)", ["backtest", PublishedProgram.Strategy("w1_rsi")], account);
        Cold("first result of a cold process, one of W2's combinations", ["screen", PublishedProgram.Strategy("w2_ema_cross_stop")], [.. account, "--draw", "1"]);
        Cold("all of W2 in a cold process", ["screen", PublishedProgram.Strategy("w2_ema_cross_stop")], account);

        void Cold(string work, string[] verb, string[] rest)
        {
            double wall = Median.Of(Enumerable.Range(0, _processes).Select(_ => program.Run(core: false, watched: false, verb, rest).Seconds));
            _rows.Add(new(work, null, wall, "s", null, "under 1.0", wall < 1));
        }
    }

    /// <summary>A million combinations: their rate beside that of a thousand on as many cores, and the memory.</summary>
    private void LongSweep(PublishedProgram program)
    {
        Note("a million combinations");
        string[] account = [.. PublishedProgram.PeerAccount, "--funding", "none", "--trade-from", "1000"];
        double small = Combinations / Median.Of(Enumerable.Range(0, _processes).Select(_ =>
            PublishedProgram.SweepSeconds(program.Run(core: false, watched: false, ["screen", PublishedProgram.Strategy("w2_ema_cross_stop")], account))));
        var process = program.Run(core: false, watched: true, ["screen", PublishedProgram.Strategy("w2_million")], account);
        double rate = Million / PublishedProgram.SweepSeconds(process), relative = rate / small, peak = process.PeakBytes / 1e6;
        _rows.Add(new("1,000,000 combinations, beside the rate of W2", small, rate, "per s", relative, "at least 0.9", relative >= 0.9));
        _rows.Add(new("1,000,000 combinations, peak memory", null, peak, "MB", null, "under 500", peak < 500));
    }

    /// <summary>Unlike strategies by the columnar back end, each from its text to its row.</summary>
    private void Structures()
    {
        Note("structures");
        double rate = new StructureSpeed(Console.Error).PerSecond();
        _rows.Add(new("unlike strategies, from text to row, 2 threads", null, rate, "per s", null, "at least 300", rate >= StructureSpeed.Limit));
    }

    private void Against(string work, double? reference, double seconds, double? most)
    {
        double? ratio = seconds / reference;
        string target = most is { } limit ? string.Create(CultureInfo.InvariantCulture, $"within {limit}×") : "";
        _rows.Add(new(work, reference * 1e3, seconds * 1e3, "ms", ratio, target, most is null || ratio is null ? null : ratio <= most));
    }

    private void Told(string work, double ours, string unit, double? reference = null) => _rows.Add(new(work, reference, ours, unit, ours / reference));

    private static void Note(string text) => Console.Error.WriteLine(text);
}
