namespace QuantDsl.Indicators.Tests;

/// <summary>Every indicator on a few bars, with values worked out by hand from its definition; a dash is "not ready".</summary>
public sealed class WorkedValuesTests
{
    private const double __ = double.NaN;

    /// <summary>Closes for what reads one series.</summary>
    private static readonly double[] Closes = [1, 2, 6, 4, 8];

    /// <summary>Highs, lows and closes for what reads bars. Typical prices: 27/3 32/3 26/3 39/3 38/3. True ranges from the second bar: 3 4 7 2.</summary>
    private static readonly double[][] Bars = [[10, 12, 11, 15, 14], [8, 9, 7, 10, 12], [9, 11, 8, 14, 12]];

    [Fact]
    public void SMA() => Expect("SMA", [3], [Closes], [__, __, 3, 4, 6]);

    [Fact]
    public void R7_EMA_seeds_with_the_mean_and_steps_by_half() => Expect("EMA", [3], [Closes], [__, __, 3, 3.5, 5.75]);

    [Fact]
    public void WMA_weighs_1_2_3() =>
        Expect("WMA", [3], [Closes], [__, __, (1 + 2 * 2 + 3 * 6) / 6d, (2 + 2 * 6 + 3 * 4) / 6d, (6 + 2 * 4 + 3 * 8) / 6d]);

    [Fact]
    public void DEMA_takes_the_mean_of_the_mean_off() =>
        // EMA(2): 3/2, 9/2, 25/6, 121/18 from the second bar; its own EMA: 3, 34/9, 155/27 from the third.
        Expect("DEMA", [2], [Closes], [__, __, 9 - 3, 25 / 3d - 34 / 9d, 121 / 9d - 155 / 27d]);

    [Fact]
    public void TEMA_goes_one_deeper() =>
        // The third EMA: 61/18, 803/162 from the fourth bar.
        Expect("TEMA", [2], [Closes], [__, __, __, 25 / 2d - 34 / 3d + 61 / 18d, 121 / 6d - 155 / 9d + 803 / 162d]);

    [Fact]
    public void R7_RSI_after_changes_of_2_minus_1_3_0() =>
        // Mean gains 1, 2, 1 and losses 1/2, 1/4, 1/8.
        Expect("RSI", [2], [[10, 12, 11, 14, 14]], [__, __, 200 / 3d, 800 / 9d, 800 / 9d]);

    [Fact]
    public void RSI_is_100_without_a_loss_and_0_without_a_gain_or_any_movement()
    {
        Expect("RSI", [2], [[1, 2, 3, 4]], [__, __, 100, 100]);
        Expect("RSI", [2], [[4, 3, 2, 1]], [__, __, 0, 0]);
        Expect("RSI", [2], [[5, 5, 5, 5]], [__, __, 0, 0]);
    }

    [Fact]
    public void R7_MACD_starts_both_averages_on_the_third_bar() =>
        // Slow: 3, 7/2, 23/4. Fast, seeded with the mean of 2 and 6: 4, 4, 20/3. Their distance: 1, 1/2, 11/12; its EMA: 3/4, 31/36.
        Expect("MACD", [2, 3, 2], [Closes], [__, __, __, 1 / 2d, 11 / 12d], [__, __, __, 3 / 4d, 31 / 36d], [__, __, __, -1 / 4d, 1 / 18d]);

    [Fact]
    public void MACD_takes_the_shorter_span_as_the_fast_one() =>
        Expect("MACD", [3, 2, 2], [Closes], [__, __, __, 1 / 2d, 11 / 12d], [__, __, __, 3 / 4d, 31 / 36d], [__, __, __, -1 / 4d, 1 / 18d]);

    [Fact]
    public void ROC_is_in_percent_points() => Expect("ROC", [2], [Closes], [__, __, 500, 100, 100 / 3d]);

    [Fact]
    public void ROC_from_zero_is_0() => Expect("ROC", [1], [[0, 5, 10]], [__, 0, 100]);

    [Fact]
    public void R7_STDDEV_divides_by_the_period() => Expect("STDDEV", [2], [Closes], [__, 1 / 2d, 2, 1, 2]);

    [Fact]
    public void ZSCORE() => Expect("ZSCORE", [2], [Closes], [__, 1, 1, -1, 1]);

    [Fact]
    public void ZSCORE_of_a_constant_is_0() => Expect("ZSCORE", [2], [[0.1, 0.1, 0.1]], [__, 0, 0]);

    [Fact]
    public void R7_BBANDS_divide_by_the_period() => Expect("BBANDS", [2, 2], [Closes],
        [__, 2.5, 8, 7, 10], [__, 1.5, 4, 5, 6], [__, 0.5, 0, 3, 2], [__, 0.75, 0.75, 0.25, 0.75], [__, 4 / 3d, 2, 0.8, 4 / 3d]);

    [Fact]
    public void R7_ATR_halves_towards_the_true_range() => Expect("ATR", [2], Bars, [__, __, 3.5, 5.25, 3.625]);

    [Fact]
    public void KELTNER() =>
        // EMA(2) of the close: 10, 26/3, 110/9, 326/27 from the second bar; twice the ATR: 7, 10.5, 7.25 from the third.
        Expect("KELTNER", [2, 2, 2], Bars,
            [__, __, 26 / 3d + 7, 110 / 9d + 10.5, 326 / 27d + 7.25],
            [__, __, 26 / 3d, 110 / 9d, 326 / 27d],
            [__, __, 26 / 3d - 7, 110 / 9d - 10.5, 326 / 27d - 7.25]);

    [Fact]
    public void R7_DONCHIAN_includes_the_current_bar() =>
        Expect("DONCHIAN", [3], Bars[..2], [__, __, 12, 15, 15], [__, __, 9.5, 11, 11], [__, __, 7, 7, 7]);

    [Fact]
    public void WILLR_is_between_minus_100_and_0() => Expect("WILLR", [3], Bars, [__, __, -80, -12.5, -37.5]);

    [Fact]
    public void STOCH_smooths_twice() =>
        // Raw over two bars: 75, 20, 87.5, 40 from the second.
        Expect("STOCH", [2, 2, 2], Bars, [__, __, __, 53.75, 63.75], [__, __, __, 50.625, 58.75]);

    [Fact]
    public void STOCH_and_WILLR_of_a_window_without_range_are_0()
    {
        double[][] flat = [[5, 5, 5], [5, 5, 5], [5, 5, 5]];
        Expect("STOCH", [2, 1, 1], flat, [__, 0, 0], [__, 0, 0]);
        Expect("WILLR", [2], flat, [__, 0, 0]);
    }

    [Fact]
    public void CCI() =>
        // Means of three typical prices, in ninths: 85, 97, 103; sums of distances, in ninths: 22, 40, 50.
        Expect("CCI", [3], Bars, [__, __, -700 / 11d, 100, 44]);

    [Fact]
    public void CCI_of_a_window_without_movement_is_0() => Expect("CCI", [2], [[0.1, 0.1, 0.1], [0.1, 0.1, 0.1], [0.1, 0.1, 0.1]], [__, 0, 0]);

    [Fact]
    public void R7_ADX_takes_the_first_movement_as_the_first_sum() =>
        // +DM 2 0 4 0, −DM 0 2 0 0. Sums: +DM 2, 1, 4.5, 2.25; −DM 0, 2, 1, 0.5; range 3, 5.5, 9.75, 6.875. DX from the third bar: 100/3, 700/11, 700/11.
        Expect("ADX", [2], Bars, [__, __, __, 1600 / 33d, 1850 / 33d], [__, __, __, 600 / 13d, 360 / 11d], [__, __, __, 400 / 39d, 80 / 11d]);

    [Fact]
    public void ADX_keeps_its_value_when_nothing_moves_any_more()
    {
        // A hundred bars at the last close: both movements and the range fade alike, so the direction stays 700/11 until
        // nothing is left of them; the index has reached it by then and stays.
        double[][] calm = [.. Bars.Select(column => (double[])[.. column, .. Enumerable.Repeat(12.0, 100)])];
        double[][] outputs = IndicatorCatalog.Default.Find("ADX")!.Compute(calm, [2]);
        Assert.Equal([700 / 11d, 0, 0], outputs.Select(column => column[^1]), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void OBV_starts_with_the_first_volume_and_an_unchanged_close_adds_nothing() =>
        Expect("OBV", [], [[9, 11, 8, 8, 12], [5, 4, 3, 2, 1]], [5, 9, 6, 6, 7]);

    [Fact]
    public void VOLSMA() => Expect("VOLSMA", [2], [[5, 4, 3, 2, 1]], [__, 4.5, 3.5, 2.5, 1.5]);

    [Fact]
    public void MFI_adds_up_turnover_by_direction() =>
        // Flows: +32, −26, +13, −38.
        Expect("MFI", [2], [.. Bars, [3, 3, 3, 1, 3]], [__, __, 3200 / 58d, 1300 / 39d, 1300 / 51d]);

    [Fact]
    public void MFI_knows_no_direction_for_an_unchanged_price_and_is_0_without_volume()
    {
        double[] typical = [1, 2, 2, 3, 2];
        Expect("MFI", [2], [typical, typical, typical, [1, 1, 9, 1, 1]], [__, __, 100, 100, 60]);
        Expect("MFI", [2], [typical, typical, typical, [0, 0, 0, 0, 0]], [__, __, 0, 0, 0]);
    }

    [Fact]
    public void VWAP_starts_again_at_midnight_UTC()
    {
        const double Midnight = 1_735_689_600_000, Step = 300_000;
        double[] times = [Midnight - 2 * Step, Midnight - Step, Midnight, Midnight + Step, Midnight + 2 * Step];
        // 9; (9 + 3 × 32/3) ÷ 4; and of the new day 26/3; still; (2 × 26/3 + 38/3) ÷ 3.
        Expect("VWAP", [0], [.. Bars, [1, 3, 2, 0, 1], times], [9, 10.25, 26 / 3d, 26 / 3d, 10]);
        // Nothing traded, no price paid.
        Expect("VWAP", [0], [.. Bars, [0, 3, 0, 0, 1], times], [__, 32 / 3d, __, __, 38 / 3d]);
    }

    [Fact]
    public void R7_a_NaN_in_front_is_not_there()
    {
        Expect("SMA", [3], [[__, __, .. Closes]], [__, __, __, __, 3, 4, 6]);
        Expect("EMA", [3], [[__, __, .. Closes]], [__, __, __, __, 3, 3.5, 5.75]);
        Expect("MACD", [2, 3, 2], [[__, .. Closes]],
            [__, __, __, __, 1 / 2d, 11 / 12d], [__, __, __, __, 3 / 4d, 31 / 36d], [__, __, __, __, -1 / 4d, 1 / 18d]);
    }

    [Fact]
    public void R7_a_NaN_inside_blanks_a_recursive_mean_for_its_bar_and_a_window_for_its_length()
    {
        Expect("EMA", [3], [[1, 2, 6, __, 4, 8]], [__, __, 3, __, 3.5, 5.75]);
        Expect("RSI", [2], [[10, 12, 11, __, 14, 14]], [__, __, 200 / 3d, __, 800 / 9d, 800 / 9d]);
        Expect("SMA", [2], [[1, 2, __, 4, 8, 10]], [__, 1.5, __, __, 6, 9]);
        Expect("ROC", [2], [[1, 2, __, 4, 8, 10]], [__, __, __, __, __, 150]);
        Expect("DONCHIAN", [2], [[1, 2, __, 4, 8, 10], [1, 1, 1, 3, 5, 6]],
            [__, 2, __, __, 8, 10], [__, 1.5, __, __, 5.5, 7.5], [__, 1, __, __, 3, 5]);
    }

    private static void Expect(string name, double[] arguments, double[][] inputs, params double[][] expected)
    {
        double[][] actual = IndicatorCatalog.Default.Find(name)!.Compute(inputs, arguments);
        Assert.Equal(expected.Length, actual.Length);
        for (int output = 0; output < expected.Length; output++)
            for (int i = 0; i < expected[output].Length; i++)
                Assert.Equal(expected[output][i], actual[output][i], 1e-12);
    }
}
