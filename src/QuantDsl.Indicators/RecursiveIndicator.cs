using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>An indicator of one series with one output whose next value needs the one before: over a column it runs in four strands at once.</summary>
/// <remarks>
/// One bar after the other, a processor waits for each result before it can begin the next. So the column is cut into four parts that are computed side by side.
/// A part begins with a formula that was fed the bars before it, as many as its memory; where that has come to the very state in which the part before
/// ends, to the last bit, all that follows is what one formula from the first bar on gives. Where it has not, the part is computed again until it does.
/// </remarks>
public abstract class RecursiveIndicator<TFormula>(TFormula formula) : ISeriesIndicator
    where TFormula : struct, IRecursiveFormula<TFormula>
{
    private const int Strands = 4;

    private TFormula _formula = formula;

    /// <summary>Feeds one closed bar; returns the value, or NaN while it is undefined.</summary>
    public double Update(double value) => _formula.Next(value);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = _formula.Next(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        ReadOnlySpan<double> source = inputs[0];
        Span<double> values = outputs[0];
        int memory = _formula.Memory, length = (values.Length - memory) / Strands;
        // A strand must be worth the bars that it is fed before it begins.
        _formula = length < 2L * memory ? One(_formula, source, values) : Four(_formula, source, values, memory, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TFormula One(TFormula formula, ReadOnlySpan<double> source, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = formula.Next(source[i]);
        return formula;
    }

    private static TFormula Four(TFormula fresh, ReadOnlySpan<double> source, Span<double> values, int memory, int length)
    {
        TFormula first = fresh, second = fresh, third = fresh, fourth = fresh;
        for (int i = 0; i < memory; i++)
        {
            values[i] = first.Next(source[i]);
            second.Next(source[length + i]);
            third.Next(source[2 * length + i]);
            fourth.Next(source[3 * length + i]);
        }

        int parts = Strands * length, rest = memory + parts;
        var strands = source.Slice(memory, parts);
        // What is not like this is rare, and taken one after the other.
        if (!first.IsSettled || !second.IsSettled || !third.IsSettled || !fourth.IsSettled || !Branchless.AreModest(strands)) return One(first, source[memory..], values[memory..]);

        TFormula secondBegins = second, thirdBegins = third, fourthBegins = fourth;
        TFormula.Next(ref first, ref second, ref third, ref fourth, strands, values.Slice(memory, parts));
        first = Joined(first, secondBegins, second, strands.Slice(length, length), values.Slice(memory + length, length));
        first = Joined(first, thirdBegins, third, strands.Slice(2 * length, length), values.Slice(memory + 2 * length, length));
        first = Joined(first, fourthBegins, fourth, strands[(3 * length)..], values.Slice(memory + 3 * length, length));
        return One(first, source[rest..], values[rest..]);
    }

    /// <summary>Corrects a part, and gives the state in which it ends.</summary>
    /// <param name="formula">As the part before left it.</param>
    /// <param name="begun">What the part began with.</param>
    /// <param name="ended">What came of that.</param>
    private static TFormula Joined(TFormula formula, TFormula begun, TFormula ended, ReadOnlySpan<double> source, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (formula.AgreesWith(begun)) return ended;
            values[i] = formula.Next(source[i]);
            begun.Next(source[i]);
        }

        return formula;
    }
}
