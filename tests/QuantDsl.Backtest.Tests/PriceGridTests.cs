using System.Globalization;

namespace QuantDsl.Backtest.Tests;

/// <summary>Ticks and lots (RULES X6).</summary>
public sealed class PriceGridTests
{
    [Theory]
    [InlineData(0.1, 98.475, 98.4, 98.5)]
    [InlineData(0.1, 0.3, 0.3, 0.3)]
    [InlineData(0.01, 49_000, 49_000, 49_000)]
    [InlineData(0.5, 101.6, 101.5, 102)]
    [InlineData(0.25, 10.3, 10.25, 10.5)]
    [InlineData(5, 12, 10, 15)]
    [InlineData(2.5, 12, 10, 12.5)]
    [InlineData(0.00001, 0.123456, 0.12345, 0.12346)]
    [InlineData(0, 1.23456, 1.23456, 1.23456)]
    public void Values_round_to_a_multiple_of_the_step(double step, double value, double down, double up) =>
        Assert.Equal((down, up), (new PriceGrid(step).Down(value), new PriceGrid(step).Up(value)));

    /// <summary>A level on the grid is the double that a file's text is read as, so that a bar touching it touches it.</summary>
    [Theory]
    [InlineData("0.1")]
    [InlineData("0.01")]
    [InlineData("0.001")]
    [InlineData("0.05")]
    [InlineData("0.2")]
    public void A_multiple_is_the_number_its_decimal_text_is_read_as(string step)
    {
        var grid = new PriceGrid(double.Parse(step, CultureInfo.InvariantCulture));
        decimal exact = decimal.Parse(step, CultureInfo.InvariantCulture);
        for (int n = 1; n < 200_000; n += 7)
        {
            double read = double.Parse((n * exact).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            Assert.Equal(read, grid.Down(read));
            Assert.Equal(read, grid.Up(read));
        }
    }

    [Fact]
    public void Undefined_stays_undefined() => Assert.True(double.IsNaN(new PriceGrid(0.1).Down(double.NaN)) && double.IsNaN(new PriceGrid(0.1).Up(double.NaN)));
}
