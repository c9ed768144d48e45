using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Files;

/// <summary>The contents of a data file, whether they lay plainly or packed, after their checksum was verified.</summary>
/// <param name="Path">The path as the user wrote it.</param>
/// <param name="Csv">The unpacked contents; text is UTF-8 without a byte order mark.</param>
internal readonly record struct DataFile(string Path, ReadOnlyMemory<byte> Csv)
{
    /// <summary>The name of what was read: the file's own, or that of the table inside it.</summary>
    public string TableName { get; private init; } = System.IO.Path.GetFileName(Path);

    /// <summary>Reads a file of CSV whole. Every problem goes to <paramref name="problems"/> and gives null.</summary>
    public static DataFile? Open(string path, ProblemList problems) => ReadBytes(path, problems) is { } bytes ? Open(path, bytes, problems) : null;

    /// <summary>The CSV in the bytes of a file, verified against the checksum beside it.</summary>
    public static DataFile? Open(string path, byte[] bytes, ProblemList problems) =>
        Unpack(path, bytes, gunzip: false, problems) is { } file && IsText(path, file.Csv.Span, problems) ? file : null;

    /// <summary>Reads a file whole in whatever format its table is; <see cref="TableFormat"/> says which.</summary>
    public static DataFile? OpenAny(string path, ProblemList problems) =>
        ReadBytes(path, problems) is { } bytes && Unpack(path, bytes, gunzip: true, problems) is { } file && (TableFormatOf(file.Csv.Span) is not null || IsText(path, file.Csv.Span, problems)) ? file : null;

    /// <summary>Whether the contents are a table in Arrow's or in JSON's form; CSV otherwise.</summary>
    public TableFormat Format => TableFormatOf(Csv.Span) ?? TableFormat.Csv;

    private static TableFormat? TableFormatOf(ReadOnlySpan<byte> bytes) =>
        StartsWith(bytes, "ARROW1") ? TableFormat.Feather : bytes.Length > 0 && bytes[0] == (byte)'[' ? TableFormat.Json : null;

    private static DataFile? Unpack(string path, byte[] bytes, bool gunzip, ProblemList problems)
    {
        if (!Verify(path, bytes, problems)) return null;
        var file = new DataFile(path, bytes);
        if (StartsWith(bytes, "PK\u0003\u0004") || StartsWith(bytes, "PK\u0005\u0006"))
        {
            if (Unzip(path, bytes, problems) is not { } inside) return null;
            file = inside;
        }
        else if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && !StartsWith(bytes, LfsBeginning))
        {
            problems.Add(0, DataDiagnostics.NotAZip, "download it again; `head -c 200` on it shows what it really is", path);
            return null;
        }
        else if (gunzip && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && StartsWith(bytes, "\u001F\u008B"))
        {
            if (Gunzip(path, bytes, problems) is not { } text) return null;
            file = file with { Csv = text, TableName = System.IO.Path.GetFileNameWithoutExtension(path) };
        }

        return StartsWith(file.Csv.Span, "\u00EF\u00BB\u00BF") ? file with { Csv = file.Csv[3..] } : file;
    }

    // No month of one-minute bars comes near; a hostile zip must not fill the memory before it is found out.
    private const long LargestText = 1L << 29, UsualRatio = 250, SmallText = 1 << 24;

    private const string LfsBeginning = "version https://git-lfs";

    /// <summary>The bytes of a file, or null with the reason reported.</summary>
    public static byte[]? ReadBytes(string path, ProblemList problems)
    {
        if (Directory.Exists(path))
        {
            problems.Add(0, DataDiagnostics.PathIsFolder, "name its files, for example `" + path.TrimEnd('/', '\\') + "/*.zip`", path);
            return null;
        }
        if (!File.Exists(path))
        {
            problems.Add(0, DataDiagnostics.FileMissing, "check the spelling; a relative path counts from the current folder", path);
            return null;
        }
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (bytes.Length > 0) return bytes;
            problems.Add(0, DataDiagnostics.FileEmpty, "download or export it again", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(0, DataDiagnostics.FileUnreadable, "check its permissions, and that it is smaller than 2 GB", path, e.Message);
        }
        return null;
    }

    /// <summary>Compares with <c>NAME.CHECKSUM</c> where that stands beside the file.</summary>
    private static bool Verify(string path, byte[] bytes, ProblemList problems)
    {
        string beside = path + ".CHECKSUM";
        string? said;
        if (!File.Exists(beside)) return true;
        try
        {
            said = ChecksumText.Digest(File.ReadAllText(beside));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(0, DataDiagnostics.FileUnreadable, "check its permissions", beside, e.Message);
            return false;
        }
        if (said is null)
        {
            problems.Add(0, DataDiagnostics.ChecksumUnreadable, "download it again, or delete it to read the data unverified", beside);
            return false;
        }
        string found = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (found == said) return true;
        problems.Add(0, DataDiagnostics.ChecksumMismatch, "download the file and its checksum again", path, found, System.IO.Path.GetFileName(beside), said);
        return false;
    }

    private static byte[]? Gunzip(string path, byte[] bytes, ProblemList problems)
    {
        try
        {
            using var stream = new GZipStream(new MemoryStream(bytes, writable: false), CompressionMode.Decompress);
            var text = new MemoryStream();
            var piece = new byte[1 << 16];
            for (int read; (read = stream.Read(piece)) > 0; text.Write(piece, 0, read))
                if (text.Length + read > LargestText) throw new InvalidDataException();
            if (text.Length > 0) return text.ToArray();
            problems.Add(0, DataDiagnostics.FileEmpty, "download it again", path);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or IOException)
        {
            problems.Add(0, DataDiagnostics.ZipDamaged, "download it again", path, System.IO.Path.GetFileNameWithoutExtension(path), "it cannot be unpacked");
        }
        return null;
    }

    private static DataFile? Unzip(string path, byte[] bytes, ProblemList problems)
    {
        string inside = "";
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            var files = zip.Entries.Where(entry => entry.Name.Length > 0).ToArray();
            var tables = files.Where(entry => entry.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)).ToArray();
            if (tables.Length == 0)
            {
                string held = files.Length == 0 ? "nothing" : string.Join(", ", files.Take(3).Select(entry => $"`{entry.FullName}`"));
                problems.Add(0, DataDiagnostics.ZipWithoutCsv, "give a zip with one CSV inside, or the CSV itself", path, held);
                return null;
            }
            if (tables.Length > 1)
            {
                problems.Add(0, DataDiagnostics.ZipWithSeveralCsv, "unpack it and name the one to read", path, tables.Length,
                    string.Join(", ", tables.Take(3).Select(entry => $"`{entry.FullName}`")) + (tables.Length > 3 ? ", …" : ""));
                return null;
            }

            var table = tables[0];
            inside = table.FullName;
            if (inside.Contains("..", StringComparison.Ordinal) || inside.StartsWith('/') || inside.StartsWith('\\') || inside.Contains(':', StringComparison.Ordinal))
            {
                problems.Add(0, DataDiagnostics.ZipPathEscapes, "do not use the file; get it from its publisher", path, inside);
                return null;
            }

            if (table.Length > LargestText || table.Length > SmallText && table.Length > table.CompressedLength * UsualRatio)
            {
                problems.Add(0, DataDiagnostics.ZipTooLarge, "do not use the file, or unpack it yourself and cut it into months", path, inside, table.Length, table.CompressedLength);
                return null;
            }

            byte[]? text = Inflate(table);
            if (text is { Length: 0 })
            {
                problems.Add(0, DataDiagnostics.FileEmpty, "download it again", path);
                return null;
            }
            if (text is not null && Crc32.Of(text) == table.Crc32) return new DataFile(path, text) { TableName = table.Name };
            problems.Add(0, DataDiagnostics.ZipDamaged, "download it again", path, inside, "its length or CRC-32 does not agree");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or IOException)
        {
            if (inside.Length == 0) problems.Add(0, DataDiagnostics.ZipCutOff, "download it again", path);
            else problems.Add(0, DataDiagnostics.ZipDamaged, "download it again", path, inside, "it cannot be unpacked");
        }
        return null;
    }

    /// <summary>The entry's bytes; null when there are fewer or more than it says.</summary>
    private static byte[]? Inflate(ZipArchiveEntry entry)
    {
        // The stated length is the file's own claim: deflate cannot expand more than 1032 times, so a larger claim is a lie.
        if (entry.Length > Array.MaxLength || entry.Length > entry.CompressedLength * 1032 + 64) return null;
        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length && stream.ReadByte() < 0 ? bytes : null;
    }

    private static bool IsText(string path, ReadOnlySpan<byte> text, ProblemList problems)
    {
        if (StartsWith(text, LfsBeginning))
        {
            problems.Add(0, DataDiagnostics.LfsPointer, "run `git lfs pull` in the repository it came from", path, LfsObject(text));
            return false;
        }
        string? format = StartsWith(text, "\u001F\u008B") ? "gzip"
            : StartsWith(text, "ARROW1") ? "an Arrow (feather) file"
            : StartsWith(text, "PAR1") ? "a Parquet file"
            : StartsWith(text, "\u0089HDF") ? "an HDF5 file"
            : text[0] is (byte)'[' or (byte)'{' ? "JSON"
            : text[0] == (byte)'<' ? "a web page or XML"
            : text[..Math.Min(text.Length, 4096)].Contains((byte)0) ? "binary data" : null;
        if (format is null) return true;
        problems.Add(0, DataDiagnostics.NotText, "convert it to CSV with the columns timestamp, open, high, low, close, volume", path, format);
        return false;
    }

    /// <summary>What a pointer stands for: <c>5631346 bytes</c>, or words when it does not say.</summary>
    private static string LfsObject(ReadOnlySpan<byte> pointer)
    {
        string text = Encoding.UTF8.GetString(pointer[..Math.Min(pointer.Length, 512)]);
        int size = text.IndexOf("\nsize ", StringComparison.Ordinal);
        return size < 0 ? "a large file" : text[(size + 6)..].Split('\n')[0].Trim() + " bytes";
    }

    /// <summary>Compares the first bytes with characters below 256.</summary>
    private static bool StartsWith(ReadOnlySpan<byte> bytes, string beginning)
    {
        if (bytes.Length < beginning.Length) return false;
        for (int i = 0; i < beginning.Length; i++)
            if (bytes[i] != beginning[i]) return false;
        return true;
    }
}
