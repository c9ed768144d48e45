namespace QuantDsl.Indicators.Tests;

/// <summary>Columns are computed over what stood in their memory before, so every indicator writes every value of every output.</summary>
public sealed class UsedMemoryTests
{
    private const double Left = 12_345.678;

    private static readonly TestMarket s_holes = TestMarket.Walk(700, 5).With(market =>
    {
        for (int i = 0; i < market.Count; i += 97) market.Close[i] = market.High[i] = market.Volume[i] = double.NaN;
    });

    public static TheoryData<string> Names => [.. IndicatorCatalog.Default.All.Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_of_what_was_there_before_is_left(string name)
    {
        var definition = IndicatorCatalog.Default.Find(name) ?? throw new InvalidOperationException(name);
        foreach (var market in new[] { TestMarket.Walk(3_000, 4), s_holes, TestMarket.Walk(5, 6), TestMarket.Walk(1, 7) })
            foreach (double[] arguments in IndicatorLaw.Settings(definition))
            {
                double[][] inputs = market.InputsOf(definition), outputs = [.. definition.Outputs.Select(_ => Enumerable.Repeat(Left, market.Count).ToArray())];
                definition.Compute(inputs, arguments, outputs);
                double[][] streamed = Streamed(definition, inputs, arguments);
                for (int k = 0; k < outputs.Length; k++)
                    Assert.Equal(streamed[k].Select(BitConverter.DoubleToInt64Bits), outputs[k].Select(BitConverter.DoubleToInt64Bits));
            }
    }

    /// <summary>One bar after the other, each output fresh.</summary>
    private static double[][] Streamed(IndicatorDefinition definition, double[][] inputs, double[] arguments)
    {
        var indicator = definition.Create(new(definition, arguments));
        double[][] outputs = [.. definition.Outputs.Select(_ => new double[inputs[0].Length])];
        double[] values = new double[outputs.Length];
        for (int bar = 0; bar < inputs[0].Length; bar++)
        {
            indicator.Update([.. inputs.Select(input => input[bar])], values);
            for (int k = 0; k < values.Length; k++) outputs[k][bar] = values[k];
        }

        return outputs;
    }
}
