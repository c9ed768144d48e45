using QuantDsl.Testing;

namespace QuantDsl.Research.Tests;

public sealed class VectorWidthTests : VectorWidthFacts;
