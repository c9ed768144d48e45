using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Syntax;

/// <summary>QD1xxx: problems found while reading the text of a strategy.</summary>
public static class SyntaxDiagnostics
{
    public static readonly DiagnosticDescriptor UnexpectedCharacter = new("QD1001", Severity.Error,
        Message: "`{0}` means nothing in a strategy")
    {
        Why = "Only letters, digits, quotes and the operators of the language have a meaning outside text and comments.",
        Bad = "enter long when close > open × 2",
        Good = "enter long when close > open * 2",
    };

    public static readonly DiagnosticDescriptor UnterminatedText = new("QD1002", Severity.Error,
        Message: "this text has no closing quote")
    {
        Why = "Text ends on the line it starts on, so that a forgotten quote cannot swallow the rest of the file.",
        Bad = "param goal = 3% \"profit target\nenter long when close > open\ntarget goal",
        Good = "param goal = 3% \"profit target\"\nenter long when close > open\ntarget goal",
    };

    public static readonly DiagnosticDescriptor MalformedNumber = new("QD1003", Severity.Error,
        Message: "`{0}` is neither a number nor a timeframe")
    {
        Why = "A number starts with a digit and has one decimal point; a timeframe is a whole number and one of m, h, d, w in lower case.",
        Bad = "enter long when close > open * .5",
        Good = "enter long when close > open * 0.5",
    };

    public static readonly DiagnosticDescriptor UnknownStatement = new("QD1004", Severity.Error,
        Message: "`{0}` does not start a statement")
    {
        Why = "Newlines mean nothing, so every statement starts with a word of its own; any other word there belongs to no statement.",
        Bad = "entr long when close > open",
        Good = "enter long when close > open",
    };

    public static readonly DiagnosticDescriptor ReservedWord = new("QD1005", Severity.Error,
        Message: "`{0}` is a word of the language and cannot be a name")
    {
        Why = "Statement starters and operators are reserved: they tell where a statement ends.",
        Bad = "let stop = close * 0.98\nenter long when close > open",
        Good = "let stop_price = close * 0.98\nenter long when open > stop_price",
    };

    public static readonly DiagnosticDescriptor Expected = new("QD1006", Severity.Error,
        Message: "expected {0} after `{1}`, found {2}")
    {
        Why = "A statement has fixed words in a fixed order, and something else stands where one of them belongs.",
        Bad = "enter lnog when close > open",
        Good = "enter long when close > open",
    };

    public static readonly DiagnosticDescriptor Unexpected = new("QD1007", Severity.Error,
        Message: "unexpected {0} after `{1}`")
    {
        Why = "The statement is complete before this word, and the word neither continues it nor starts another.",
        Bad = "enter long when close > open volume > 100",
        Good = "enter long when close > open and volume > 100",
    };

    public static readonly DiagnosticDescriptor Unclosed = new("QD1008", Severity.Error,
        Message: "expected {0} to close `{1}`, found {2}")
    {
        Why = "Every bracket is closed before its statement ends.",
        Bad = "enter long when close > EMA(close, 12",
        Good = "enter long when close > EMA(close, 12)",
    };

    public static readonly DiagnosticDescriptor ChainedComparison = new("QD1009", Severity.Error,
        Message: "comparisons cannot be chained")
    {
        Why = "`a < b < c` would compare the answer of `a < b` with `c`, which nobody means.",
        Bad = "enter long when 30 < RSI(close, 14) < 70",
        Good = "enter long when 30 < RSI(close, 14) and RSI(close, 14) < 70",
    };

    public static readonly DiagnosticDescriptor ForeignOperator = new("QD1010", Severity.Error,
        Message: "`{0}` is written `{1}` here")
    {
        Why = "There is one spelling for every operator, so that equal strategies print the same.",
        Bad = "enter long when close > open && volume > 100",
        Good = "enter long when close > open and volume > 100",
    };

    public static readonly DiagnosticDescriptor TooDeep = new("QD1012", Severity.Error,
        Message: "this statement is too deep: more than {0} {1}")
    {
        Why = "A limit keeps a damaged or generated file from exhausting the machine; no strategy written by a person comes near it.",
        Bad = "enter long when close > " + new string('(', 300) + "open" + new string(')', 300),
        Good = "enter long when close > open",
    };

    public static readonly DiagnosticDescriptor NamedArgument = new("QD1013", Severity.Error,
        Message: "arguments are given by position, not by name")
    {
        Why = "The order of an indicator's arguments is fixed, so the name adds a second way to write the same call.",
        Bad = "enter long when close > EMA(close, period = 12)",
        Good = "enter long when close > EMA(close, 12)",
    };

    public static readonly DiagnosticDescriptor BadTime = new("QD1014", Severity.Error,
        Message: "`{0}` is not a time of day")
    {
        Why = "A session starts between 00:00 and 23:59 and ends at 24:00 at the latest.",
        Bad = "enter long when close > open\ntrade 08:00-25:00 UTC",
        Good = "enter long when close > open\ntrade 08:00-24:00 UTC",
    };

    public static readonly DiagnosticDescriptor UnknownDay = new("QD1015", Severity.Error,
        Message: "`{0}` is not a day of the week")
    {
        Why = "Blocked days are written out in English.",
        Bad = "enter long when close > open\nblock Saturady",
        Good = "enter long when close > open\nblock Saturday",
    };

    public static readonly DiagnosticDescriptor BadTimeframe = new("QD1016", Severity.Error,
        Message: "`{0}` is not a timeframe")
    {
        Why = "A timeframe is 1 to 10000 minutes, hours, days or weeks.",
        Bad = "enter long when RSI(close, 14) on 0h > 50",
        Good = "enter long when RSI(close, 14) on 1h > 50",
    };

    public static readonly DiagnosticDescriptor MissingHeader = new("QD1017", Severity.Error,
        Message: "the file has no `strategy` line")
    {
        Why = "A strategy is named in every result, so it has a name from the start.",
        Bad = "// no strategy line\ntimeframe 5m\nenter long when close > open",
        Good = "strategy named\ntimeframe 5m\nenter long when close > open",
    };

    public static readonly DiagnosticDescriptor RepeatedHeader = new("QD1018", Severity.Error,
        Message: "the file has a second `{0}` line")
    {
        Why = "A file holds one strategy.",
        Bad = "strategy one\ntimeframe 5m\nenter long when close > open\nstrategy two",
        Good = "strategy one\ntimeframe 5m\nenter long when close > open",
    };

    public static readonly DiagnosticDescriptor UnknownLanguage = new("QD1019", Severity.Error,
        Message: "language {0} is not known to this compiler, which understands language 1")
    {
        Why = "A file for a newer language must not be run with an older meaning.",
        Bad = "language 2\nstrategy newer\ntimeframe 5m\nenter long when close > open",
        Good = "language 1\nstrategy known\ntimeframe 5m\nenter long when close > open",
    };

    public static readonly DiagnosticDescriptor NumberOutOfRange = new("QD1020", Severity.Error,
        Message: "`{0}` is {1}")
    {
        Why = "Numbers are read as decimals of 28 digits, so that ranges step exactly.",
        Bad = "enter long when close > 1e40",
        Good = "enter long when close > 1e4",
    };

    public static readonly DiagnosticDescriptor ForeignComment = new("QD1021", Severity.Error,
        Message: "comments start with `//`")
    {
        Why = "There is one kind of comment, and it ends with its line.",
        Bad = "# buy a rising bar\nenter long when close > open",
        Good = "// buy a rising bar\nenter long when close > open",
    };

    public static readonly DiagnosticDescriptor Semicolon = new("QD1022", Severity.Error,
        Message: "statements are not closed by `;`")
    {
        Why = "A statement ends where the next one starts.",
        Bad = "enter long when close > open;",
        Good = "enter long when close > open",
    };

    public static readonly DiagnosticDescriptor ForeignName = new("QD1023", Severity.Error,
        Message: "`{0}` is not a name: names are made of a-z, A-Z, 0-9 and `_`")
    {
        Why = "Letters that look alike would make two different names look the same.",
        Bad = "let größe = close - open\nenter long when close > open",
        Good = "let groesse = close - open\nenter long when groesse > 0",
    };

    public static readonly DiagnosticDescriptor BadEscape = new("QD1024", Severity.Error,
        Message: "`{0}` has no meaning inside text")
    {
        Why = "Inside text a backslash stands before a quote, a backslash, or one of n, r, t.",
        Bad = "param goal = 3% \"50\\% of range\"\nenter long when close > open\ntarget goal",
        Good = "param goal = 3% \"50% of range\"\nenter long when close > open\ntarget goal",
    };

    public static readonly DiagnosticDescriptor BetweenEnds = new("QD1025", Severity.Error,
        Message: "`between` without `and` takes two numbers or plain names")
    {
        Why = "`x between a b` is read only where nothing else could be meant.",
        Bad = "enter long when close between open[1] high",
        Good = "enter long when close between open[1] and high",
    };

    public static readonly DiagnosticDescriptor BadCount = new("QD1026", Severity.Error,
        Message: "the count before `of (` is a number or a parameter")
    {
        Why = "`2 of (a, b, c)` asks how many hold; the number wanted is fixed before the first bar.",
        Bad = "enter long when RSI(close, 14) of (close > open, close > high[1])",
        Good = "enter long when 1 of (close > open, close > high[1])",
    };

    public static readonly DiagnosticDescriptor RepeatedWindow = new("QD1027", Severity.Error,
        Message: "`{0}` is said twice")
    {
        Why = "There is one stretch before a funding instant and one after it.",
        Bad = "enter long when close > open\navoid funding 5m before, 10m before",
        Good = "enter long when close > open\navoid funding 5m before, 10m after",
    };

    public static readonly DiagnosticDescriptor BadVersion = new("QD1028", Severity.Error,
        Message: "a version is a whole number from 1, not `{0}`")
    {
        Why = "Versions count the author's revisions.",
        Bad = "strategy named version 1.5\ntimeframe 5m\nenter long when close > open",
        Good = "strategy named version 1\ntimeframe 5m\nenter long when close > open",
    };

    public static readonly DiagnosticDescriptor MissingCondition = new("QD1029", Severity.Error,
        Message: "expected a condition, found {0}")
    {
        Why = "In YAML a condition is a text of its own, and it starts with a value.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [\"> open\"]\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [\"close > open\"]\n",
        SampleFile = "sample.yaml",
    };

    public static readonly DiagnosticDescriptor WrongOrder = new("QD1030", Severity.Error,
        Message: "`{0}` stands before `{1}`, which starts the statement")
    {
        Why = "A statement begins with its own word; what it is about follows.",
        Bad = "fast param = 9\nenter long when close > EMA(close, fast)",
        Good = "param fast = 9\nenter long when close > EMA(close, fast)",
    };

    public static readonly DiagnosticDescriptor CallWithoutName = new("QD1031", Severity.Error,
        Message: "expected an indicator or function before `(`, found {0}")
    {
        Why = "Several values in brackets are the arguments of a call, and a call begins with its name.",
        Bad = "let trend = (close, 50)\nenter long when close > trend",
        Good = "let trend = EMA(close, 50)\nenter long when close > trend",
    };

    public static readonly DiagnosticDescriptor RepeatedSetting = new("QD1150", Severity.Error,
        Message: "`{0}` is set twice for this regime")
    {
        Why = "Only one of the two could hold.",
        Bad = "regime wild when NATR(14) > 3\nin wild: size 50%, size 20%\nenter long when close > open",
        Good = "regime wild when NATR(14) > 3\nin wild: size 50%, stop 3%\nenter long when close > open",
    };

    public static readonly DiagnosticDescriptor TooLong = new("QD1233", Severity.Error, "this file is too long: more than {0} words")
    {
        Why = "A limit keeps a damaged or generated file from exhausting the machine; ten thousand lines stay below it.",
    };

    /// <summary>Every syntax diagnostic, in the order of the codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        UnexpectedCharacter, UnterminatedText, MalformedNumber, UnknownStatement, ReservedWord, Expected, Unexpected, Unclosed,
        ChainedComparison, ForeignOperator, TooDeep, NamedArgument, BadTime, UnknownDay, BadTimeframe, MissingHeader,
        RepeatedHeader, UnknownLanguage, NumberOutOfRange, ForeignComment, Semicolon, ForeignName, BadEscape, BetweenEnds, BadCount,
        RepeatedWindow, BadVersion, MissingCondition, WrongOrder, CallWithoutName, RepeatedSetting, TooLong,
    ];
}
