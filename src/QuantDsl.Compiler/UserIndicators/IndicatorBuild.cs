using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Market;

namespace QuantDsl.Compiler.UserIndicators;

/// <summary>An indicator's C# to the bytes of an assembly, by Roslyn. Compiling runs nothing of it.</summary>
internal static class IndicatorBuild
{
    private const string Usings = "global using System; global using QuantDsl.Indicators; global using QuantDsl.Market;";

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp14, DocumentationMode.None);

    private static readonly CSharpCompilationOptions s_options = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true,
        concurrentBuild: false, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 0);

    // What a formula needs: no network and no processes. The base library brings files and clocks along; what is made of them is a matter of trust.
    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references = new(() =>
    [
        .. new[] { "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Collections.Immutable", "System.Linq", "System.Memory", "System.Runtime.Extensions" }
            .Select(name => Assembly.Load(name)).Append(typeof(IIndicator).Assembly).Append(typeof(BarSeries).Assembly)
            .Select(assembly => MetadataReference.CreateFromFile(assembly.Location)),
    ]);

    /// <returns>A portable executable, or null with the compiler's errors at their places.</returns>
    public static (byte[]? Image, ImmutableArray<Diagnostics.Diagnostic> Errors) Compile(IndicatorFile file)
    {
        var trees = new[] { CSharpSyntaxTree.ParseText(file.Text, s_parse), CSharpSyntaxTree.ParseText(Usings, s_parse) };
        var compilation = CSharpCompilation.Create($"qdsl-indicator-{file.Hash[..16]}", trees, s_references.Value, s_options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (result.Success) return (image.ToArray(), []);
        var source = new SourceText(file.Path, file.Text);
        // A missing brace makes a dozen false complaints about meaning; what cannot be read is said alone.
        var unreadable = trees[0].GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
        return (null,
        [
            .. from error in unreadable.Length > 0 ? unreadable : result.Diagnostics.AsEnumerable()
               where error.Severity == DiagnosticSeverity.Error
               let span = error.Location.SourceTree == trees[0] ? new TextSpan(error.Location.SourceSpan.Start, error.Location.SourceSpan.Length) : default
               orderby span.Start
               select Diagnostics.Diagnostic.At(source, span, UserIndicatorDiagnostics.DoesNotCompile, error.Id, error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)),
        ]);
    }
}
