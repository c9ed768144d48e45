namespace QuantDsl.Cli;

/// <summary>The file <c>qdsl new NAME --indicator</c> writes: an indicator that keeps every law, with a word about each part.</summary>
public static class NewIndicator
{
    public static string Text(string name) => $$"""
        // {{name}}: how far a series stands above its mean, in percent points of the mean.
        // `qdsl trust {{name}}` lets it run, `qdsl indicators test {{name}}` holds it to the laws of every indicator,
        // `qdsl indicators show {{name}}` draws it. A strategy calls it as it calls the others: {{name}}(close, 20).

        /// <summary><c>{{name.ToUpperInvariant()}}(source, period)</c>: distance of a series from its mean, in percent points.</summary>
        public sealed class {{name}}(int period) : ISeriesIndicator
        {
            public static IndicatorDefinition Definition { get; } = new("{{name.ToUpperInvariant()}}")
            {
                Summary    = "Distance of a series from its mean, in percent points.",
                Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Bars in the mean.")],
                Outputs    = [new("distance", SeriesUnit.PercentPoints)],
                // Bars before the first value: with 20 bars in the mean it stands at the twentieth.
                Lookback   = arguments => arguments["period"] - 1,
                Formula    = "100 × (source ÷ SMA(source, period) − 1)",
                Convention = "Undefined where the mean is zero.",
                Source     = "My own notes.",
                Create     = arguments => new {{name}}(arguments["period"]),
            };

            private readonly Sma _mean = new(period);

            /// <summary>Feeds one closed bar; NaN while the distance is not known.</summary>
            public double Update(double value)
            {
                double distance = 100 * (value / _mean.Update(value) - 1);
                return double.IsFinite(distance) ? distance : double.NaN;
            }
        }

        """;
}
