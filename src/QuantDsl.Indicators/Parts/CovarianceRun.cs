namespace QuantDsl.Indicators;

/// <summary>Moments of two series over the windows of a run of bars; the variances may be a hair below zero, as rounding leaves them.</summary>
internal sealed class CovarianceRun(int longest)
{
    public double[] MeanX { get; } = new double[longest];

    public double[] MeanY { get; } = new double[longest];

    public double[] SquareX { get; } = new double[longest];

    public double[] SquareY { get; } = new double[longest];

    public double[] Product { get; } = new double[longest];

    /// <summary>Whether all moments of a bar are numbers.</summary>
    public bool IsDefined(int bar) => double.IsFinite(MeanX[bar] + MeanY[bar] + SquareX[bar] + SquareY[bar] + Product[bar]);

    public void Clear(int bar) => MeanX[bar] = MeanY[bar] = SquareX[bar] = SquareY[bar] = Product[bar] = double.NaN;
}
