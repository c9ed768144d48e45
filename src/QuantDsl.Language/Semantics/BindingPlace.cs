namespace QuantDsl.Language.Semantics;

/// <summary>Whether the values of the open position can be read.</summary>
internal enum PositionAccess
{
    /// <summary>Entries, lets and <c>require</c>: there is no position.</summary>
    None,

    /// <summary>An exit, at the close that asks.</summary>
    Now,

    /// <summary>An exit, below something that looks back: the position has no earlier values.</summary>
    Past,
}

/// <summary>Where an expression stands, as far as its meaning depends on it.</summary>
internal readonly record struct BindingPlace(PositionAccess Position, bool InsideOn = false, bool InRequire = false, bool InsideOf = false)
{
    public static readonly BindingPlace Entry = new(PositionAccess.None), Exit = new(PositionAccess.Now),
        Require = new(PositionAccess.None, InRequire: true);

    /// <summary>The same place, below something that looks back.</summary>
    public BindingPlace LookingBack => Position == PositionAccess.Now ? this with { Position = PositionAccess.Past } : this;
}
