namespace QuantDsl.Benchmarks;

/// <summary>The checkout this program was built from.</summary>
public static class Checkout
{
    /// <summary>The nearest folder above the program with the solution in it.</summary>
    public static string Root { get; } = Find();

    /// <summary>The commit it stands at, with a plus where files differ from it; <c>unknown</c> without git.</summary>
    public static string Commit
    {
        get
        {
            try
            {
                string commit = WholeProcess.Run(watched: false, "git", "-C", Root, "rev-parse", "--short=12", "HEAD").Output.Trim();
                return commit + (WholeProcess.Run(watched: false, "git", "-C", Root, "status", "--porcelain", "--", "src", "tests/Benchmarks").Output.Length > 0 ? "+" : "");
            }
            catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                return "unknown";
            }
        }
    }

    /// <summary>Processor and cores, as the system names them.</summary>
    public static string Machine
    {
        get
        {
            string[] lines = File.Exists("/proc/cpuinfo") ? File.ReadAllLines("/proc/cpuinfo") : [];
            string Field(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
            string widest = System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? "512" : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? "256" : "128";
            return $"{Environment.ProcessorCount} cores of {Field("model name")} (family {Field("cpu family")}, model {Field("model\t")}), vectors of {widest} bits, .NET {Environment.Version}";
        }
    }

    /// <summary>How busy the machine is with other work, as the system counts what is running or waiting to.</summary>
    public static string Load
    {
        get
        {
            if (!File.Exists("/proc/loadavg")) return "how busy the machine was is not known";
            double load = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"when it began, {load:F1} tasks of others were running or waiting for {Environment.ProcessorCount} cores");
        }
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "QuantDsl.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("the program does not lie in a checkout");
        return folder.FullName;
    }
}
