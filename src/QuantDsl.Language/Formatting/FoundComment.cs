using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Formatting;

/// <summary>A comment where it stands in a file.</summary>
/// <param name="Text">Without its marker and the blanks at its end.</param>
/// <param name="Span">With its marker.</param>
/// <param name="StandsAlone">True where nothing stands before it on its line.</param>
/// <param name="AfterBlankLine">True where the line above it is empty.</param>
internal sealed record FoundComment(string Text, TextSpan Span, bool StandsAlone, bool AfterBlankLine);
