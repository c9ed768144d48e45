using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Tests.Syntax;

/// <summary>Random strategies of every node kind, well formed but not necessarily bindable.</summary>
internal sealed class RandomSyntax(int seed)
{
    private static readonly TextSpan Nowhere = default;
    private static readonly string[] Names = ["a", "rsi", "ema_1h", "long", "signal", "bars", "range", "close", "step", "in", "true", "_x9"];
    private static readonly string[] Calls = ["RSI", "ema", "bollinger", "Highest", "rising", "atr_trailing", "MACD", "count", "WILLIAMS_R"];

    private readonly Random _random = new(seed);

    public StrategySyntax Strategy()
    {
        var statements = ImmutableArray.CreateBuilder<StatementSyntax>();
        int count = _random.Next(12);
        for (int i = 0; i < count; i++) statements.Add(Statement());
        return new(Identifier(), _random.Next(1, 9), _random.Next(2) == 0 ? "" : Text(), statements.ToImmutable(), Nowhere);
    }

    public ExpressionSyntax Expression(int depth)
    {
        int kind = depth <= 0 ? _random.Next(3) : _random.Next(17);
        return kind switch
        {
            0 => Number(),
            1 => new NameSyntax(Pick(Names), Nowhere),
            2 => new CallSyntax(new(Pick(Calls), Nowhere), Many(depth, 0), Nowhere),
            3 => new OutputSyntax(Expression(depth - 1), Identifier(), Nowhere),
            4 => new HistorySyntax(Expression(depth - 1), Expression(depth - 1), Nowhere),
            5 => new OnSyntax(Expression(depth - 1), Timeframe(), Nowhere, Nowhere),
            6 => new NegateSyntax(Expression(depth - 1), Nowhere),
            7 or 8 or 9 => new ArithmeticSyntax(Expression(depth - 1), Pick(Enum.GetValues<ArithmeticOperator>()), Expression(depth - 1), Nowhere),
            10 => new ComparisonSyntax(Expression(depth - 1), Pick(Enum.GetValues<ComparisonOperator>()), Expression(depth - 1), Nowhere),
            11 => new CrossSyntax(Expression(depth - 1), Pick(Enum.GetValues<CrossDirection>()), Expression(depth - 1), Nowhere),
            12 => new BetweenSyntax(Expression(depth - 1), Expression(depth - 1), Expression(depth - 1), Nowhere),
            13 => new WithinSyntax(Expression(depth - 1), Expression(depth - 1), Nowhere),
            14 => new NotSyntax(Expression(depth - 1), Nowhere),
            15 => _random.Next(2) == 0 ? new AndSyntax(Many(depth, 2), Nowhere) : new OrSyntax(Many(depth, 2), Nowhere),
            _ => new AtLeastSyntax(_random.Next(2) == 0 ? Number() : new NameSyntax(Pick(Names), Nowhere), Many(depth, 1), Nowhere),
        };
    }

    private StatementSyntax Statement() => _random.Next(13) switch
    {
        0 => new TimeframeSyntax(Timeframe(), Nowhere),
        1 or 2 => new ParameterSyntax(Identifier(), Number(), Sweep(), _random.Next(2) == 0 ? null : new(Number(), Number(), Nowhere), Text(), Nowhere),
        3 => new RequireSyntax(Expression(3), Nowhere),
        4 => new LetSyntax(Identifier(), Expression(4), Nowhere),
        5 => new EnterSyntax(Side(), Expression(4), Nowhere),
        6 => new ExitSyntax(Side(), Expression(4), Nowhere),
        7 => new ExitAfterSyntax(Expression(2), Nowhere),
        8 => new StopSyntax(Expression(2), _random.Next(2) == 0, Nowhere),
        9 => new TargetSyntax(Expression(2), _random.Next(2) == 0, Nowhere),
        10 => new TradeSyntax([Session(), Session()], [Nowhere, Nowhere], Nowhere),
        11 => new BlockSyntax([Pick(Enum.GetValues<DayOfWeek>()), Pick(Enum.GetValues<DayOfWeek>())], Zone(), Nowhere),
        _ => _random.Next(2) == 0
            ? new AvoidFundingSyntax(new(_random.Next(90), _random.Next(90)), Nowhere)
            : new ReverseSyntax(_random.Next(2) == 0, Nowhere),
    };

    private SweepSyntax? Sweep() => _random.Next(4) switch
    {
        0 => null,
        1 => new ListSweepSyntax([Number(), Number()], Nowhere),
        2 => new StepSweepSyntax(Number(), Number(), Number(), Nowhere),
        _ => new CountSweepSyntax(Number(), Number(), Number(), _random.Next(2) == 0, Nowhere),
    };

    private TradingSession Session() => new(_random.Next(1440), _random.Next(1441), Zone());

    private string Zone() => Pick(["UTC", "Europe/London", "America/Port-au-Prince", "Etc/GMT+5", "America/Argentina/Buenos_Aires", "EST5EDT"]);

    private NumberSyntax Number()
    {
        decimal value = _random.Next(4) switch
        {
            0 => _random.Next(100),
            1 => -_random.Next(100),
            2 => _random.Next(100_000) / 1000.00m,
            _ => -_random.Next(100_000) / 10_000m,
        };
        return new(value, _random.Next(4) == 0 ? LiteralUnit.Percent : LiteralUnit.None, Nowhere);
    }

    private Timeframe Timeframe() => new(_random.Next(1, 200) * Pick([Market.Timeframe.Minute, Market.Timeframe.Hour, Market.Timeframe.Day, Market.Timeframe.Week]));

    private Identifier Identifier() => new(Pick(Names), Nowhere);

    private string Text() => Pick(["", "plain", "a \"quoted\" word", "back\\slash \\n", "line\nbreak\ttab\r", "größe – 価格 🚀", "// not a comment"]);

    private Side Side() => _random.Next(2) == 0 ? Market.Side.Long : Market.Side.Short;

    private ImmutableArray<ExpressionSyntax> Many(int depth, int least)
    {
        int count = least + _random.Next(3);
        return [.. Enumerable.Range(0, count).Select(_ => Expression(depth - 1))];
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
