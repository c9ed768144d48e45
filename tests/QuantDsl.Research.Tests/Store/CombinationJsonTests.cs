using System.Text;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Store;
using static QuantDsl.Research.Tests.HandMade;

namespace QuantDsl.Research.Tests.Store;

public sealed class CombinationJsonTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(20_000)]
    public void A_combination_put_together_is_the_one_written_at_once(int longAxis)
    {
        double[] odd = [0.1 + 0.2, -1e-300, 5, 1e21, 0];
        var strategy = Strategy(
            [Parameter("a", 1, odd), Parameter("held", 1.0 / 3, []), Parameter("dead \"axis\"", 2, [7, 8], isLive: false), Parameter("ü", 1, [.. Enumerable.Range(0, longAxis).Select(i => i * 0.1)])],
            [Read(0, "a"), Read(3, "ü")]);
        var grid = SweepGrid.Create(strategy, []);
        using var pieces = new CombinationJson(grid);
        using var whole = new ParameterJson(strategy);
        var values = new double[grid.Width];
        for (long ordinal = 0; ordinal < grid.Count; ordinal += 1 + ordinal / 100)
        {
            long combination = grid.CombinationAt(ordinal);
            grid.Fill(combination, values);
            Assert.Equal(Encoding.UTF8.GetString(whole.Write(values)), Encoding.UTF8.GetString(pieces.Write(combination)));
        }

        grid.Fill(grid.CombinationAt(0), values);
        Assert.Equal($$"""{"a":0.30000000000000004,"held":{{1.0 / 3:R}},"dead \u0022axis\u0022":7,"\u00FC":0}""", Encoding.UTF8.GetString(pieces.Write(grid.CombinationAt(0))));
    }

    [Fact]
    public void A_strategy_without_parameters_has_an_empty_object()
    {
        using var pieces = new CombinationJson(SweepGrid.Create(Strategy([], []), []));
        Assert.Equal("{}", Encoding.UTF8.GetString(pieces.Write(0)));
    }
}
