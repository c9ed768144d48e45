using System.Reflection;
using System.Text.Json;
using QuantDsl.Backtest.Risk;
using QuantDsl.Data;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli.Tests;

/// <summary><c>qdsl check</c> on the files that configure runs.</summary>
public sealed class ConfigurationCheckTests : IDisposable
{
    private static readonly DiagnosticDescriptor[] All =
    [
        .. new[] { typeof(ConfigurationDiagnostics), typeof(RiskDiagnostics), typeof(DataDiagnostics), typeof(CommandLineDiagnostics) }
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(f => f.GetValue(null)).OfType<DiagnosticDescriptor>()
            .Where(d => d.SampleFile.EndsWith(".yaml", StringComparison.Ordinal) && d.Bad.Length > 0),
    ];

    private readonly Qdsl _qdsl = new();

    public static TheoryData<string> Codes => [.. All.Select(d => d.Code)];

    public void Dispose() => _qdsl.Dispose();

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_bad_sample_gives_exactly_its_code_its_fixes_remove_it_and_the_good_one_gives_nothing(string code)
    {
        var descriptor = All.Single(d => d.Code == code);
        var diagnostic = Assert.Single(Check(descriptor, descriptor.Bad));
        Assert.Equal(code, diagnostic.GetProperty("code").GetString());
        Assert.False(string.IsNullOrEmpty(diagnostic.GetProperty("help").GetString()), "a diagnostic says what to type");
        Assert.True(diagnostic.GetProperty("line").GetInt32() > 0);
        foreach (var fix in diagnostic.GetProperty("fixes").EnumerateArray()) Assert.Empty(Check(descriptor, Applied(descriptor.Bad, fix)));
        Assert.Empty(Check(descriptor, descriptor.Good));
    }

    [Theory]
    [InlineData("qdsl.yaml", "leverge: 5\n", "QD0008", 1, 1, "did you mean `leverage`?")]
    [InlineData("qdsl.yaml", "equity: 1000\nleverage: 0\n", "QD0002", 2, 11, "qdsl backtest --help")]
    [InlineData("qdsl.yaml", "equity: -5\n", "QD0002", 1, 9, "qdsl backtest --help")]
    [InlineData("qdsl.yaml", "taker: 0.4\n", "QD0002", 1, 8, "`0.0004` is 0.04 %")]
    [InlineData("qdsl.yaml", "taker: 40%\n", "QD0002", 1, 8, "`0.0004` is 0.04 %")]
    [InlineData("qdsl.yaml", "fills: screning\n", "QD0002", 1, 8, "did you mean `screening`?")]
    [InlineData("qdsl.yaml", "sizing: equity_fracton:0.1\n", "QD0002", 1, 9, "did you mean `equity_fraction`?")]
    [InlineData("qdsl.yaml", "sizing: equity_fraction:2\n", "QD0002", 1, 9, "")]
    [InlineData("qdsl.yaml", "timeframe: 5minutes\n", "QD0002", 1, 12, "")]
    [InlineData("qdsl.yaml", "from: yesterday\n", "QD0002", 1, 7, "")]
    [InlineData("qdsl.yaml", "workers: 0\n", "QD0002", 1, 10, "")]
    [InlineData("qdsl.yaml", "max-drawdown: 2\n", "QD0002", 1, 15, "")]
    [InlineData("qdsl.yaml", "leverage: [1, 2]\n", "QD0002", 1, 11, "one value")]
    [InlineData("qdsl.yaml", "- leverage\n", "QD0002", 1, 1, "leverage: 5")]
    [InlineData("qdsl.yaml", "sizing: fixed_fractional:0.08\n", "QD0083", 1, 9, "0.01")]
    [InlineData("venues/mine.yaml", "fees: {taker: 0.4, maker: 0.0002}\n", "QD5304", 1, 15, "0.0004")]
    [InlineData("risk.yaml", "strategy_level:\n  max_drawdown_halt_pc: 0.2\n", "QD1113", 2, 3, "did you mean `max_drawdown_halt_pct`?")]
    [InlineData("risk.yaml", "strategy_level:\n  max_drawdown_halt: 0.2\n", "QD0085", 2, 22, "write `20%`, or `0.2 USDT` if it is money")]
    [InlineData("risk.yaml", "strategy_level:\n  max_daily_loss: 2\n", "QD0085", 2, 19, "write `2%`, or `2 USDT`")]
    [InlineData("risk.yaml", "strategy_level:\n  max_daily_loss: -500 USDT\n", "QD0080", 2, 19, "500 USDT")]
    [InlineData("risk.yaml", "strategy_level:\n  max_daily_loss: 200%\n", "QD0080", 2, 19, "2%")]
    [InlineData("risk.yaml", "strategy_level:\n  max_daily_loss: 500 BTC\n", "QD1114", 2, 19, "500 USDT")]
    [InlineData("risk.yaml", "strategy_level:\n  max_daily_loss_pct: 0.02\n  max_daily_loss: 500 USDT\n", "QD0086", 3, 3, "leave one of them out")]
    [InlineData("risk.yaml", "strategy_level:\n  max_drawdown_scale: 900 USDT\n  max_drawdown_halt: 500 USDT\n", "QD0081", 3, 22, "above `max_drawdown_scale`")]
    [InlineData("risk.yaml", "strategy_level:\n  stop: 200\n", "QD0085", 2, 9, "`200 USDT per contract`")]
    [InlineData("risk.yaml", "strategy_level:\n  stop: 200 USDT\n", "QD1114", 2, 9, "200 USDT per contract")]
    [InlineData("risk.yaml", "strategy_level:\n  max_position_duration: 12 hours\n", "QD1114", 2, 26, "12h")]
    [InlineData("risk.yaml", "strategy_level:\n  max_order_notional: 0 USDT\n", "QD0080", 2, 23, "above 0")]
    [InlineData("risk.yaml", "strategy_level:\n  max_orders_per_minute: 0\n", "QD0080", 2, 26, "a whole number from 1 to 10000")]
    [InlineData("risk.yaml", "strategy_level:\n  max_contracts: -1\n", "QD0080", 2, 18, "a number above 0")]
    [InlineData("risk.yaml", "strategy_level:\n  pause_after_losses_minutes: 30\n", "QD0089", 2, 3, "`max_consecutive_losses:`")]
    [InlineData("risk.yaml", "strategy_level:\n  max_daily_loss_pct: 0.02\n  cooldown_after_halt_hours: 24\n", "QD0089", 3, 3, "`max_drawdown_halt_pct:`")]
    [InlineData("risk.yaml", "strategy_level:\n  cooldown_after_exit_minutes: -5\n", "QD0080", 2, 32, "a number of minutes from 0")]
    [InlineData("risk.yaml", "method: fixed_fractional\n", "QD0088", 1, 9, "`risk_per_trade:`")]
    [InlineData("risk.yaml", "method: atr\nconfig: {risk_per_trade: 0.01}\n", "QD0088", 2, 1, "`atr_multiplier:`")]
    [InlineData("risk.yaml", "method: kelly\nconfig: {risk_per_trade: 0.01}\n", "QD0087", 2, 10, "`fixed_fractional` and `atr`")]
    [InlineData("risk.yaml", "config: {risk_per_trade: 0.01}\nstrategy_level: {max_consecutive_losses: 3}\n", "QD0087", 1, 10, "add `method: fixed_fractional`")]
    [InlineData("risk.yaml", "method: atr\nconfig: {risk_per_trade: 0.01, atr_multiplier: 2, atr_period: 900}\n", "QD0080", 2, 63, "a whole number from 1 to 500")]
    [InlineData("risk.yaml", "method: vol_target\nconfig: {target_volatility: 20%, volatility_bars: 1}\n", "QD0080", 2, 51, "a whole number from 2 to 5000")]
    [InlineData("qdsl.yaml", "sizing: kelly:0.9\n", "QD0084", 1, 9, "kelly:0.5")]
    [InlineData("qdsl.yaml", "sizing: atr:0.01\n", "QD0002", 1, 9, "")]
    [InlineData("qdsl.yaml", "sizing: atr:0.09,2\n", "QD0083", 1, 9, "atr:0.01,2")]
    [InlineData("risk.yaml", "strategy_levl:\n  max_drawdown_halt_pct: 0.2\n", "QD1113", 1, 1, "did you mean `strategy_level`?")]
    [InlineData("risk.yaml", "strategy_level:\n  max_daily_loss_pct: -0.02\n", "QD0080", 2, 23, "a fraction above 0")]
    [InlineData("risk.yaml", "strategy_level:\n  max_consecutive_losses: 0\n", "QD0080", 2, 27, "a whole number from 1")]
    [InlineData("risk.yaml", "strategy_level:\n  max_consecutive_losses: many\n", "QD1114", 2, 27, "a whole number")]
    [InlineData("risk.yaml", "portfolio_level:\n  max_total_exposure_pct: 0.2\n  max_correlated_exposure_pct: 0.3\n", "QD0081", 2, 27, "max_correlated_exposure_pct")]
    [InlineData("risk.yaml", "method: kely\nconfig: {kelly_fraction: 0.5}\n", "QD0082", 1, 9, "did you mean `kelly`?")]
    public void A_mistake_is_told_where_it_stands_with_what_to_type(string file, string text, string code, int line, int column, string help)
    {
        var found = Check(file, text).Where(d => d.GetProperty("code").GetString() == code).ToList();
        var diagnostic = Assert.Single(found);
        Assert.Equal((line, column), (diagnostic.GetProperty("line").GetInt32(), diagnostic.GetProperty("column").GetInt32()));
        Assert.Contains(help, diagnostic.GetProperty("help").GetString());
    }

    [Fact]
    public void A_run_is_refused_at_the_place_in_the_settings()
    {
        _qdsl.Write("qdsl.yaml", "# the project\nleverage: 0\n");
        var outcome = _qdsl.Run("backtest", _qdsl.Write("s.qstrat", "strategy s\ntimeframe 5m\nenter long when close > open\n"), "--sample");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("qdsl.yaml:2:11", outcome.Error);
    }

    [Fact]
    public void The_embedded_venue_and_the_specifications_risk_settings_have_no_problems()
    {
        using var stream = typeof(Venues).Assembly.GetManifestResourceStream("QuantDsl.Data.Venues.binance-usdm.yaml")!;
        using var reader = new StreamReader(stream);
        Assert.Empty(Check("venue.yaml", reader.ReadToEnd()));
        Assert.Empty(Check("risk.yaml", """
            strategy_level:
              max_drawdown_scale_pct: 0.10
              max_drawdown_halt_pct: 0.15
              max_daily_loss_pct: 0.02
              max_consecutive_losses: 10
              cooldown_after_halt_hours: 24
            portfolio_level:
              max_portfolio_drawdown_pct: 0.20
              max_portfolio_daily_loss_pct: 0.05
              max_total_exposure_pct: 0.50
              max_correlated_exposure_pct: 0.30
            """));
        Assert.Empty(Check("sizing.yaml", "method: fixed_fractional\nconfig:\n  risk_per_trade: 0.02\n  max_position_pct: 0.10\n  max_leverage: 20\n"));
        Assert.Empty(Check("limits.yaml", """
            method: kelly
            strategy_level:
              max_drawdown_scale: 1000 USDT
              max_drawdown_halt: 15%
              max_daily_loss: 500 USDT
              max_consecutive_losses: 4
              pause_after_losses_minutes: 90
              cooldown_after_loss_minutes: 15
              cooldown_after_exit_minutes: 5
              max_position_duration: 12h
              max_order_notional: 50000 USDT
              max_orders_per_minute: 2
              max_contracts: 0.5
              stop: 200 USDT per contract
            """));
    }

    [Fact]
    public void A_strategy_of_the_library_is_still_a_strategy() =>
        Assert.Empty(_qdsl.Run("check", "--json", Qdsl.Library("ema_cross.yaml")).Json.GetProperty("diagnostics").EnumerateArray());

    [Theory]
    // 20 times the margin of a tenth of the cash, lost over 4 %: 8 % of the cash.
    [InlineData("leverage: 20\n", "stop 4%", "QD0083")]
    [InlineData("leverage: 20\n", "stop 2%", null)]
    // A loss of 1/20 is the whole margin.
    [InlineData("leverage: 20\n", "stop 5%", "QD0072")]
    [InlineData("leverage: 20\n", "", "QD0071")]
    [InlineData("leverage: 19\n", "", null)]
    [InlineData("equity: 500\n", "stop 50%", null)]
    public void Settings_and_strategies_named_together_are_judged_together(string settings, string stop, string? code)
    {
        _qdsl.Write("qdsl.yaml", settings);
        _qdsl.Write("dip.qstrat", $"strategy dip\ntimeframe 1h\nenter long when RSI(close, 14) < 30\nexit long when RSI(close, 14) > 50\n{stop}\n");
        var outcome = _qdsl.Run("check", "--json", "qdsl.yaml", "dip.qstrat");
        Assert.Equal(0, outcome.Code);
        var found = outcome.Json.GetProperty("diagnostics").EnumerateArray().ToList();
        Assert.Equal(code is null ? [] : [code], found.Select(d => d.GetProperty("code").GetString()!));
        if (code is null) return;
        Assert.Equal("qdsl.yaml", found[0].GetProperty("file").GetString());
        Assert.Equal("dip.qstrat", found[0].GetProperty("related")[0].GetProperty("file").GetString());
    }

    private List<JsonElement> Check(DiagnosticDescriptor descriptor, string sample)
    {
        foreach (var (name, text) in descriptor.Beside) _qdsl.Write(name, text);
        return Check(descriptor.SampleFile, sample, [.. descriptor.Beside.Select(b => b.Name)]);
    }

    private List<JsonElement> Check(string file, string text, params string[] others)
    {
        if (Path.GetDirectoryName(Path.Combine(_qdsl.Folder, file)) is { } folder) Directory.CreateDirectory(folder);
        return [.. _qdsl.Run(["check", "--json", _qdsl.Write(file, text), .. others]).Json.GetProperty("diagnostics").EnumerateArray()];
    }

    private static string Applied(string text, JsonElement fix)
    {
        var source = new SourceText("", text);
        int start = source.Offset(fix.GetProperty("line").GetInt32(), fix.GetProperty("column").GetInt32());
        int end = source.Offset(fix.GetProperty("endLine").GetInt32(), fix.GetProperty("endColumn").GetInt32());
        return text[..start] + fix.GetProperty("replacement").GetString() + text[end..];
    }
}
