using System.Collections.Immutable;
using QuantDsl.Indicators;

namespace QuantDsl.Compiler.Emission;

/// <summary>A class as text, and what the loader must put into it.</summary>
/// <param name="Name">With its namespace.</param>
/// <param name="Supplied">Static fields for definitions that are not built in.</param>
internal sealed record EmittedClass(string Name, string Source, ImmutableArray<(string Field, IndicatorDefinition Definition)> Supplied);
