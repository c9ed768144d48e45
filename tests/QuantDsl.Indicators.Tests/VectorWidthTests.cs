using QuantDsl.Testing;

namespace QuantDsl.Indicators.Tests;

public sealed class VectorWidthTests : VectorWidthFacts;
