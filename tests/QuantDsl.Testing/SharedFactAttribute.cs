using Xunit;

namespace QuantDsl.Testing;

/// <summary>A test that reads real market data from <c>../shared</c>; skipped, with the reason, where that folder is absent.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    public const string Reason = "reads real market data from ../shared, which is not beside this checkout";

    public SharedFactAttribute()
    {
        if (Repository.Shared is null) Skip = Reason;
    }
}

/// <summary>The same for a table of cases.</summary>
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (Repository.Shared is null) Skip = SharedFactAttribute.Reason;
    }
}
