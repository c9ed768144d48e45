namespace QuantDsl.Indicators;

/// <summary>An indicator of one series with one output whose next value needs the one before: over a column it runs in eight strands at once.</summary>
/// <remarks>
/// One bar after the other, a processor waits for each result before it can begin the next. So the column is cut into eight parts that are computed side by side.
/// A part begins with a formula that was fed the bars before it, as many as its memory; where that has come to the very state in which the part before
/// ends, to the last bit, all that follows is what one formula from the first bar on gives. Where it has not, the part is computed again until it does.
/// </remarks>
public abstract class RecursiveIndicator<TFormula>(TFormula formula) : ISeriesIndicator
    where TFormula : struct, IRecursiveFormula<TFormula>
{
    private TFormula _formula = formula;

    /// <summary>Feeds one closed bar; returns the value, or NaN while it is undefined.</summary>
    public double Update(double value) => _formula.Next(value);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = _formula.Next(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        ReadOnlySpan<double> source = inputs[0];
        Span<double> values = outputs[0];
        int memory = _formula.Memory, length = (values.Length - memory) / Strands.Many;
        // A part is fed beforehand with bars of the one before it. What is not modest is rare, and taken one after the other.
        _formula = length < memory || !Branchless.AreModest(source.Slice(memory, Strands.Many * length))
            ? One(_formula, source, values)
            : Many(_formula, source, values, memory, length);
    }

    private static TFormula One(TFormula formula, ReadOnlySpan<double> source, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = formula.Next(source[i]);
        return formula;
    }

    private static TFormula Many(TFormula fresh, ReadOnlySpan<double> source, Span<double> values, int memory, int length)
    {
        TFormula[] strands = new TFormula[Strands.Many], begun = new TFormula[Strands.Many];
        for (int i = 0; i < strands.Length; i++) strands[i] = fresh;
        int seeded = Seed(strands, source, values, memory, length, Branchless.AreModest(source[..memory]));
        foreach (var strand in strands)
            if (!strand.IsSettled) return One(strands[0], source[memory..], values[memory..]);

        // What is written here for all parts but the first stands where the part before ends, which writes over it.
        if (seeded < memory) TFormula.Next(strands, source[seeded..], values[seeded..], length, memory - seeded);
        Array.Copy(strands, begun, begun.Length);
        TFormula.Next(strands, source[memory..], values[memory..], length, length);
        var last = strands[0];
        for (int i = 1; i < strands.Length; i++)
            last = Joined(last, begun[i], strands[i], source.Slice(memory + i * length, length), values.Slice(memory + i * length, length));
        int rest = memory + Strands.Many * length;
        return One(last, source[rest..], values[rest..]);
    }

    /// <summary>Feeds each part the bars before it, until its formula is settled if all of them are defined, else as many as its memory.</summary>
    /// <returns>How many.</returns>
    private static int Seed(TFormula[] strands, ReadOnlySpan<double> source, Span<double> values, int memory, int length, bool allDefined)
    {
        int i = 0;
        for (; i < memory && !(allDefined && strands[0].IsSettled); i++)
        {
            values[i] = strands[0].Next(source[i]);
            for (int k = 1; k < strands.Length; k++) strands[k].Next(source[k * length + i]);
        }

        return i;
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
