using QuantDsl.Diagnostics;
using QuantDsl.Language.Linking;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Language.Tests.Semantics;

public sealed class DiagnosticTableTests
{
    private static readonly DiagnosticDescriptor[] All = [.. BindingDiagnostics.All, .. LintDiagnostics.All, .. LinkingDiagnostics.All, .. SymbolDiagnostics.All];

    public static TheoryData<string> Codes => [.. All.Where(d => d.Bad != "").Select(d => d.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_bad_sample_gives_exactly_its_code(string code)
    {
        var result = BindingSample.Bind(All.Single(d => d.Code == code).Bad);
        Assert.Equal(code, Assert.Single(result.Diagnostics).Code);
        Assert.Equal(result.Diagnostics[0].Severity == Severity.Error, result.HasErrors);
        Assert.DoesNotContain("{", result.Diagnostics[0].Message);
        Assert.False(string.IsNullOrEmpty(result.Diagnostics[0].Help), "a diagnostic says what to type");
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_good_sample_gives_nothing(string code) =>
        Assert.Equal([], BindingSample.Bind(All.Single(d => d.Code == code).Good).Diagnostics.Select(d => $"{d.Code} {d.Message}"));

    [Theory]
    [InlineData(typeof(BindingDiagnostics), "QD2")]
    [InlineData(typeof(LintDiagnostics), "QD3")]
    [InlineData(typeof(LinkingDiagnostics), "QD23")]
    [InlineData(typeof(SymbolDiagnostics), "QD24")]
    public void Every_code_stands_in_its_table_with_a_reason_and_house_wording(Type table, string stage)
    {
        var fields = table.GetFields().Select(f => f.GetValue(null)).OfType<DiagnosticDescriptor>().ToArray();
        Assert.Equal(fields, All.Where(d => d.Code.StartsWith(stage) && fields.Contains(d)));
        Assert.Equal(fields.Length, fields.Count(d => d.Code.StartsWith(stage) && All.Contains(d)));
        Assert.Equal(fields.Select(d => d.Code).Distinct().Order(), fields.Select(d => d.Code));
        Assert.All(fields, d =>
        {
            Assert.EndsWith(".", d.Why);
            Assert.False(char.IsUpper(d.Message[0]) || d.Message.EndsWith('.'), d.Message);
        });
    }
}
