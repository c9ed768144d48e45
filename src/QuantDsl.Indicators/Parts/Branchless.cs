using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Indicators;

/// <summary>Choices between numbers that turn on prices: half of all bars would mispredict a branch, which costs more than the rest of a formula.</summary>
internal static class Branchless
{
    /// <summary><c>left &gt; right ? value : 0</c>; a comparison with NaN is false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WhenGreater(double left, double right, double value) =>
        (Vector128.GreaterThan(Vector128.CreateScalarUnsafe(left), Vector128.CreateScalarUnsafe(right))
            & Vector128.CreateScalarUnsafe(value)).ToScalar();
}
