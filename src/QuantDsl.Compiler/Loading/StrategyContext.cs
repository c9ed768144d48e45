using System.Reflection;
using System.Runtime.Loader;
using QuantDsl.Indicators;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Loading;

/// <summary>Holds one emitted assembly and can be unloaded; what it links to is this process's own.</summary>
internal sealed class StrategyContext() : AssemblyLoadContext(name: null, isCollectible: true)
{
    private static readonly Dictionary<string, Assembly> s_shared = new[] { typeof(CompiledStrategy).Assembly, typeof(IIndicator).Assembly, typeof(BarSeries).Assembly }
        .ToDictionary(a => a.GetName().Name ?? "", StringComparer.Ordinal);

    protected override Assembly? Load(AssemblyName assemblyName) => s_shared.GetValueOrDefault(assemblyName.Name ?? "");
}
