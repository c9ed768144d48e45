using QuantDsl.Backtest;
using QuantDsl.Research.Metrics;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Tests.Metrics;

public sealed class DailyReturnsTests
{
    [Fact]
    public void R3_returns_are_between_marked_days_the_first_against_the_initial_equity()
    {
        // Returns 10 %, −10 %, 10 %; the day without marks between the second and third gives none.
        var daily = DailyReturns.Of(100, 108.9, new List<DailyMark> { new(1, 110), new(2, 99), new(4, 108.9) });
        double mean = 0.1 / 3, deviation = Math.Sqrt((2 * Math.Pow(0.1 - mean, 2) + Math.Pow(-0.1 - mean, 2)) / 2);
        Near(mean / deviation * Math.Sqrt(365), daily.Sharpe);
        Near(mean / Math.Sqrt(0.01 / 3) * Math.Sqrt(365), daily.Sortino);
        Near(deviation * Math.Sqrt(365), daily.Volatility);
        Near(Math.Pow(1.089, 365 / 3.0) - 1, daily.Cagr);
    }

    [Fact]
    public void R3_a_venue_that_closes_is_annualised_by_its_own_calendar()
    {
        // Returns 10 %, −10 %, 10 % over three days of a year of 252.
        var daily = DailyReturns.Of(100, 108.9, new List<DailyMark> { new(1, 110), new(2, 99), new(4, 108.9) }, 252);
        double mean = 0.1 / 3, deviation = Math.Sqrt((2 * Math.Pow(0.1 - mean, 2) + Math.Pow(-0.1 - mean, 2)) / 2);
        Near(mean / deviation * Math.Sqrt(252), daily.Sharpe);
        Near(deviation * Math.Sqrt(252), daily.Volatility);
        Near(Math.Pow(1.089, 252 / 3.0) - 1, daily.Cagr);
    }

    [Fact]
    public void R3_nothing_left_is_a_growth_of_minus_one()
    {
        var daily = DailyReturns.Of(100, -5, new List<DailyMark> { new(1, 40), new(2, -5), new(3, -5) });
        Assert.Equal(-1, daily.Cagr);
        // Returns −60 %, −112.5 %, 0 %.
        double mean = (-0.6 - 1.125) / 3;
        Near(mean / Math.Sqrt((0.36 + 1.125 * 1.125) / 3) * Math.Sqrt(365), daily.Sortino);
    }

    [Fact]
    public void A_day_after_an_equity_of_exactly_zero_gives_no_return()
    {
        var daily = DailyReturns.Of(100, 0, new List<DailyMark> { new(1, 50), new(2, 0), new(3, 0) });
        Near(-0.75 / Math.Sqrt((0.25 + 1) / 2) * Math.Sqrt(365), daily.Sortino);
    }

    [Fact]
    public void What_is_summed_as_it_comes_is_what_the_returns_say_that_are_written_down()
    {
        var random = new Random(4);
        for (int round = 0; round < 200; round++)
        {
            double[] equities = [.. Enumerable.Range(0, round % 40).Select(_ => random.Next(10) == 0 ? 0 : 1000 * random.NextDouble() - 50)];
            List<DailyMark> days = [.. equities.Select((equity, i) => new DailyMark(i, equity))];
            var (sharpe, sortino, volatility) = ReturnStatistics.Ratios(DailyReturns.Series(700, days), 252);
            DailyReturns expected = new(ReturnStatistics.Cagr(700, 710, days.Count, 252), sharpe, sortino, volatility);
            Assert.Equal((expected, expected), (DailyReturns.Of(700, 710, equities, 252), DailyReturns.Of(700, 710, days, 252)));
        }
    }

    /// <summary>Any number of runs at once; now and then one of them loses everything, on the first day too.</summary>
    [Fact, Trait("Vectors", "differential")]
    public void Several_runs_at_once_are_each_by_itself_to_the_last_bit()
    {
        var random = new Random(6);
        for (int round = 0; round < 300; round++)
        {
            int days = round % 50;
            var runs = new RunOutcome[random.Next(1, 14)];
            for (int i = 0; i < runs.Length; i++)
            {
                double[] marks = new double[days];
                for (int day = 0; day < days; day++) marks[day] = random.Next(200) == 0 ? 0 : (day > 0 ? marks[day - 1] : 1000) * (0.9 + random.NextDouble() * 0.2) - (random.Next(100) == 0 ? 700 : 0);
                runs[i] = new(round % 9 == 0 ? 0 : 1000, days == 0 ? 1000 : marks[^1], 0, default, marks);
            }

            var returns = new DailyReturns[runs.Length];
            LaneReturns.Fill(runs, 365, returns);
            Assert.Equal(runs.Select(run => DailyReturns.Of(run.InitialEquity, run.FinalEquity, run.Days.Span, 365)), returns);
        }
    }

    private static void Near(double expected, double? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected, actual.Value, 1e-12 * Math.Abs(expected));
    }
}
