using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Tests.Yaml;

public sealed class YamlDiagnosticsTests
{
    public static TheoryData<string> Codes => [.. YamlDiagnostics.All.Select(d => d.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_bad_sample_gives_the_code_and_the_good_one_nothing(string code)
    {
        var descriptor = YamlDiagnostics.All.Single(d => d.Code == code);
        Assert.NotEmpty(descriptor.Why);
        Assert.Equal([code], CodesOf(descriptor.Bad));
        Assert.Empty(CodesOf(descriptor.Good));
    }

    private static IEnumerable<string> CodesOf(string text) => YamlReader.Read(new("sample.yaml", text)).Diagnostics.Select(d => d.Code);
}
