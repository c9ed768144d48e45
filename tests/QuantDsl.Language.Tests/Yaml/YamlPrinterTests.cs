using QuantDsl.Language.Syntax;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Language.Tests.Yaml;

public sealed class YamlPrinterTests
{
    /// <summary>Prints as YAML and reads that without a diagnostic.</summary>
    private static StrategySyntax ThroughYaml(StrategySyntax strategy)
    {
        string yaml = YamlPrinter.Print(strategy);
        var result = YamlReader.Read(new("printed.yaml", yaml));
        Assert.True(result.Diagnostics.IsEmpty, $"{string.Join('\n', result.Diagnostics.Select(d => $"{d.Code} {d.Message}"))}\n{yaml}");
        return result.Strategy;
    }

    private static StrategySyntax Text(string text)
    {
        var result = QStratReader.Read(new("test.qstrat", text));
        Assert.Empty(result.Diagnostics);
        return result.Strategy;
    }

    [Theory]
    [InlineData("stop 2%")]
    [InlineData("stop fixed_pct(2%)")]
    [InlineData("stop goal * 2 from signal")]
    [InlineData("stop 2")]
    [InlineData("stop ATR_Fixed(ATR(14), 2)")]
    [InlineData("stop atr_fixed(atr)")]
    [InlineData("stop pct_trailing(2)")]
    [InlineData("target risk_reward(2) from signal")]
    [InlineData("target -3%")]
    [InlineData("enter long when close > open enter long when close > high[1] enter short when close < open")]
    [InlineData("enter long when close > open and (open > low or low > 3) and not high > 2")]
    [InlineData("exit long when profit > 2% exit after n bars")]
    [InlineData("timeframe 5m let a = RSI(close, 14) on 5m let b = RSI(close, 14) on 1h let c = (close + open) on 1h")]
    [InlineData("let a = EMA(close) let b = BB(EMA(close, 3), 20, 2) let c = -5 let d = STOCH(14, 3, n)")]
    [InlineData("param true = -3% in [-3%, 1%] range -5%..5% \"says \\\"no\\\"\" param off = 1 in 1..9 count 3 log")]
    [InlineData("trade 22:00-02:00 Etc/GMT+5, 08:00-24:00 block Friday Europe/London avoid funding 3m after reverse true")]
    [InlineData("require a < b let null = 2 of (close > open, high > low)")]
    public void Every_statement_survives_yaml(string statements)
    {
        var strategy = Text($"strategy test version 3 \"a: # prose\" {statements}");
        Assert.Equal(SyntaxPrinter.Print(strategy), SyntaxPrinter.Print(ThroughYaml(strategy)));
    }

    [Fact]
    public void Random_trees_survive_yaml()
    {
        for (int seed = 0; seed < 1_500; seed++)
        {
            var strategy = WithoutRepeats(TreeScrambler.Strategy(seed));
            string expected = SyntaxPrinter.Print(strategy);
            var read = ThroughYaml(strategy);
            Assert.Equal(expected, SyntaxPrinter.Print(read));
            Assert.Equal(YamlPrinter.Print(strategy), YamlPrinter.Print(read));
        }
    }

    /// <summary>The tree without what the binder refuses: second statements of a kind that may stand once, second definitions of a name, settings of no regime.</summary>
    private static StrategySyntax WithoutRepeats(StrategySyntax strategy)
    {
        HashSet<string> seen = [], regimes = [.. strategy.OfKind<RegimeSyntax>().Select(r => r.Name.Text)];
        return strategy with
        {
            Statements = [.. strategy.Statements.Where(statement => statement switch
            {
                ParameterSyntax parameter => seen.Add($"parameter {parameter.Name.Text}"),
                LetSyntax let => seen.Add($"let {let.Name.Text}"),
                RegimeSyntax regime => seen.Add($"regime {regime.Name.Text}"),
                RegimeSettingsSyntax settings => regimes.Contains(settings.Regime.Text) && seen.Add($"in {settings.Regime.Text}"),
                EnterSyntax or ExitSyntax or RequireSyntax => true,
                _ => seen.Add(statement.GetType().Name),
            })],
        };
    }

    [Fact]
    public void The_document_is_what_a_person_would_write()
    {
        var strategy = Text("""
            strategy sample version 2 "Cross of two means"
            timeframe 15m
            param fast = 9 in [5, 9]
            param goal = 3% range 1%..9% "Target"
            require fast < 50
            let slow = EMA(close, 50) on 1h
            let gap = close - slow
            enter long when EMA(close, fast) crosses_above slow and gap > 0
            exit long when close < slow
            exit after 20 bars
            stop pct_trailing(1.5%)
            target goal
            trade 08:00-20:00 UTC
            reverse true
            """);
        Assert.Equal("""
            name: sample
            description: "Cross of two means"
            version: 2
            timeframe: 15m
            additional_timeframes: [1h]

            parameters:
              fast: 9
              goal: { default: 3%, range: [1%, 9%], doc: "Target" }

            constraints:
              - fast < 50

            indicators:
              slow:
                type: EMA
                source: close
                period: 50
                timeframe: 1h
              gap:
                expression: close - slow

            entry_conditions:
              long:
                - EMA(close, fast) crosses_above slow
                - gap > 0

            exit_conditions:
              long:
                - close < slow
              after_bars: 20

            position_management:
              reverse: true

            time_filters:
              allowed_sessions:
                - { start: "08:00", end: "20:00", timezone: "UTC" }

            stop_loss:
              type: pct_trailing
              percent: 1.5

            take_profit:
              type: fixed_pct
              percent: goal

            sweep:
              fast: [5, 9]

            """.ReplaceLineEndings("\n"), YamlPrinter.Print(strategy));
    }
}
