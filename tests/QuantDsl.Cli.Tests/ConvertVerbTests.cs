namespace QuantDsl.Cli.Tests;

public sealed class ConvertVerbTests : IDisposable
{
    private readonly Qdsl _qdsl = new();

    public static TheoryData<string> Strategies =>
        [.. Directory.GetFiles(Testing.Repository.PathOf("strategies"), "*.qstrat").Select(path => Path.GetFileNameWithoutExtension(path)!)];

    public void Dispose() => _qdsl.Dispose();

    [Theory]
    [MemberData(nameof(Strategies))]
    public void There_and_back_is_the_same_strategy(string name)
    {
        Assert.Equal(0, _qdsl.Run("convert", Qdsl.Library(name + ".qstrat"), "a.yaml").Code);
        Assert.Equal(0, _qdsl.Run("convert", "a.yaml", "b.qstrat").Code);
        string direct = _qdsl.Run("compile", Qdsl.Library(name + ".qstrat"), "--emit", "qstrat").Out;
        Assert.Equal(direct, _qdsl.Read("b.qstrat"));
        Assert.Equal(ProgramHash(Qdsl.Library(name + ".qstrat")), ProgramHash("a.yaml"));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void The_two_notations_of_the_library_are_one_program(string name) =>
        Assert.Equal(ProgramHash(Qdsl.Library(name + ".qstrat")), ProgramHash(Qdsl.Library(name + ".yaml")));

    [Fact]
    public void A_target_that_cannot_be_written_leaves_nothing()
    {
        var outcome = _qdsl.Run("convert", Qdsl.Library("ema_cross.qstrat"), "no/such/folder/a.yaml");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("cannot be written", outcome.Error);
    }

    [Fact]
    public void A_strategy_with_errors_is_not_converted()
    {
        var outcome = _qdsl.Run("convert", _qdsl.Write("bad.qstrat", "strategy s timeframe 5m enter long when clse > 1"), "a.yaml");
        Assert.Equal(1, outcome.Code);
        Assert.False(_qdsl.Has("a.yaml"));
    }

    [Fact]
    public void An_unknown_extension_is_a_usage_error() =>
        Assert.Equal(2, _qdsl.Run("convert", Qdsl.Library("ema_cross.qstrat"), "a.txt").Code);

    private string ProgramHash(string path) => _qdsl.Run("compile", "--json", path).Json.GetProperty("programHash").GetString()!;
}
