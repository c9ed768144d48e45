using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Tests.Semantics;

public sealed class ParameterValueTests
{
    private static readonly BoundParameter Goal = new("goal", 0.03, LiteralUnit.Percent, [], "", true, default);
    private static readonly BoundParameter Period = new("period", 14, LiteralUnit.None, [], "", true, default);

    [Theory]
    [InlineData("3%", 0.03)]
    [InlineData("7%", 0.07)]
    [InlineData(" 0.5 % ", 0.005)]
    [InlineData("0.03", 0.03)]
    [InlineData("-1.1%", -0.011)]
    public void L7_a_percent_is_the_decimal_shifted_two_places(string text, double expected)
    {
        Assert.True(ParameterValue.TryParse(Goal, text, out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("3%")]
    [InlineData("three")]
    [InlineData("")]
    [InlineData("1,5")]
    [InlineData("1e999")]
    public void A_plain_parameter_takes_plain_numbers_only(string text) => Assert.False(ParameterValue.TryParse(Period, text, out _));

    [Theory]
    [InlineData(0.03, "3%")]
    [InlineData(0.07, "7%")]
    [InlineData(0.005, "0.5%")]
    [InlineData(0.0, "0%")]
    [InlineData(-0.011, "-1.1%")]
    public void L7_a_value_prints_as_its_author_writes_it(double value, string text) => Assert.Equal(text, ParameterValue.Print(Goal, value));

    [Fact]
    public void What_is_printed_reads_back_to_the_same_bits()
    {
        var random = new Random(7);
        for (int i = 0; i < 2000; i++)
        {
            double value = Math.Round(random.NextDouble() * Math.Pow(10, random.Next(-6, 9)), random.Next(0, 12));
            foreach (var parameter in new[] { Goal, Period })
            {
                Assert.True(ParameterValue.TryParse(parameter, ParameterValue.Print(parameter, value), out double back));
                Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(back));
            }
        }
    }
}
