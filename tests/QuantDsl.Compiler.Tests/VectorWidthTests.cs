using QuantDsl.Testing;

namespace QuantDsl.Compiler.Tests;

public sealed class VectorWidthTests : VectorWidthFacts;
