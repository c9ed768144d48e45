using QuantDsl.Diagnostics;
using QuantDsl.Language.Linking;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Tests.Semantics;

public sealed class DiagnosticTableTests
{
    private static readonly DiagnosticDescriptor[] All = [.. BindingDiagnostics.All, .. LintDiagnostics.All, .. LinkingDiagnostics.All, .. SymbolDiagnostics.All, .. FormDiagnostics.All, .. SyntaxDiagnostics.All];

    [Theory]
    [InlineData(typeof(BindingDiagnostics), "QD2")]
    [InlineData(typeof(LintDiagnostics), "QD3")]
    [InlineData(typeof(LinkingDiagnostics), "QD23")]
    [InlineData(typeof(SymbolDiagnostics), "QD24")]
    [InlineData(typeof(FormDiagnostics), "QD24")]
    [InlineData(typeof(SyntaxDiagnostics), "QD1")]
    public void Every_code_stands_in_its_table_in_order(Type table, string stage)
    {
        var fields = table.GetFields().Select(f => f.GetValue(null)).OfType<DiagnosticDescriptor>().ToArray();
        Assert.Equal(fields, All.Where(d => d.Code.StartsWith(stage) && fields.Contains(d)));
        Assert.Equal(fields.Length, fields.Count(d => d.Code.StartsWith(stage) && All.Contains(d)));
        Assert.Equal(fields.Select(d => d.Code).Distinct().Order(), fields.Select(d => d.Code));
    }
}
