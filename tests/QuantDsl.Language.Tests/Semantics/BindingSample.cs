using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>Strategies written in a test; a sample without a header stands for a file on <c>timeframe 5m</c>.</summary>
internal static class BindingSample
{
    public static BindResult Bind(string sample)
    {
        string text = sample.Contains("strategy") ? sample : $"strategy sample\ntimeframe 5m\n{sample}";
        return Binder.Bind(StrategyReader.Read(new("sample.qstrat", text)));
    }

    /// <summary>The strategy of a sample that must have no errors.</summary>
    public static BoundStrategy Strategy(string sample)
    {
        var result = Bind(sample);
        Assert.True(result.Strategy is not null, string.Join("\n", result.Diagnostics.Select(d => $"{d.Code} {d.Message}")));
        return result.Strategy!;
    }

    /// <summary>Codes of all diagnostics, in file order.</summary>
    public static string[] Codes(string sample) => [.. Bind(sample).Diagnostics.Select(d => d.Code)];
}
