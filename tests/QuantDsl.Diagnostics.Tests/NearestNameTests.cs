namespace QuantDsl.Diagnostics.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("clsoe", "close")]
    [InlineData("Close", "close")]
    [InlineData("hihg", "high")]
    [InlineData("volumes", "volume")]
    [InlineData("perid", "period")]
    [InlineData("zebra", null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    public void The_nearest_candidate_within_a_third_of_the_letters(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Of(name, ["open", "close", "high", "low", "volume", "period"]));

    [Fact]
    public void The_first_of_equally_near_ones_is_taken() => Assert.Equal("fast", NearestName.Of("vast", ["fast", "last"]));
}
