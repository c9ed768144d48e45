using QuantDsl.Compiler.Columns;
using QuantDsl.Runtime;
using QuantDsl.Testing;

namespace QuantDsl.Compiler.Tests;

/// <summary>What a sweep asks for again and again allocates nothing: binding a strategy, its rules bar by bar, the signals of a combination.</summary>
[Collection(CountedBytes.Name)]
public sealed class AllocationTests
{
    [Theory]
    [InlineData(EmittedClassTests.DesignExample)]
    [InlineData(EmittedClassTests.EveryForm)]
    public void Binding_again_and_asking_rules_allocate_nothing(string text)
    {
        var strategy = Library.Bind(text);
        using var program = StrategyCompiler.Compile(strategy);
        var market = new MarketColumns(Bars.Random(1, 600, Bound.M5), Bound.M5);
        var instance = program.CreateInstance();
        double[] parameters = [.. strategy.Parameters.Select(p => p.Default)];
        for (int i = 0; i < 50; i++) Run();
        Assert.Equal(0, Allocation.By(Run));

        void Run()
        {
            instance.Bind(market, parameters);
            var position = new PositionView(1, 0.01, 100);
            for (int bar = 0; bar < 600; bar++)
            {
                instance.EnterLong(bar);
                instance.EnterShort(bar);
                instance.ExitLong(bar, position);
                instance.ExitShort(bar, position);
            }
        }
    }

    [Fact]
    public void Binding_what_is_known_allocates_nothing()
    {
        var bound = Enumerable.Range(0, 60).Select(seed =>
        {
            var strategy = ColumnarStrategyTests.Generated(seed);
            var market = new MarketColumns(Bars.Random(seed, 200, Bound.M5), Bound.M5);
            double[][] combinations = [.. Enumerable.Range(0, 3).Select(i => strategy.Parameters.Select(p => p.Default + i).ToArray())];
            return (StrategyCompiler.Columnar(strategy).CreateInstance(), market, combinations);
        }).ToArray();
        for (int i = 0; i < 40; i++) Bind();
        Assert.Equal(0, Allocation.By(Bind));

        void Bind()
        {
            foreach (var (instance, market, combinations) in bound)
                foreach (double[] combination in combinations)
                {
                    instance.Bind(market, combination);
                    for (int bar = 100; bar < 103; bar++)
                    {
                        var position = new PositionView(bar, 0.01, 100);
                        instance.EnterLong(bar);
                        instance.ExitLong(bar, position);
                        instance.ExitShort(bar, position);
                    }
                }
        }
    }

    [Fact]
    public void Asking_for_signals_again_allocates_nothing()
    {
        var program = new SignalProgram(Library.Bind(SignalProgramTests.TwoAverages), new(Bars.Random(1, 500, Bound.M5), Bound.M5));
        double[][] combinations = [[3, 9, 1, 5], [3, 12, 2, 5], [4, 9, 1, 7], [4, 12, 3, 5]];
        Ask();
        Assert.Equal(0, Allocation.By(Ask));

        void Ask()
        {
            for (int i = 0; i < 100; i++)
                foreach (double[] combination in combinations) program.Of(combination);
        }
    }
}
