namespace QuantDsl.Benchmarks;

/// <summary>Standard normal numbers as NumPy's <c>Generator(PCG64(seed))</c> draws them, so that the bars the work was defined on can be made without it.</summary>
/// <remarks>PCG XSL-RR with 128 bits of state (O'Neill 2014), seeded by hashing; normals by a ziggurat of 256 layers (Marsaglia and Tsang 2000). Its
/// tables are computed here, so a number may differ in its last bit; prices are rounded to cents, where that does not show.</remarks>
public sealed class PeerNormals
{
    private const int Layers = 256;

    /// <summary>Where the tail begins, for 256 layers of equal area.</summary>
    private const double Tail = 3.6541528853610088;

    private static readonly UInt128 s_multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);

    private readonly double[] _heights = new double[Layers], _widths = new double[Layers];
    private readonly ulong[] _insides = new ulong[Layers];
    private readonly UInt128 _increment;
    private UInt128 _state;

    public PeerNormals(uint seed)
    {
        uint[] words = Hashed(seed);
        UInt128 Wide(int at) => new(words[at] | (ulong)words[at + 1] << 32, words[at + 2] | (ulong)words[at + 3] << 32);
        _increment = Wide(4) << 1 | 1;
        _state = _increment + Wide(0);
        Step();
        FillTables();
    }

    public double Next()
    {
        while (true)
        {
            ulong bits = NextBits();
            int layer = (int)(bits & 0xFF);
            ulong magnitude = bits >> 9 & 0xF_FFFF_FFFF_FFFF;
            double value = magnitude * _widths[layer];
            if ((bits >> 8 & 1) != 0) value = -value;
            if (magnitude < _insides[layer]) return value;
            if (layer > 0)
            {
                if ((_heights[layer - 1] - _heights[layer]) * Uniform() + _heights[layer] < Math.Exp(-0.5 * value * value)) return value;
                continue;
            }

            while (true)
            {
                double beyond = Math.Log(1 - Uniform()) / -Tail, height = -Math.Log(1 - Uniform());
                if (height + height > beyond * beyond) return (magnitude >> 8 & 1) != 0 ? -(Tail + beyond) : Tail + beyond;
            }
        }
    }

    private double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    private ulong NextBits()
    {
        Step();
        ulong high = (ulong)(_state >> 64), low = (ulong)_state;
        return ulong.RotateRight(high ^ low, (int)(high >> 58));
    }

    private void Step() => _state = _state * s_multiplier + _increment;

    private void FillTables()
    {
        const double Scale = 1UL << 52;
        double edge = Math.Exp(-0.5 * Tail * Tail), area = Tail * edge + AreaOfTail(edge), x = Tail;
        _widths[0] = area / edge / Scale;
        _insides[0] = (ulong)(Tail / (area / edge) * Scale);
        _widths[Layers - 1] = Tail / Scale;
        (_heights[0], _heights[Layers - 1]) = (1, edge);
        for (int layer = Layers - 2; layer >= 1; layer--)
        {
            double inner = Math.Sqrt(-2 * Math.Log(area / x + Math.Exp(-0.5 * x * x)));
            _insides[layer + 1] = (ulong)(inner / x * Scale);
            (_widths[layer], _heights[layer], x) = (inner / Scale, Math.Exp(-0.5 * inner * inner), inner);
        }
    }

    /// <summary>Integral of exp(−x²/2) beyond the tail's beginning, by its continued fraction.</summary>
    private static double AreaOfTail(double edge)
    {
        double fraction = Tail;
        for (int term = 60; term >= 1; term--) fraction = Tail + term / fraction;
        return edge / fraction;
    }

    /// <summary>Eight words hashed from the seed, as a pool of four that is mixed and read.</summary>
    private static uint[] Hashed(uint seed)
    {
        uint[] pool = [seed, 0, 0, 0];
        uint factor = 0x43B0D7E5;
        uint Hash(uint value, uint step)
        {
            value ^= factor;
            factor *= step;
            value *= factor;
            return value ^ value >> 16;
        }

        for (int i = 0; i < pool.Length; i++) pool[i] = Hash(pool[i], 0x931E8875);
        for (int source = 0; source < pool.Length; source++)
        {
            for (int i = 0; i < pool.Length; i++)
            {
                if (i == source) continue;
                uint mixed = 0xCA01F9DD * pool[i] - 0x4973F715 * Hash(pool[source], 0x931E8875);
                pool[i] = mixed ^ mixed >> 16;
            }
        }

        factor = 0x8B51F9DD;
        return [.. Enumerable.Range(0, 8).Select(i => Hash(pool[i % pool.Length], 0x58F38DED))];
    }
}
