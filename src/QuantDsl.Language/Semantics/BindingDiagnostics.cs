using System.Collections.Immutable;
using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Semantics;

/// <summary>QD2xxx: problems found while binding names, calls, units, timeframes and sweeps.</summary>
/// <remarks>A sample without <c>strategy</c> stands for a file on <c>timeframe 5m</c>.</remarks>
public static class BindingDiagnostics
{
    public static readonly DiagnosticDescriptor UnknownName = new("QD2001", Severity.Error, "unknown name `{0}`")
    {
        Why = "A rule reads price series, parameters and lets; a name that is none of them is most often a slip of the keyboard.",
        Bad = "enter long when clsoe > open",
        Good = "enter long when close > open",
    };

    public static readonly DiagnosticDescriptor UnknownFunction = new("QD2002", Severity.Error, "unknown indicator or function `{0}`")
    {
        Why = "A name before `(` is an indicator of the catalog or a function; `qdsl indicators list` shows them all.",
        Bad = "enter long when close > EMMA(close, 20)",
        Good = "enter long when close > EMA(close, 20)",
    };

    public static readonly DiagnosticDescriptor DuplicateName = new("QD2003", Severity.Error, "`{0}` is already defined")
    {
        Why = "Parameters and lets share one set of names, so that a name means the same wherever it stands.",
        Bad = "let fast = EMA(close, 10)\nlet fast = EMA(close, 20)\nenter long when close > fast",
        Good = "let fast = EMA(close, 10)\nlet slow = EMA(close, 20)\nenter long when fast > slow",
    };

    public static readonly DiagnosticDescriptor NamesDifferByCase = new("QD2004", Severity.Error, "`{0}` differs from `{1}` only by case")
    {
        Why = "Names are case-sensitive, and two that only case tells apart are read as one by everybody else.",
        Bad = "let fast = EMA(close, 10)\nlet Fast = EMA(close, 20)\nenter long when fast > Fast",
        Good = "let fast = EMA(close, 10)\nlet slow = EMA(close, 20)\nenter long when fast > slow",
    };

    public static readonly DiagnosticDescriptor PriceRedeclared = new("QD2005", Severity.Error, "`{0}` is a price series and cannot be redeclared")
    {
        Why = "`open high low close volume hl2 hlc3 ohlc4` mean the bars themselves in every strategy.",
        Bad = "let close = EMA(open, 3)\nenter long when close > open",
        Good = "let smooth = EMA(open, 3)\nenter long when smooth > open",
    };

    public static readonly DiagnosticDescriptor CyclicLet = new("QD2006", Severity.Error, "`{0}` is defined by itself: {1}")
    {
        Why = "Lets may stand in any order, but each must lead to prices and numbers in the end.",
        Bad = "let a = b + 1\nlet b = a + 1\nenter long when close > a",
        Good = "let a = b + 1\nlet b = open\nenter long when close > a",
    };

    public static readonly DiagnosticDescriptor PositionValueOutsideExit = new("QD2007", Severity.Error, "`{0}` is known in exits only")
    {
        Why = "`bars_in_trade`, `profit` and `entry_price` belong to the open position; an entry is decided without one, and a let is computed for every bar.",
        Bad = "enter long when profit > 2%",
        Good = "enter long when close > open\nexit long when profit > 2%",
    };

    public static readonly DiagnosticDescriptor UnknownOutput = new("QD2008", Severity.Error, "`{0}` has no output `{1}`")
    {
        Why = "Only indicators have outputs; a name without a dot is the first of them.",
        Bad = "enter long when close > EMA(close, 20).upper",
        Good = "enter long when close > EMA(close, 20).ema",
    };

    public static readonly DiagnosticDescriptor MisspelledDeclaration = new("QD2009", Severity.Error, "`{0}` is never read, but `{1}` is read and not defined")
    {
        Why = "A name that differs by a letter where it is defined would be reported at every place that reads it; the slip is in one.",
        Bad = "let fsat = EMA(close, 10)\nenter long when close > fast\nexit long when close < fast",
        Good = "let fast = EMA(close, 10)\nenter long when close > fast\nexit long when close < fast",
    };

    public static readonly DiagnosticDescriptor ArgumentCount = new("QD2101", Severity.Error, "`{0}` takes {1}, but {2}")
    {
        Why = "Series come first, then the numbers; numbers left out at the end take their defaults.",
        Bad = "enter long when close > EMA(close, 20, 2)",
        Good = "enter long when close > EMA(close, 20)",
    };

    public static readonly DiagnosticDescriptor OutOfRange = new("QD2102", Severity.Error, "{0} must be {1}, but {2}")
    {
        Why = "The range is the one the formula is defined for; it is checked at the default and at every swept value.",
        Bad = "enter long when close > EMA(close, 1)",
        Good = "enter long when close > EMA(close, 2)",
    };

    public static readonly DiagnosticDescriptor WholeNumberNeeded = new("QD2103", Severity.Error, "{0} must be a whole number, but {1}")
    {
        Why = "Bars are counted, never cut; a silently rounded setting would be another strategy than the one written.",
        Bad = "enter long when close > EMA(close, 20.5)",
        Good = "enter long when close > EMA(close, 20)",
    };

    public static readonly DiagnosticDescriptor UnitMismatch = new("QD2104", Severity.Error, "`{0}` needs {1}, but `{2}` is {3}")
    {
        Why = "A bare `2` could mean 2 % or 200 %, so a distance always names its unit.",
        Bad = "enter long when close > open\nstop 2",
        Good = "enter long when close > open\nstop 2%",
    };

    public static readonly DiagnosticDescriptor SeriesNeeded = new("QD2105", Severity.Error, "`{0}` needs a series, but `{1}` is the same at every bar")
    {
        Why = "Indicators, history and crossings read a value that changes from bar to bar.",
        Bad = "enter long when close > EMA(20)",
        Good = "enter long when close > EMA(close, 20)",
    };

    public static readonly DiagnosticDescriptor ScalarNeeded = new("QD2106", Severity.Error, "{0} must be the same at every bar, but `{1}` changes from bar to bar")
    {
        Why = "Settings are numbers and parameters: a look-back that moves with the market has no warm-up that could be derived.",
        Bad = "enter long when close > close[volume]",
        Good = "enter long when close > close[3]",
    };

    public static readonly DiagnosticDescriptor PositionValueHasNoPast = new("QD2107", Severity.Error, "`{0}` has no earlier values")
    {
        Why = "The values of a position are known at the close that asks, and are not kept for the bars before.",
        Bad = "enter long when close > open\nexit long when profit crosses_above 2%",
        Good = "enter long when close > open\nexit long when profit > 2%",
    };

    public static readonly DiagnosticDescriptor ConditionNeeded = new("QD2201", Severity.Error, "a condition is needed here, but `{0}` is a number")
    {
        Why = "A rule is true or false; a number becomes a condition by a comparison.",
        Bad = "enter long when close",
        Good = "enter long when close > open",
    };

    public static readonly DiagnosticDescriptor NumberNeeded = new("QD2202", Severity.Error, "a number is needed here, but `{0}` is a condition")
    {
        Why = "Conditions are joined by `and`, `or`, `not` and `k of (…)`; they are not counted as 0 and 1.",
        Bad = "let up = close > open\nenter long when up > 0",
        Good = "let up = close > open\nenter long when up",
    };

    public static readonly DiagnosticDescriptor IncomparableUnits = new("QD2203", Severity.Error, "cannot compare `{0}`, {1}, with `{2}`, {3}")
    {
        Why = "Values of different kinds are ordered by accident of their scale, not by meaning.",
        Bad = "enter long when RSI(close, 14) > 30%",
        Good = "enter long when RSI(close, 14) > 30",
    };

    public static readonly DiagnosticDescriptor EqualityOfFractions = new("QD2204", Severity.Error, "`{0}` compares whole numbers, but `{1}` is {2}")
    {
        Why = "Two computed prices are equal by rounding only, so a rule on their equality fires by accident.",
        Bad = "enter long when close == open",
        Good = "enter long when close >= open",
    };

    public static readonly DiagnosticDescriptor IncompatibleArithmetic = new("QD2205", Severity.Error, "cannot combine `{0}`, {1}, with `{2}`, {3}")
    {
        Why = "Sums, differences, minima and maxima are meaningful within one kind of value only.",
        Bad = "enter long when close > open[1] + 2%",
        Good = "enter long when close > open[1] * (1 + 2%)",
    };

    public static readonly DiagnosticDescriptor RequireReadsSeries = new("QD2206", Severity.Error, "`require` reads parameters only, but `{0}` changes from bar to bar")
    {
        Why = "`require` removes combinations before anything runs, when there are no bars yet.",
        Bad = "require close > 10\nenter long when close > open",
        Good = "param fast = 10\nparam slow = 20\nrequire fast < slow\nenter long when EMA(close, fast) > EMA(close, slow)",
    };

    public static readonly DiagnosticDescriptor MissingTimeframe = new("QD2301", Severity.Error, "the strategy has no timeframe")
    {
        Why = "Every look-back counts bars, so nothing has a meaning before the bars have a length.",
        Bad = "strategy sample\nenter long when close > open",
        Good = "strategy sample\ntimeframe 5m\nenter long when close > open",
    };

    public static readonly DiagnosticDescriptor TimeframeNotMultiple = new("QD2302", Severity.Error, "`{0}` is not a whole multiple of the strategy's timeframe `{1}`")
    {
        Why = "Higher bars are built from whole primary bars; a finer or uneven one cannot be.",
        Bad = "enter long when close > EMA(close, 20) on 7m",
        Good = "enter long when close > EMA(close, 20) on 15m",
    };

    public static readonly DiagnosticDescriptor NameInsideOn = new("QD2303", Severity.Error, "`{0}` is a value of the primary timeframe and cannot stand inside `on`")
    {
        Why = "A let is computed once, on the primary timeframe; inside `on` only series, parameters and calls may stand.",
        Bad = "let trend = EMA(close, 20)\nenter long when close > trend and close > trend on 1h",
        Good = "let trend = EMA(close, 20)\nenter long when close > trend and close > EMA(close, 20) on 1h",
    };

    public static readonly DiagnosticDescriptor NestedOn = new("QD2304", Severity.Error, "`on` cannot stand inside `on`")
    {
        Why = "An expression is computed on one timeframe.",
        Bad = "enter long when close > EMA(close on 4h, 20) on 1h",
        Good = "enter long when close > EMA(close, 20) on 1h",
    };

    public static readonly DiagnosticDescriptor UnknownRegime = new("QD2350", Severity.Error, "there is no regime `{0}`")
    {
        Why = "An entry or a setting that names a regime needs one that is defined by `regime`.",
        Bad = "regime trending when ADX(14) > 25\nenter long in trendng when close > open",
        Good = "regime trending when ADX(14) > 25\nenter long in trending when close > open",
    };

    public static readonly DiagnosticDescriptor RegimeIsNoValue = new("QD2351", Severity.Error, "`{0}` is a regime and cannot stand in a rule")
    {
        Why = "The regime of a bar is the first true one in file order; a rule that read the condition alone would mean something else.",
        Bad = "regime trending when ADX(14) > 25\nenter long when trending and close > open",
        Good = "regime trending when ADX(14) > 25\nenter long in trending when close > open",
    };

    public static readonly DiagnosticDescriptor NoEntry = new("QD2401", Severity.Error, "the strategy never enters: it has no `enter` statement")
    {
        Why = "Without an entry nothing is ever traded.",
        Bad = "strategy sample\ntimeframe 5m\nexit long when close < open",
        Good = "strategy sample\ntimeframe 5m\nenter long when close > open\nexit long when close < open",
    };

    public static readonly DiagnosticDescriptor DuplicateStatement = new("QD2402", Severity.Error, "`{0}` is already given")
    {
        Why = "Two answers to one question: only `enter` and `exit` rules are alternatives to each other.",
        Bad = "enter long when close > open\nstop 2%\nstop 3%",
        Good = "enter long when close > open\nstop 2%",
    };

    public static readonly DiagnosticDescriptor UnknownDistance = new("QD2403", Severity.Error, "`{0}` is not a kind of {1}")
    {
        Why = "A stop is a percent, `fixed_pct`, `atr_fixed`, `atr_trailing` or `pct_trailing`; a target is a percent, `fixed_pct`, `atr_fixed` or `risk_reward`.",
        Bad = "enter long when close > open\nstop atr_trialing(ATR(14), 2)",
        Good = "enter long when close > open\nstop atr_trailing(ATR(14), 2)",
    };

    public static readonly DiagnosticDescriptor RiskRewardNeedsStop = new("QD2404", Severity.Error, "`risk_reward` needs a `stop`")
    {
        Why = "The target is a multiple of the initial stop distance, and there is none.",
        Bad = "enter long when close > open\ntarget risk_reward(2)",
        Good = "enter long when close > open\nstop 2%\ntarget risk_reward(2)",
    };

    public static readonly DiagnosticDescriptor UnknownZone = new("QD2405", Severity.Error, "unknown time zone `{0}`")
    {
        Why = "Sessions follow the daylight saving of a zone of the IANA database, such as `UTC` or `Europe/London`.",
        Bad = "enter long when close > open\ntrade 08:00-20:00 Europe/Lodnon",
        Good = "enter long when close > open\ntrade 08:00-20:00 Europe/London",
    };

    public static readonly DiagnosticDescriptor UnknownLiveSetting = new("QD2420", Severity.Error, "`{0}` is no setting of live trading")
    {
        Why = "A setting that nobody reads would look like a limit that holds.",
        Bad = "enter long when close > open\ntrade live max_slipage_pct 0.05",
        Good = "enter long when close > open\ntrade live max_slippage_pct 0.05",
    };

    public static readonly DiagnosticDescriptor LiveSettingValue = new("QD2421", Severity.Error, "`{0}` needs {1}, but this is {2}")
    {
        Why = "A limit on live orders that could be read in two ways is no limit.",
        Bad = "enter long when close > open\ntrade live order_type limits",
        Good = "enter long when close > open\ntrade live order_type limit",
    };

    public static readonly DiagnosticDescriptor RepeatedLiveSetting = new("QD2422", Severity.Error, "`{0}` is set twice")
    {
        Why = "Only one of the two could hold.",
        Bad = "enter long when close > open\ntrade live order_type limit, order_type market",
        Good = "enter long when close > open\ntrade live order_type limit",
    };

    public static readonly DiagnosticDescriptor UnusableIndicator = new("QD2450", Severity.Error, "the indicator `{0}` cannot be used: {1}")
    {
        Why = "An indicator of the project's `indicators` folder is C# that must compile, hold to the rules of an indicator, and be trusted before it runs.",
    };

    public static readonly DiagnosticDescriptor SweepUnit = new("QD2501", Severity.Error, "`{0}` is {1}, but the default of `{2}` is {3}")
    {
        Why = "All values of a parameter are written in one unit, so that a table of results can be read.",
        Bad = "param goal = 3% in [2%, 3]\nenter long when close > open\ntarget goal",
        Good = "param goal = 3% in [2%, 3%]\nenter long when close > open\ntarget goal",
    };

    public static readonly DiagnosticDescriptor SweepShape = new("QD2502", Severity.Error, "{0}")
    {
        Why = "A range runs upward from its first value to its last, by a step above 0 or by a count of at least 2.",
        Bad = "param period = 20 in 30..10 step 5\nenter long when close > EMA(close, period)",
        Good = "param period = 20 in 10..30 step 5\nenter long when close > EMA(close, period)",
    };

    public static readonly DiagnosticDescriptor SweepTooLong = new("QD2503", Severity.Error, "`{0}` would be swept over more than {1} values")
    {
        Why = "An axis of that length is a slip in the step; nobody waits for its product with the others.",
        Bad = "param level = 100 in 100..1100 step 0.0001\nenter long when close > level",
        Good = "param level = 100 in 100..1100 step 100\nenter long when close > level",
    };

    public static readonly DiagnosticDescriptor OutsideDeclaredRange = new("QD2504", Severity.Error, "`{0}` lies outside the range {1} of `{2}`")
    {
        Why = "`range` says which values are legal; the default and every swept value are among them.",
        Bad = "param period = 20 range 30..100\nenter long when close > EMA(close, period)",
        Good = "param period = 20 range 10..100\nenter long when close > EMA(close, period)",
    };

    public static readonly DiagnosticDescriptor TooComplex = new("QD2901", Severity.Error, "the expression is too large or nested too deeply")
    {
        Why = "More than 250 levels or 20,000 parts, lets included, are written by a machine by mistake; the limit keeps every later stage safe.",
        Bad = "enter long when close > " + string.Join(" + ", Enumerable.Repeat("open", 300)) + " / 300",
        Good = "enter long when close > open",
    };

    /// <summary>Every descriptor of this table, by code.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        UnknownName, UnknownFunction, DuplicateName, NamesDifferByCase, PriceRedeclared, CyclicLet,
        PositionValueOutsideExit, UnknownOutput, MisspelledDeclaration, ArgumentCount, OutOfRange, WholeNumberNeeded, UnitMismatch, SeriesNeeded,
        ScalarNeeded, PositionValueHasNoPast, ConditionNeeded, NumberNeeded, IncomparableUnits, EqualityOfFractions,
        IncompatibleArithmetic, RequireReadsSeries, MissingTimeframe, TimeframeNotMultiple, NameInsideOn, NestedOn, UnknownRegime, RegimeIsNoValue, NoEntry,
        DuplicateStatement, UnknownDistance, RiskRewardNeedsStop, UnknownZone, UnknownLiveSetting,
        LiveSettingValue, RepeatedLiveSetting, UnusableIndicator, SweepUnit, SweepShape, SweepTooLong,
        OutsideDeclaredRange, TooComplex,
    ];
}
