using System.Collections.Immutable;

namespace QuantDsl.Language.Syntax;

/// <summary>Values of the YAML notation a form may describe although they are no numbers of the tree, by section and key.</summary>
internal static class FormPaths
{
    public static readonly ImmutableArray<string> Others =
    [
        "time_filters.allowed_sessions", "time_filters.blocked_days", "time_filters.avoid_around_funding",
        "time_filters.avoid_around_funding.enabled", "time_filters.avoid_around_funding.minutes_before",
        "time_filters.avoid_around_funding.minutes_after", "position_management.reverse", "timeframe",
    ];
}
