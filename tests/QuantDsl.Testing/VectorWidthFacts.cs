using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace QuantDsl.Testing;

/// <summary>What a run without some of the processor's vectors announces in <c>QDSL_WITHOUT</c> is so: otherwise its other tests would show nothing.</summary>
/// <remarks>Every project with tests of the trait <c>Vectors=differential</c> derives a class from it, so that each process of such a run asks.</remarks>
[Trait("Vectors", "differential")]
public abstract class VectorWidthFacts
{
    public const string Variable = "QDSL_WITHOUT";

    [Fact]
    public void The_vectors_that_are_switched_off_are_not_there()
    {
        switch (Environment.GetEnvironmentVariable(Variable))
        {
            case null or "":
                // Nothing is switched off; what is wide is then made of what is narrow.
                Assert.True(!Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated);
                Assert.True(!Vector256.IsHardwareAccelerated || Vector128.IsHardwareAccelerated);
                break;
            case "avx512":
                Assert.False(Vector512.IsHardwareAccelerated);
                Assert.False(Avx512F.IsSupported);
                break;
            case "avx2":
                Assert.False(Vector256.IsHardwareAccelerated);
                Assert.False(Avx2.IsSupported);
                break;
            case "hwintrinsic":
                Assert.False(Vector256.IsHardwareAccelerated);
                Assert.False(Vector128.IsHardwareAccelerated);
                Assert.False(System.Numerics.Vector.IsHardwareAccelerated);
                break;
            case var unknown:
                Assert.Fail($"{Variable}={unknown} announces nothing that is known");
                break;
        }
    }
}
