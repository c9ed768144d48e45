// The words of a .qstrat file. Newlines mean nothing. Every input has tokens: what no rule knows becomes a token of its
// own, so that the reader can say what is wrong with it.
lexer grammar QStratLexer;

// Statement starters: reserved, they stand nowhere else.
STRATEGY  : 'strategy';
LANGUAGE  : 'language';
TIMEFRAME : 'timeframe';
PARAM     : 'param';
REQUIRE   : 'require';
LET       : 'let';
ENTER     : 'enter';
EXIT      : 'exit';
STOP      : 'stop';
TARGET    : 'target';
TRADE     : 'trade';
BLOCK     : 'block';
AVOID     : 'avoid';
REVERSE   : 'reverse';
REGIME    : 'regime';
SCALE     : 'scale';
TAKE      : 'take';
DEFINE    : 'define';
USE       : 'use';
EXTENDS   : 'extends';
SYMBOLS   : 'symbols';

// Operators: reserved.
AND           : 'and';
OR            : 'or';
NOT           : 'not';
WITHIN        : 'within';
BETWEEN       : 'between';
CROSSES       : 'crosses';
CROSSES_ABOVE : 'crosses_above';
CROSSES_BELOW : 'crosses_below';
ON            : 'on';
OF            : 'of';

// Words with a meaning in one place; anywhere else they may be names.
LONG    : 'long';
SHORT   : 'short';
WHEN    : 'when';
AFTER   : 'after';
BEFORE  : 'before';
BARS    : 'bars';
FROM    : 'from';
SIGNAL  : 'signal';
IN      : 'in';
STEP    : 'step';
COUNT   : 'count';
LOG     : 'log';
RANGE   : 'range';
VERSION : 'version';
FUNDING : 'funding';
LIVE    : 'live';
ABOVE   : 'above';
BELOW   : 'below';
AT      : 'at';
UP      : 'up';
TO      : 'to';
TIMES   : 'times';
SIZE    : 'size';
TRUE    : 'true';
FALSE   : 'false';

GREATER          : '>';
LESS             : '<';
GREATER_OR_EQUAL : '>=';
LESS_OR_EQUAL    : '<=';
EQUAL            : '==';
NOT_EQUAL        : '!=';
ASSIGN           : '=';
PLUS             : '+';
MINUS            : '-';
STAR             : '*';
SLASH            : '/';
PERCENT          : '%';
LEFT_PAREN       : '(';
RIGHT_PAREN      : ')';
LEFT_BRACKET     : '[';
RIGHT_BRACKET    : ']';
COMMA            : ',';
DOT              : '.';
DOT_DOT          : '..';

// Operators of other languages: read, and answered with ours.
FOREIGN_AND     : '&&' | '&';
FOREIGN_OR      : '||' | '|';
FOREIGN_NOT     : '!';
FOREIGN_COMPARE : '=>' | '=<' | '<>' | '===' | '!==';

// `in trending:` starts the settings of a regime. One word, because `in` alone continues other statements: one token decides.
IN_REGIME : 'in' BLANK+ WORD BLANK* ':';

// A number never takes the first dot of a range: `1..3` is `1`, `..`, `3`.
NUMBER   : DIGITS ('.' DIGITS)? ([eE] [+-]? DIGITS)?;
DURATION : DIGITS [mhdw];
TIME     : DIGITS ':' DIGITS;
NAME     : WORD;
STRING   : '"' (~["\\\r\n] | '\\' ~[\r\n])* '"';

MALFORMED_NUMBER  : DIGITS ('.' DIGITS)? [A-Za-z_] [A-Za-z0-9_]* | '.' DIGITS;
MALFORMED_NAME    : [\p{L}_] [\p{L}\p{M}\p{N}_]*;
UNTERMINATED_TEXT : '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'?;
SINGLE_QUOTED     : '\'' ~['\r\n]* '\'';

// Comments and separators of other languages: reported, and otherwise not there.
// A comment that is never closed goes to the end: looking for its end again behind each `/*` would never be done with a file of them.
FOREIGN_COMMENT : '#' ~[\r\n]* | '/*' .*? ('*/' | EOF);
SEMICOLON       : ';';

COMMENT    : '//' ~[\r\n]* -> skip;
WHITESPACE : BLANK+ -> skip;
UNKNOWN    : .;

fragment DIGITS : [0-9]+;
fragment WORD   : [A-Za-z_] [A-Za-z0-9_]*;
fragment BLANK  : [\p{White_Space}\uFEFF];
