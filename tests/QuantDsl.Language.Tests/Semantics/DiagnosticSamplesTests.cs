using QuantDsl.Diagnostics;
using QuantDsl.Language.Formatting;
using QuantDsl.Language.Linking;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using Xunit.Abstractions;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>The tables of everything a strategy file can be told, held to what they show.</summary>
public sealed class DiagnosticSamplesTests(ITestOutputHelper output)
{
    /// <summary>Codes that no text of a file gives, and what gives them.</summary>
    private static readonly Dictionary<DiagnosticDescriptor, string> WithoutSample = new()
    {
        [LinkingDiagnostics.FileUnreadable] = "a file the system refuses to open",
        [LinkingDiagnostics.UnknownBinding] = "`--bind` on the command line",
        [SyntaxDiagnostics.TooLong] = "a quarter of a million words, which no page can show",
        [FormattingDiagnostics.CannotKeep] = "a layout that would lose something; the laws of layout find no such file",
        [BindingDiagnostics.UnusableIndicator] = "an indicator of the project that does not compile",
    };

    public static TheoryData<string> Codes => [.. DiagnosticSamples.All.Where(d => !WithoutSample.ContainsKey(d)).Select(d => d.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_bad_sample_gives_exactly_its_code_and_the_good_one_nothing(string code)
    {
        var descriptor = DiagnosticSamples.All.Single(d => d.Code == code);
        var diagnostic = Assert.Single(DiagnosticSamples.Check(descriptor, descriptor.Bad));
        Assert.Equal(code, diagnostic.Code);
        Assert.DoesNotContain("{0}", diagnostic.Message);
        Assert.False(string.IsNullOrEmpty(diagnostic.Help), "a diagnostic says what to type");
        Assert.All(DiagnosticRenderer.Render(diagnostic).Split('\n'), line => Assert.True(line.Length <= DiagnosticRenderer.Width, line));
        Assert.Equal([], DiagnosticSamples.Check(descriptor, descriptor.Good).Select(d => $"{d.Code} {d.Message}"));
    }

    [Fact]
    public void Every_code_says_why_in_a_sentence_and_its_message_is_in_house_wording() => Assert.All(DiagnosticSamples.All, d =>
    {
        Assert.EndsWith(".", d.Why);
        Assert.False(char.IsUpper(d.Message[0]) || d.Message.EndsWith('.'), d.Message);
        Assert.Equal(WithoutSample.ContainsKey(d), d.Bad.Length == 0);
        Assert.Equal(d.Bad.Length == 0, d.Good.Length == 0);
    });

    [Fact]
    public void Every_fix_of_a_bad_sample_removes_its_diagnostic_and_adds_none()
    {
        var withFix = new List<string>();
        foreach (var descriptor in DiagnosticSamples.All)
        {
            var fixes = DiagnosticSamples.Check(descriptor, descriptor.Bad).SelectMany(d => d.Fixes.Select(f => (Diagnostic: d, Fix: f))).ToList();
            foreach (var (diagnostic, fix) in fixes)
            {
                var left = DiagnosticSamples.CheckFixed(descriptor, diagnostic, fix);
                Assert.True(left.IsEmpty, $"{descriptor.Code} `{fix.Title}` leaves\n{DiagnosticRenderer.Render(left)}");
            }

            if (fixes.Count > 0) withFix.Add(descriptor.Code);
        }

        output.WriteLine($"{DiagnosticSamples.All.Length} codes, {withFix.Count} of them with a fix");
        Assert.True(DiagnosticSamples.All.Length >= 80, $"{DiagnosticSamples.All.Length} codes");
        Assert.True(withFix.Count >= 40, $"{withFix.Count} codes with a fix");
    }
}
