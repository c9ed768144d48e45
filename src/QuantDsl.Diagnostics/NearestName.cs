namespace QuantDsl.Diagnostics;

/// <summary>The known name a mistyped one was probably meant to be.</summary>
public static class NearestName
{
    /// <summary>The closest candidate, or null when none is close; the first of equals. Case alone is no distance.</summary>
    // A third of the letters may be wrong: fewer misses real slips, more suggests strangers. Of one or two, none.
    public static string? Of(string name, IEnumerable<string> candidates) => Within(name, candidates, name.Length < 3 ? 0 : Math.Max(1, name.Length / 3));

    /// <summary>True when a name is a candidate but for a single slip of the keyboard.</summary>
    public static bool IsSlipOf(string name, IEnumerable<string> candidates) => Within(name, candidates, name.Length < 3 ? 0 : 1) is not null;

    private static string? Within(string name, IEnumerable<string> candidates, int limit)
    {
        string? nearest = null;
        foreach (string candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) > limit) continue;
            int distance = Distance(name, candidate);
            if (distance > limit) continue;
            nearest = candidate;
            if (distance == 0) break;
            limit = distance - 1;
        }

        return nearest;
    }

    /// <summary>Letters inserted, dropped, replaced or swapped with their neighbour, case ignored.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[3][];
        for (int i = 0; i < rows.Length; i++) rows[i] = new int[right.Length + 1];
        for (int j = 0; j <= right.Length; j++) rows[0][j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            var (row, above, twoAbove) = (rows[i % 3], rows[(i + 2) % 3], rows[(i + 1) % 3]);
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool same = Same(left[i - 1], right[j - 1]);
                row[j] = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
            }
        }

        return rows[left.Length % 3][right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
