using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Files;

/// <summary>Where the wanted columns of a file stand.</summary>
/// <param name="Positions">Zero-based field of each wanted column, in the order asked for.</param>
/// <param name="Names">The columns as the file calls them, for messages.</param>
/// <param name="ColumnCount">How many fields every row must have.</param>
/// <param name="HasHeader">False when the first line is already data.</param>
internal sealed record CsvHeader(int[] Positions, string[] Names, int ColumnCount, bool HasHeader)
{
    private const int ArchiveColumns = 12;

    /// <summary>Finds columns by name, case-insensitively; a file of the archive without a header has them in the first places.</summary>
    /// <param name="file">The file.</param>
    /// <param name="wanted">For each column its accepted names, preferred first. The first is the time.</param>
    /// <param name="positional">Whether a headerless file of 12 columns holds the wanted ones in order.</param>
    /// <param name="problems">Receives what is missing; the result is then null.</param>
    public static CsvHeader? Read(DataFile file, string[][] wanted, bool positional, ProblemList problems)
    {
        var rows = new CsvRows(file.Csv.Span, new Range[256]);
        if (!rows.MoveNext())
        {
            problems.Add(0, DataDiagnostics.FileEmpty, "download or export it again", file.Path);
            return null;
        }

        var line = new string[Math.Min(rows.Count, 255)];
        for (int i = 0; i < line.Length; i++) line[i] = rows.Text(i);
        if (InstantText.TryRead(rows[0], out _, out _))
        {
            if (positional && rows.Count == ArchiveColumns)
                return new([.. Enumerable.Range(0, wanted.Length)], [.. wanted.Select(names => names[0])], ArchiveColumns, HasHeader: false);
            problems.Add(1, DataDiagnostics.NoHeader, $"add a first line such as `{string.Join(',', wanted.Select(names => names[0]))}`", file.Path, rows.Count);
            return null;
        }

        var positions = new int[wanted.Length];
        for (int i = 0; i < wanted.Length; i++)
        {
            positions[i] = Find(wanted[i]);
            if (positions[i] >= 0) continue;
            if (positions[i] == -1)
                Refuse(DataDiagnostics.ColumnMissing, "name the columns in the first line, separated by commas",
                    file.Path, string.Join(" or ", wanted[i].Select(name => $"`{name}`")), string.Join(", ", line.Take(16).Select(name => $"`{name}`")));
            return null;
        }

        int time = Array.FindIndex(line, name => name.Equals("time", StringComparison.OrdinalIgnoreCase));
        if (time >= 0 && line[positions[0]].Equals("date", StringComparison.OrdinalIgnoreCase))
        {
            Refuse(DataDiagnostics.DateAndTimeApart, "join them into one column `timestamp`, as in 2025-05-01T09:05:00Z", file.Path, line[positions[0]], line[time]);
            return null;
        }
        return new(positions, [.. positions.Select(position => line[position])], rows.Count, HasHeader: true);

        // -1: missing; -2: there more than once, and reported.
        int Find(string[] names)
        {
            foreach (string name in names)
            {
                int first = Array.FindIndex(line, column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
                if (first < 0) continue;
                if (Array.FindLastIndex(line, column => column.Equals(name, StringComparison.OrdinalIgnoreCase)) == first) return first;
                Refuse(DataDiagnostics.ColumnRepeated, "rename or remove one of them", file.Path, line[first]);
                return -2;
            }
            return -1;
        }

        void Refuse(DiagnosticDescriptor descriptor, string help, params object[] arguments) => problems.Add(1, descriptor, help, arguments);
    }
}
