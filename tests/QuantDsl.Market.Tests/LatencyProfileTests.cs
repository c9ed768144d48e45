using System.Globalization;
using System.Text.RegularExpressions;
using QuantDsl.Testing;

namespace QuantDsl.Market.Tests;

public sealed class LatencyProfileTests
{
    /// <summary>RULES V3: 1.5 ms, 30 ms, 150 ms and 300 ms from decision to fill.</summary>
    [Fact]
    public void V3_the_delay_of_an_order_is_base_and_insert() =>
        Assert.Equal([("co_located", 1_500_000), ("domestic", 30_000_000), ("international", 150_000_000), ("retail", 300_000_000)],
            LatencyProfile.Presets.Select(p => (p.Name, p.InsertDelayNanos)));

    [SharedFact]
    public void V3_the_presets_are_those_of_the_specification()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Shared!, "spec", "specification.md"));
        var presets = Regex.Matches(text, """"(\w+)": LatencyModelConfig\(\s+base_latency_nanos=([\d_]+),.*\s+insert_latency_nanos=([\d_]+),.*\s+update_latency_nanos=([\d_]+),.*\s+cancel_latency_nanos=([\d_]+),"""")
            .Select(m => new LatencyProfile(m.Groups[1].Value, Nanos(m, 2), Nanos(m, 3), Nanos(m, 4), Nanos(m, 5)));
        Assert.Equal(presets, LatencyProfile.Presets);
        Assert.Equal(4, LatencyProfile.Presets.Length);

        static long Nanos(Match match, int group) => long.Parse(match.Groups[group].Value.Replace("_", ""), CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, true)]
    [InlineData(59_999_999_999, 0, 0, 0, true)]
    [InlineData(60_000_000_000, 0, 0, 0, false)]
    [InlineData(30_000_000_000, 0, 0, 29_999_999_999, true)]
    [InlineData(30_000_000_000, 0, 30_000_000_000, 0, false)]
    [InlineData(-1, 0, 0, 0, false)]
    [InlineData(0, -1, 0, 0, false)]
    [InlineData(0, 0, 0, long.MaxValue, false)]
    public void Delays_below_zero_or_of_a_minute_are_implausible(long baseNanos, long insert, long update, long cancel, bool plausible) =>
        Assert.Equal(plausible, new LatencyProfile("custom", baseNanos, insert, update, cancel).IsPlausible);

    [Fact]
    public void A_preset_is_found_by_its_name_alone() => Assert.Equal((null, 200_000_000L), (LatencyProfile.Named("Retail"), LatencyProfile.Named("retail")?.BaseNanos));
}
