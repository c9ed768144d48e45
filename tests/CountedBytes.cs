namespace QuantDsl.Testing;

/// <summary>Tests that count what is allocated run when no other test does.</summary>
/// <remarks>The runtime keeps a table of the casts it has made. It throws it away when a class that was compiled is unloaded and makes a larger one when it is
/// full, on whatever thread needs it next: 3,120 bytes or more that belong to another test.</remarks>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CountedBytes
{
    public const string Name = "counted bytes";
}
