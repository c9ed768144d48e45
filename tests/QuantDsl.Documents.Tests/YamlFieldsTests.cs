using QuantDsl.Diagnostics;

namespace QuantDsl.Documents.Tests;

public sealed class YamlFieldsTests
{
    private static (YamlFields Fields, DiagnosticBag Bag) Fields(string text)
    {
        var bag = new DiagnosticBag(new("test.yaml", text));
        return (new(Assert.IsType<YamlMapping>(YamlDocument.Read(bag.Source, bag)), bag), bag);
    }

    [Fact]
    public void Values_of_the_right_kind_are_read_without_a_word()
    {
        var (fields, bag) = Fields("n: 2.5\ni: 3\nb: true\ns: text\nm: {a: 1}\nl: [1]\nnothing:\n");
        Assert.Equal(2.5m, fields.Number("n"));
        Assert.Equal(3, fields.Integer("i"));
        Assert.Equal(true, fields.Boolean("b"));
        Assert.Equal("text", fields.Scalar("s")?.Value);
        Assert.Single(fields.MappingOf("m")?.Entries ?? []);
        Assert.Single(fields.Sequence("l")?.Items ?? []);
        Assert.Null(fields.Number("nothing"));
        Assert.Null(fields.Number("absent"));
        fields.ReportUnknown();
        Assert.Empty(bag.ToImmutable());
    }

    [Fact]
    public void Wrong_kinds_say_what_is_needed_and_what_is_there()
    {
        var (fields, bag) = Fields("n: many\ni: 2.5\nb: yes\nm: [1]\nl: 7\n");
        Assert.Null(fields.Number("n"));
        Assert.Null(fields.Integer("i"));
        Assert.Null(fields.Boolean("b"));
        Assert.Null(fields.MappingOf("m"));
        Assert.Null(fields.Sequence("l"));
        Assert.Equal(
            ["`n` needs a number, but this is `many`", "`i` needs a whole number, but this is `2.5`", "`b` needs true or false, but this is `yes`",
                "`m` needs a mapping, but this is a list", "`l` needs a list, but this is `7`"],
            bag.ToImmutable().Select(d => d.Message));
    }

    [Fact]
    public void Unknown_and_missing_keys_are_named_with_help()
    {
        var (fields, bag) = Fields("tyep: x\nzzz: 1\n");
        Assert.Null(fields.Required("type"));
        fields.ReportUnknown();
        Assert.Equal([("QD1115", "add `type: ...`"), ("QD1113", "did you mean `type`?"), ("QD1113", "known here: `type`")],
            bag.ToImmutable().Select(d => (d.Code, d.Help ?? "")));
    }
}
