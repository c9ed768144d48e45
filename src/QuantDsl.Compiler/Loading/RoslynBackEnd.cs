using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using QuantDsl.Compiler.Emission;
using QuantDsl.Indicators;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Loading;

/// <summary>C# text to the bytes of an assembly.</summary>
internal static class RoslynBackEnd
{
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp14, DocumentationMode.None);

    private static readonly CSharpCompilationOptions s_options = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true,
        concurrentBuild: false, nullableContextOptions: NullableContextOptions.Annotations, warningLevel: 0);

    // Only what the class names: each reference more is read and searched at the first compilation.
    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references = new(() =>
    [
        .. new[] { typeof(object).Assembly, Assembly.Load("System.Runtime"), typeof(CompiledStrategy).Assembly, typeof(IIndicator).Assembly, typeof(BarSeries).Assembly }
            .Select(a => MetadataReference.CreateFromFile(a.Location)),
    ]);

    /// <param name="classes">At least one; of different names.</param>
    /// <returns>A portable executable.</returns>
    /// <exception cref="InvalidOperationException">The text is not valid C#: a defect of the emitter.</exception>
    public static byte[] Compile(params ImmutableArray<EmittedClass> classes)
    {
        var trees = classes.Select(c => CSharpSyntaxTree.ParseText(SourceText.From(c.Source), s_parse));
        var compilation = CSharpCompilation.Create(classes[0].Name, trees, s_references.Value, s_options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (result.Success) return image.ToArray();
        var errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error);
        throw new InvalidOperationException($"an emitted class does not compile:\n{string.Join('\n', errors)}\n\n{string.Join("\n\n", classes.Select(c => c.Source))}");
    }
}
