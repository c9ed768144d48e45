using QuantDsl.Cli.Output;

namespace QuantDsl.Cli.Tests;

public sealed class FoldedTextTests
{
    [Theory]
    [InlineData("", 5, "")]
    [InlineData("a b c", 5, "a b c")]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one two three", 5, "one|two|three")]
    // What has no blank is cut where the line ends.
    [InlineData("abcdefghij k", 4, "abcd|efgh|ij k")]
    [InlineData("a bbbbbbbbbb", 4, "a|bbbb|bbbb|bb")]
    [InlineData("abc", 1, "a|b|c")]
    public void Lines_end_at_blanks_where_there_are_any(string text, int width, string lines) =>
        Assert.Equal(lines.Split('|'), FoldedText.Lines(text, width));
}
