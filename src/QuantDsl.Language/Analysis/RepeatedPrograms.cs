using System.Runtime.InteropServices;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Analysis;

/// <summary>Warns of swept values and combinations that give a program another one gives too: they are declared, and change nothing.</summary>
/// <remarks>Programs are told apart by <see cref="ProgramKeys"/>, so equal means equal by hash (RULES L8). A grid beyond
/// <see cref="MostCombinations"/> is looked at one axis at a time, with the others at their defaults and their ends; nothing is said of
/// its combinations then.</remarks>
internal sealed class RepeatedPrograms(BindingContext context, BoundStrategy strategy)
{
    private const int MostCombinations = 2_048;

    private readonly ProgramKeys _keys = new(strategy);
    private readonly ConstraintEvaluator _allowed = new(strategy);
    private readonly int[] _axes = [.. Enumerable.Range(0, strategy.Parameters.Length).Where(i => strategy.Parameters[i] is { IsLive: true, Sweep.Length: > 1 })];

    public void Check(StrategySyntax syntax)
    {
        if (_axes.Length == 0) return;
        long product = 1, distinct = 1;
        foreach (int axis in _axes) product = Math.Min(product * strategy.Parameters[axis].Sweep.Length, int.MaxValue);
        bool isWhole = product <= MostCombinations;
        foreach (int axis in _axes)
        {
            int[] classes = ClassesOf(axis, isWhole);
            int different = classes.Distinct().Count();
            distinct *= different;
            if (different < classes.Length) Report(strategy.Parameters[axis], classes, different);
        }

        if (isWhole && distinct == product) CheckCombinations(syntax, (int)product);
    }

    private void Report(BoundParameter axis, int[] classes, int different)
    {
        int repeat = Enumerable.Range(0, classes.Length).First(i => Array.IndexOf(classes, classes[i]) < i);
        string value = ParameterValue.Print(axis, axis.Sweep[repeat]), first = ParameterValue.Print(axis, axis.Sweep[Array.IndexOf(classes, classes[repeat])]);
        string same = value == first ? $"`{value}` stands twice" : $"`{value}` gives the program that `{first}` gives";
        context.Report(LintDiagnostics.RepeatedValues, axis.Span, [axis.Name, classes.Length, different == 1 ? "changes nothing" : $"{different} would do", same],
            different == 1 ? "leave out its values: the rules do not depend on it" : "leave out the values that repeat a program");
    }

    private void CheckCombinations(StrategySyntax syntax, int product)
    {
        HashSet<string> programs = new(StringComparer.Ordinal);
        int allowed = 0;
        foreach (double[] setting in Settings(_axes, isWhole: true))
        {
            if (!_allowed.Satisfied(setting)) continue;
            allowed++;
            programs.Add(KeyOf(setting));
        }

        if (programs.Count < allowed)
            context.Report(LintDiagnostics.RepeatedCombinations, syntax.Name.Span, [allowed, programs.Count], allowed == product ? "exclude one of each pair by `require`" : "narrow the `require`");
    }

    /// <summary>A number for each value of an axis; values with equal numbers give equal programs at every setting of the others.</summary>
    private int[] ClassesOf(int axis, bool isWhole)
    {
        var values = strategy.Parameters[axis].Sweep;
        var classes = new int[values.Length];
        foreach (double[] setting in Settings([.. _axes.Where(a => a != axis)], isWhole))
        {
            Dictionary<(int, string), int> refined = [];
            for (int i = 0; i < values.Length; i++)
            {
                setting[axis] = values[i];
                var key = (classes[i], KeyOf(setting));
                if (!refined.TryGetValue(key, out int number)) refined.Add(key, number = refined.Count);
                classes[i] = number;
            }

            if (refined.Count == values.Length) break;
        }

        return classes;
    }

    /// <summary>The settings of some axes, the other parameters at their defaults.</summary>
    private IEnumerable<double[]> Settings(int[] varied, bool isWhole)
    {
        double[] setting = [.. strategy.Parameters.Select(p => p.Default)];
        if (!isWhole)
        {
            yield return [.. setting];
            yield return Ends(setting, varied, sweep => sweep.Min());
            yield return Ends(setting, varied, sweep => sweep.Max());
            yield break;
        }

        var position = new int[varied.Length];
        while (true)
        {
            for (int i = 0; i < varied.Length; i++) setting[varied[i]] = strategy.Parameters[varied[i]].Sweep[position[i]];
            yield return [.. setting];
            int digit = varied.Length - 1;
            while (digit >= 0 && ++position[digit] == strategy.Parameters[varied[digit]].Sweep.Length) position[digit--] = 0;
            if (digit < 0) yield break;
        }
    }

    private double[] Ends(double[] defaults, int[] varied, Func<IEnumerable<double>, double> end)
    {
        double[] setting = [.. defaults];
        foreach (int axis in varied) setting[axis] = end(strategy.Parameters[axis].Sweep);
        return setting;
    }

    private string KeyOf(double[] setting)
    {
        var key = new double[_keys.Length];
        _keys.Evaluate(setting, key);
        return new string(MemoryMarshal.Cast<double, char>(key));
    }
}
