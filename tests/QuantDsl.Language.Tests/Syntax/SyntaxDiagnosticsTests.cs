using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Tests.Syntax;

public sealed class SyntaxDiagnosticsTests
{
    private static readonly DiagnosticDescriptor[] All = [.. SyntaxDiagnostics.All, ReuseDiagnostics.SymbolOfRule];

    public static TheoryData<string> Codes => [.. All.Where(d => d.Bad != "").Select(d => d.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_bad_sample_gives_exactly_its_code(string code)
    {
        var descriptor = All.Single(d => d.Code == code);
        var diagnostic = Assert.Single(Read(descriptor.Bad).Diagnostics);
        Assert.Equal(code, diagnostic.Code);
        Assert.False(string.IsNullOrEmpty(diagnostic.Help), "a diagnostic says what to type");
        Assert.DoesNotContain("{", diagnostic.Message);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_good_sample_gives_nothing(string code) =>
        Assert.Empty(Read(All.Single(d => d.Code == code).Good).Diagnostics);

    [Fact]
    public void Every_code_says_why_and_the_table_is_complete()
    {
        var fields = typeof(SyntaxDiagnostics).GetFields().Select(f => f.GetValue(null)).OfType<DiagnosticDescriptor>();
        Assert.Equal(fields, SyntaxDiagnostics.All);
        Assert.Equal(SyntaxDiagnostics.All.Select(d => d.Code).Distinct().Order(), SyntaxDiagnostics.All.Select(d => d.Code));
        Assert.All(SyntaxDiagnostics.All, d =>
        {
            Assert.StartsWith("QD1", d.Code);
            Assert.EndsWith(".", d.Why);
            Assert.False(char.IsUpper(d.Message[0]) || d.Message.EndsWith('.'), d.Message);
        });
    }

    // Samples are the lines that matter; a header is put before those that have none.
    private static ReadResult Read(string sample) =>
        QStratReader.Read(new("sample.qstrat", sample.Contains("strategy") ? sample : $"strategy sample\ntimeframe 5m\n{sample}"));
}
