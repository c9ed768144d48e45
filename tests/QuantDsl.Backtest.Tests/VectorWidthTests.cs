using QuantDsl.Testing;

namespace QuantDsl.Backtest.Tests;

public sealed class VectorWidthTests : VectorWidthFacts;
