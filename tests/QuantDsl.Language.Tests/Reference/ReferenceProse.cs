namespace QuantDsl.Language.Tests.Reference;

/// <summary>What the reference says beside the rules and tables: a sentence or two and an example of each.</summary>
internal static class ReferenceProse
{
    /// <summary>By grammar rule: a heading, what it means, and statements that show it. Every statement of the grammar must be here.</summary>
    public static readonly IReadOnlyDictionary<string, (string Heading, string Meaning, string Example)> Statements = new Dictionary<string, (string, string, string)>
    {
        ["languageHeader"] = ("language", "The version of the language the file is written in. It is 1, also when the line is left out; a file in a newer one is refused.", "language 1"),
        ["strategyHeader"] = ("strategy", "Names the strategy. The version counts the author's revisions, 1 when absent; the text is one line of prose.", ""),
        ["timeframeStatement"] = ("timeframe", "The bars at whose closes decisions are taken: a count and `m`, `h`, `d` or `w`.", ""),
        ["paramStatement"] = ("param", "A number with a name. After `in` stand the values a sweep tries: a list, a range stepped in decimal with both ends, or a count of values, evenly spaced or, with `log`, evenly in the logarithm. `range` says which values are legal, for forms. Without a value, the values are those of a parameter of the base or of a used file, whose default stays. With `form`, what else a form needs to know of a parameter, or of a value that is no parameter, named by its keys in YAML: `type`, `min`, `max`, `step`, `default` and `description`.",
            "param period = 14 in [7, 14, 21] range 2..100 \"Look-back\"\nparam width  = 2.0 in 1.5..3.0 step 0.5\nparam goal   = 3% in 1%..5% count 5\nparam level  = 100 in 10..1000 count 3 log\nparam form \"width\" type float, step 0.5"),
        ["requireStatement"] = ("require", "A relation between parameters. Combinations that break it are removed before anything runs.", "param fast = 9 in [5, 9]\nparam slow = 21 in [7, 21]\nrequire fast < slow"),
        ["letStatement"] = ("let", "A name for a series, a number or a condition. It may read parameters and other names, in any order of lines.", "let fast  = EMA(close, 9)\nlet gap   = fast - EMA(close, 21)\nlet quiet = ATR(14) < close * 0.01"),
        ["enterStatement"] = ("enter", "When to open a position. Several of one side are alternatives. If both sides hold at one close the long is taken. With `in NAME` it needs that regime at the signal's close.", "enter long  when RSI(close, 14) < 30\nenter short when RSI(close, 14) > 70"),
        ["exitStatement"] = ("exit", "When to close a position, by a condition or after a number of bars. Several conditions of one side are alternatives; they may read the open position.", "enter long when close > EMA(close, 50)\nexit long when close < EMA(close, 50) or profit > 5%\nexit after 48 bars"),
        ["stopStatement"] = ("stop", "Where a loss is cut. The distance is measured from the fill, or `from signal`, the signal bar's close.", "stop atr_trailing(ATR(14), 2) from signal"),
        ["targetStatement"] = ("target", "Where a profit is taken, by a limit order.", "stop 2%\ntarget risk_reward(1.5)"),
        ["tradeStatement"] = ("trade", "The sessions in which entries may be decided, in an IANA zone (`UTC` when absent); several are alternatives, and one that ends before it starts wraps midnight. With `live`, the settings of live trading, which a backtest does not read.", "trade 08:00-12:00 Europe/London, 22:00-02:00 UTC\ntrade live allowed_modes [paper, live], max_slippage_pct 0.05, order_type limit"),
        ["blockStatement"] = ("block", "Days without entries, in UTC unless a zone is said.", "block Saturday, Sunday"),
        ["avoidStatement"] = ("avoid", "No entries around the instants at which funding is paid, both ends included.", "avoid funding 5m before, 5m after"),
        ["reverseStatement"] = ("reverse", "With `true` an opposite entry closes the open position and opens the other side at the same next open.", "reverse true"),
        ["regimeStatement"] = ("regime", "Names a state of the market. The first regime in file order that is true is the regime of a bar.", "regime trending when ADX(14) > 25\nregime quiet    when ATR(14) < close * 0.005\nenter long in trending when close > EMA(close, 50)"),
        ["settingsStatement"] = ("in REGIME:", "What is otherwise for positions entered in a regime: a share of the usual size, a stop of its own.", "regime wild when ATR(14) > close * 0.02\nin wild: size 50%, stop atr_fixed(ATR(14), 1.5)\nstop 2%"),
        ["scaleStatement"] = ("scale in", "At a close where the profit from the first fill has reached another step, the first quantity is bought again at the next open.", "scale in at +1% up to 3 times"),
        ["takeStatement"] = ("take", "A limit order for a share of the first quantity, once, at a profit from the first fill.", "take 50% at 2%"),
        ["defineStatement"] = ("define", "A function of the author's own. A call of it is replaced by its body before anything else is looked at, with the arguments, series, numbers or conditions, in the place of its names; a name in an argument means what it means at the call. A definition may call others, but not itself, and takes no name an indicator, a function, a `let` or a parameter has. It may be called inside `on`, where the rule about `let` names holds for its body too.", "define OSC(x, n) = (x - SMA(x, n)) / STDDEV(x, n)\ndefine BOTH(a, b) = a and b\nlet deviation = OSC(close, 20)\nenter long when BOTH(deviation < -2, OSC(close, 50) on 1h > 0)"),
        ["useStatement"] = ("use", "Reads the definitions of other files, by their path from this one and of either notation: `define`, `let`, `param` and `require`. A used file needs no header, and its rules, if it has any, stay there. Its names stand beside this file's own, and a name in both is an error; what this strategy does not read is left out, a `require` over it too. A name without an ending stands for `.qstrat`, `.yaml`, `.yml` or `.json`, in this order. `qdsl compile --emit qstrat` shows the strategy as one file.", ""),
        ["extendsStatement"] = ("extends", "Builds on another strategy, named by its path or, without quotes, by its name beside this file. What this file says replaces what the base says of the same thing: a `param`, `let`, `define` or regime of the same name; the entries of a side if there is one of that side here, the exits of a side likewise; all sessions; and `timeframe`, `symbols`, `stop`, `target`, `exit after`, `block`, `avoid`, `reverse`, `scale`, `take` and `trade live` as a whole. A `require` is added. A base may extend another.", ""),
        ["symbolsStatement"] = ("symbols", "The symbols a strategy reads. The first is traded, the others are read with `of`. A name may be a symbol, in quotes where it is no plain word, or stand for one that a run binds: `--bind A=BTCUSDT`. Files of bars are named by it: `--bars A=x.csv --bars B=y.csv`.", "symbols A, B\nlet spread = log(close) - log(close of B)"),
    };

    /// <summary>The operators, loosest first: the grammar rule, what is written, what it means.</summary>
    public static readonly (string Rule, string Written, string Meaning)[] Operators =
    [
        ("expression", "a or b", "one of them holds"),
        ("conjunction", "a and b", "both hold"),
        ("negation", "not a", "the opposite; it is pushed inward first, so a rule never fires on an undefined value"),
        ("recent", "a within n bars", "a holds at this close or held at one of the n − 1 before"),
        ("comparison", "a > b, a < b, a >= b, a <= b", "compares; false where a side is undefined"),
        ("comparison", "a == b, a != b", "between whole numbers alone"),
        ("comparison", "a crosses_above b, a crosses_below b", "a[1] <= b[1] and a > b, or mirrored; `crosses above` is the same"),
        ("comparison", "x between a and b", "both ends included; two literals or plain names need no `and`"),
        ("sum", "a + b, a - b", ""),
        ("product", "a * b, a / b", ""),
        ("signed", "-a", ""),
        ("postfix", "x[n]", "the value n bars before, in bars of the timeframe it is written in"),
        ("postfix", "x.output", "one output of an indicator; a bare name is the first"),
        ("postfix", "x on 1h", "computed on that timeframe, as of its last closed bar; only series, parameters and calls may stand inside"),
        ("postfix", "x of B", "a series of another symbol: computed on its bars, as of its last bar closed at or before the decision; undefined where it has had no bar for more than one primary bar. Outside a call `[n]` steps the traded symbol's bars"),
        ("postfix", "k of (a, b, c)", "at least k of the conditions hold"),
    ];

    public static readonly IReadOnlyDictionary<string, string> Functions = new Dictionary<string, string>
    {
        ["abs"] = "the size of x",
        ["min"] = "the smallest of two or more",
        ["max"] = "the largest of two or more",
        ["log"] = "the natural logarithm",
        ["exp"] = "e to the power of x",
        ["sqrt"] = "the square root",
        ["round"] = "the nearest whole number, halves away from zero",
        ["sign"] = "−1, 0 or 1",
        ["highest"] = "the largest value of the last n bars, this one included",
        ["lowest"] = "the smallest value of the last n bars, this one included",
        ["rising"] = "a condition: n strict steps up in a row",
        ["falling"] = "a condition: n strict steps down in a row",
    };

    public static readonly IReadOnlyDictionary<string, string> Prices = new Dictionary<string, string>
    {
        ["open"] = "first price of the bar",
        ["high"] = "highest price",
        ["low"] = "lowest price",
        ["close"] = "last price",
        ["volume"] = "traded volume",
        ["hl2"] = "(high + low) / 2",
        ["hlc3"] = "(high + low + close) / 3",
        ["ohlc4"] = "(open + high + low + close) / 4",
    };

    public static readonly IReadOnlyDictionary<string, string> PositionValues = new Dictionary<string, string>
    {
        ["bars_in_trade"] = "age of the position in bars, 1 at the entry bar's close",
        ["profit"] = "side × (close ÷ entry price − 1), without costs",
        ["entry_price"] = "price of the entry",
    };

    public static readonly IReadOnlyDictionary<string, (string Call, string Meaning)> Distances = new Dictionary<string, (string, string)>
    {
        ["fixed_pct"] = ("fixed_pct(2%)", "a percent of the price; `stop 2%` is the same"),
        ["atr_fixed"] = ("atr_fixed(ATR(14), 2)", "a multiple of a series, as it was at the signal bar"),
        ["atr_trailing"] = ("atr_trailing(ATR(14), 2)", "a multiple of a series behind the best close since entry; it never loosens"),
        ["pct_trailing"] = ("pct_trailing(2%)", "a percent behind the best close since entry; it never loosens"),
        ["risk_reward"] = ("risk_reward(1.5)", "a multiple of the stop's first distance; needs a stop"),
    };
}
