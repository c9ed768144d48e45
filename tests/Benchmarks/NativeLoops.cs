using System.Diagnostics;
using System.Runtime.InteropServices;
using QuantDsl.Indicators;

namespace QuantDsl.Benchmarks;

/// <summary>The C loops of <c>native/indicators.c</c>, compiled with -O3 on the spot where a C compiler is there.</summary>
public sealed class NativeLoops : IDisposable
{
    /// <summary>In the order of the numbers in the C file.</summary>
    private static readonly string[] s_names = ["SMA", "EMA", "RSI", "ATR", "MACD", "BBANDS", "STOCH", "CCI", "MFI", "ADX", "KAMA", "DONCHIAN"];

    private readonly DirectoryInfo _folder;
    private readonly nint _library;
    private readonly Loop _loop;
    private readonly double[][] _scratch;

    private NativeLoops(DirectoryInfo folder, nint library, int bars)
    {
        _folder = folder;
        _library = library;
        _loop = Marshal.GetDelegateForFunctionPointer<Loop>(NativeLibrary.GetExport(library, "c_indicator"));
        _scratch = [Column(bars), Column(bars)];
    }

    private delegate int Loop(int number, nint[] inputs, nint count, double[] arguments, nint[] outputs, nint[] scratch);

    /// <summary>What compiled the loops, as it names itself.</summary>
    public required string Compiler { get; init; }

    /// <summary>Null where no C compiler answers.</summary>
    /// <param name="bars">Length of the columns.</param>
    public static NativeLoops? Compile(int bars)
    {
        var folder = Directory.CreateTempSubdirectory("qdsl-native-");
        string library = Path.Combine(folder.FullName, "indicators.so");
        string source = Path.Combine(AppContext.BaseDirectory, "native", "indicators.c");
        try
        {
            Start("-O3", "-shared", "-fPIC", "-o", library, source, "-lm");
            string compiler = Start("--version").Split('\n')[0];
            return new(folder, NativeLibrary.Load(library), bars) { Compiler = compiler };
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException or DllNotFoundException)
        {
            folder.Delete(recursive: true);
            return null;
        }
    }

    public static bool Has(string name) => s_names.Contains(name);

    /// <summary>A column that the C code may be given the address of.</summary>
    public static double[] Column(int bars) => GC.AllocateArray<double>(bars, pinned: true);

    /// <summary>Fills the outputs from columns made by <see cref="Column"/>.</summary>
    public void Compute(IndicatorDefinition definition, double[][] inputs, double[] arguments, double[][] outputs)
    {
        int number = Array.IndexOf(s_names, definition.Name);
        if (_loop(number, Addresses(inputs), inputs[0].Length, arguments, Addresses(outputs), Addresses(_scratch)) == 0)
            throw new ArgumentException($"{definition.Name} has no loop in C", nameof(definition));
    }

    public void Dispose()
    {
        NativeLibrary.Free(_library);
        _folder.Delete(recursive: true);
    }

    private static nint[] Addresses(double[][] columns) => [.. columns.Select(column => Marshal.UnsafeAddrOfPinnedArrayElement(column, 0))];

    private static string Start(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("gcc", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("gcc did not start");
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException("gcc failed");
    }
}
