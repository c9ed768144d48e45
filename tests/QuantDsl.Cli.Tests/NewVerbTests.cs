namespace QuantDsl.Cli.Tests;

public sealed class NewVerbTests : IDisposable
{
    private readonly Qdsl _qdsl = new();

    public void Dispose() => _qdsl.Dispose();

    [Theory]
    [InlineData("my_strategy.qstrat")]
    [InlineData("my_strategy.yaml", "--yaml")]
    public void The_file_passes_check_without_a_warning_and_is_told(string file, params string[] options)
    {
        var written = _qdsl.Run(["new", "my_strategy", .. options]);
        Assert.Equal((0, ""), (written.Code, written.Error));
        Assert.Contains($"wrote {file}", written.Out);
        Assert.Equal($"{file}: no problems\n", _qdsl.Run("check", file).Out);
        Assert.Equal(0, _qdsl.Run("explain", file).Code);
        Assert.Contains(file.EndsWith("yaml", StringComparison.Ordinal) ? "\n# " : "\n// ", _qdsl.Read(file));
    }

    [Fact]
    public void Both_notations_are_one_program()
    {
        Assert.Equal(0, _qdsl.Run("new", "twin").Code);
        Assert.Equal("twin.yaml", _qdsl.Run("new", "twin", "--yaml", "--json").Json.GetProperty("file").GetString());
        Assert.Equal(Hash("twin.qstrat"), Hash("twin.yaml"));
    }

    [Fact]
    public void A_file_that_is_there_stays_as_it_is()
    {
        _qdsl.Write("mine.qstrat", "mine");
        var outcome = _qdsl.Run("new", "mine");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("QD0051", outcome.Error);
        Assert.Equal("mine", _qdsl.Read("mine.qstrat"));
    }

    [Theory]
    [InlineData("my strategy", "qdsl new my_strategy")]
    [InlineData("3x", "qdsl new my_3x")]
    [InlineData("stop", "qdsl new my_stop")]
    [InlineData("größe", "qdsl new gr__e")]
    [InlineData("../up", "qdsl new up")]
    [InlineData("cross.qstrat", "qdsl new cross")]
    [InlineData("\"", "qdsl new my_strategy")]
    [InlineData("", "qdsl new my_strategy")]
    public void A_name_the_language_cannot_have_is_refused_with_one_it_can(string name, string help)
    {
        var outcome = _qdsl.Run("new", name);
        Assert.Equal(2, outcome.Code);
        Assert.Contains("QD0052", outcome.Error);
        Assert.Contains(help, outcome.Error);
        Assert.Empty(Directory.GetFiles(_qdsl.Folder, "*.qstrat"));
    }

    private string Hash(string file) => _qdsl.Run("compile", "--json", file).Json.GetProperty("programHash").GetString()!;
}
