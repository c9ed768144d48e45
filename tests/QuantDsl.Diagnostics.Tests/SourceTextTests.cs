namespace QuantDsl.Diagnostics.Tests;

public sealed class SourceTextTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(2, 1, 3)]
    [InlineData(3, 2, 1)]
    [InlineData(6, 3, 1)]
    [InlineData(7, 3, 2)]
    public void Offsets_and_positions_are_each_others_inverse(int offset, int line, int column)
    {
        var source = new SourceText("a", "ab\ncd\ne");
        Assert.Equal((line, column), source.Position(offset));
        Assert.Equal(offset, source.Offset(line, column));
    }

    [Theory]
    [InlineData("a\r\nb", 1, "a")]
    [InlineData("a\r\nb", 2, "b")]
    [InlineData("a\n", 2, "")]
    [InlineData("", 1, "")]
    public void A_line_has_no_break(string text, int line, string expected) => Assert.Equal(expected, new SourceText("a", text).Line(line));

    [Theory]
    [InlineData(-5, 1, 1)]
    [InlineData(99, 1, 3)]
    public void An_offset_outside_is_moved_to_the_nearest_end(int offset, int line, int column) =>
        Assert.Equal((line, column), new SourceText("a", "ab").Position(offset));

    [Fact]
    public void Spans_join_and_overlap_as_half_open_ranges()
    {
        Assert.Equal(new TextSpan(2, 8), new TextSpan(2, 3).Union(new(8, 2)));
        Assert.True(new TextSpan(2, 3).Overlaps(new(4, 1)));
        Assert.False(new TextSpan(2, 3).Overlaps(new(5, 1)));
    }

    [Fact]
    public void A_bag_gives_its_problems_in_file_order_and_knows_errors_from_warnings()
    {
        var bag = new DiagnosticBag(new("a", "abcdef"));
        bag.Report(new("QD9002", Severity.Warning, "odd"), new(4, 1), []);
        Assert.False(bag.HasErrors);
        bag.Report(new("QD9001", Severity.Error, "wrong {0}"), new(1, 1), ["b"], "fix it", new CodeFix("drop", new(1, 1), ""));
        Assert.True(bag.HasErrors);
        Assert.Equal(["QD9001", "QD9002"], bag.ToImmutable().Select(d => d.Code));
        Assert.Equal(("wrong b", "fix it", "drop"), (bag.ToImmutable()[0].Message, bag.ToImmutable()[0].Help, bag.ToImmutable()[0].Fixes[0].Title));
    }
}
