namespace QuantDsl.Data.Files;

/// <summary>In what form a file holds its table.</summary>
internal enum TableFormat
{
    /// <summary>Lines of values separated by commas.</summary>
    Csv,

    /// <summary>One array of arrays, a row each.</summary>
    Json,

    /// <summary>Arrow's file format, which Feather's second version is.</summary>
    Feather,
}
