using System.Collections.Immutable;
using System.Reflection;
using QuantDsl.Compiler.Emission;
using QuantDsl.Compiler.Loading;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Tests;

/// <summary>The emitted classes of many strategies in one assembly: compiling them one by one takes several times as long.</summary>
internal sealed class ClassBatch : IDisposable
{
    // It has the runtime optimise a method before its first call, which costs more than a few hundred bars give back; what the method says is the same.
    private const string Hot = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    private readonly StrategyContext _context = new();
    private readonly Type[] _types;
    private readonly ImmutableArray<EmittedClass> _classes;

    public ClassBatch(IReadOnlyList<BoundStrategy> strategies)
    {
        _classes = [.. strategies.Select((strategy, i) => ClassEmitter.Emit(strategy with { Name = $"{strategy.Name}_{i}" })).Select(c => c with { Source = c.Source.Replace(Hot, "", StringComparison.Ordinal) })];
        using var image = new MemoryStream(RoslynBackEnd.Compile(_classes));
        var assembly = _context.LoadFromStream(image);
        _types = [.. _classes.Select(c => assembly.GetType(c.Name, throwOnError: true)!)];
        foreach (var (type, emitted) in _types.Zip(_classes))
            foreach (var (field, definition) in emitted.Supplied)
                type.GetField(field, BindingFlags.Public | BindingFlags.Static)!.SetValue(null, definition);
    }

    public CompiledStrategy CreateInstance(int index) => (CompiledStrategy)Activator.CreateInstance(_types[index])!;

    public string SourceOf(int index) => _classes[index].Source;

    public void Dispose() => _context.Unload();
}
