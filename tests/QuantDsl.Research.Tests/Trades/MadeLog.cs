using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Store;

namespace QuantDsl.Research.Tests.Trades;

/// <summary>A portfolio that was never traded: three members, and trades of theirs that are awkward to write down.</summary>
internal static class MadeLog
{
    private const long Start = 1_735_689_600_000;

    /// <summary>Every kind of value that a format could bend.</summary>
    private static readonly double[] Odd =
        [0.1 + 0.2, 1e-300, double.Epsilon, 123456789.123456789, 4503599627370497.5, Math.BitIncrement(1.0), 1 / 3.0, -7.25, 1e22, 0];

    public static RunHeader Header { get; } = HandMade.Header(1) with
    {
        Mode = RunHeader.Backtest,
        Members =
        [
            Member("fade", "d1", "BTCUSDT", "5m", """{"x":4}"""),
            Member("ride", "d2", "=ETH,\"USDT\"", "1h", "{}") with { Weight = 0.25 },
            Member("fade", "d1", "SOLUSDT", "5m", """{"x":5}"""),
        ],
    };

    public static ImmutableArray<ImmutableArray<string>> Regimes { get; } = [["calm", "wild"], [], ["calm", "İğrenç, \"wild\""]];

    /// <summary>Stores it; returns its id.</summary>
    public static long SaveTo(RunStore store, params IEnumerable<Trade> trades)
    {
        var result = new RunResult();
        result.Reset(10_000);
        result.Trades.AddRange(trades);
        return store.SaveBacktest(Header, RunMetrics.Of(result, 100), result, Regimes, 0.5);
    }

    public static IEnumerable<Trade> Trades(int count)
    {
        for (int i = 0; i < count; i++)
        {
            int n = i;
            double Next() => Odd[n++ % Odd.Length] * (i < Odd.Length ? 1 : i);
            int member = i % 3;
            long entry = Start + i * 7_200_001L;
            yield return new()
            {
                Member = member,
                PositionId = i + 1,
                Side = i % 2 == 0 ? Side.Long : Side.Short,
                SignalTime = entry - 300_000,
                EntryBar = i,
                EntryTime = entry,
                EntryPrice = Next(),
                ExitBar = i + 3,
                ExitTime = entry + 1_234_567,
                ExitPrice = Next(),
                ExitReason = (ExitReason)(i % Enum.GetValues<ExitReason>().Length),
                Quantity = Next(),
                Leverage = i % 5 + 0.5,
                EntryFee = Next(),
                ExitFee = Next(),
                Funding = -Next(),
                Slippage = Next(),
                GrossPnl = -Next(),
                NetPnl = Next(),
                Mae = -Next(),
                Mfe = Next(),
                Regime = i % 4 == 3 || member == 1 ? null : i % 2,
                FirstPrice = Next(),
                FirstQuantity = Next(),
                FirstStop = i % 3 == 1 ? null : Next(),
                FirstTarget = i % 5 == 1 ? null : Next(),
                LiquidationPrice = i % 7 == 1 ? null : Next(),
            };
        }
    }

    private static MemberHeader Member(string strategy, string documentHash, string symbol, string timeframe, string parameters) => new()
    {
        StrategyName = strategy,
        Description = "",
        StrategyVersion = 1,
        DocumentHash = documentHash,
        Document = $"strategy {strategy}",
        ProgramHash = $"program of {strategy} {parameters}",
        Symbol = symbol,
        Timeframe = timeframe,
        Parameters = parameters,
    };
}
