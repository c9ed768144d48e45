using System.Reflection;
using QuantDsl.Compiler.Emission;
using QuantDsl.Compiler.Loading;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler;

/// <summary>A loaded program; disposing it unloads the class once its instances are gone.</summary>
public sealed class CompiledProgram : IStrategyProgram
{
    private StrategyContext? _context;
    private Type? _type;

    internal CompiledProgram(StrategyPlan plan, EmittedClass emitted, byte[] image)
    {
        Plan = plan;
        Source = emitted.Source;
        _context = new();
        using var stream = new MemoryStream(image, writable: false);
        _type = _context.LoadFromStream(stream).GetType(emitted.Name, throwOnError: true);
        foreach (var (field, definition) in emitted.Supplied)
            _type?.GetField(field, BindingFlags.Public | BindingFlags.Static)?.SetValue(null, definition);
    }

    /// <inheritdoc/>
    public StrategyPlan Plan { get; }

    /// <summary>The C# it was compiled from.</summary>
    public string Source { get; }

    /// <inheritdoc/>
    public CompiledStrategy CreateInstance()
    {
        ObjectDisposedException.ThrowIf(_type is null, this);
        return Activator.CreateInstance(_type) as CompiledStrategy ?? throw new InvalidOperationException($"{_type} is not a strategy");
    }

    public void Dispose()
    {
        _type = null;
        _context?.Unload();
        _context = null;
    }
}
