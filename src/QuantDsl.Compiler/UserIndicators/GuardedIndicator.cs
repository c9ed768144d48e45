using QuantDsl.Diagnostics;
using QuantDsl.Indicators;

namespace QuantDsl.Compiler.UserIndicators;

/// <summary>Runs somebody's formula and says whose it is when it throws.</summary>
internal sealed class GuardedIndicator(IIndicator formula, IndicatorFile file) : IIndicator
{
    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        try
        {
            formula.Update(inputs, outputs);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw Failed(file, failure);
        }
    }

    public void Compute(double[][] inputs, double[][] outputs)
    {
        try
        {
            formula.Compute(inputs, outputs);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw Failed(file, failure);
        }
    }

    public static InputException Failed(IndicatorFile file, Exception failure) =>
        new(FailureKind.Input, Diagnostic.InFile(file.Path, 0, UserIndicatorDiagnostics.Failed, file.Name, $"{failure.GetType().Name}: {failure.Message}") with
        {
            Help = $"`qdsl indicators test {file.Name}` shows at which bars",
        });
}
