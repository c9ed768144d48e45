// The statements and expressions of a .qstrat file. A statement ends where the next starter stands, so the reader cuts
// the file into statements first and parses each alone by `singleStatement`: a mistake in one never hides the next.
// Every decision needs one token of look-ahead; keep it so, the reader's messages depend on it.
parser grammar QStratParser;

options { tokenVocab = QStratLexer; contextSuperClass = Parsing.ParseNode; }

strategyFile     : statement* EOF;
singleStatement  : statement EOF;
singleExpression : expression EOF;

statement
    : languageHeader
    | strategyHeader
    | timeframeStatement
    | paramStatement
    | requireStatement
    | letStatement
    | enterStatement
    | exitStatement
    | stopStatement
    | targetStatement
    | tradeStatement
    | blockStatement
    | avoidStatement
    | reverseStatement
    | regimeStatement
    | settingsStatement
    | scaleStatement
    | takeStatement
    | defineStatement
    | useStatement
    | extendsStatement
    | symbolsStatement
    ;

languageHeader     : LANGUAGE NUMBER;
strategyHeader     : STRATEGY name (VERSION NUMBER)? text?;
timeframeStatement : TIMEFRAME DURATION;
paramStatement     : PARAM name (ASSIGN literal (IN sweep)? valueRange? text? | IN sweep | text formSetting (COMMA formSetting)*);
requireStatement   : REQUIRE expression;
letStatement       : LET name ASSIGN expression;
enterStatement     : ENTER side (IN name)? WHEN expression;
exitStatement      : EXIT (side WHEN expression | AFTER sum BARS);
stopStatement      : STOP sum origin?;
targetStatement    : TARGET sum origin?;
tradeStatement     : TRADE (session (COMMA session)* | LIVE liveSetting (COMMA liveSetting)*);
blockStatement     : BLOCK name (COMMA name)* zone?;
avoidStatement     : AVOID FUNDING fundingWindow (COMMA fundingWindow)?;
reverseStatement   : REVERSE (TRUE | FALSE);
regimeStatement    : REGIME name WHEN expression;
settingsStatement  : IN_REGIME regimeSetting (COMMA regimeSetting)*;
scaleStatement     : SCALE IN AT PLUS? sum UP TO sum TIMES;
takeStatement      : TAKE sum AT PLUS? sum;
defineStatement    : DEFINE name formals ASSIGN expression;
useStatement       : USE text (COMMA text)*;
extendsStatement   : EXTENDS (text | name);
symbolsStatement   : SYMBOLS symbol (COMMA symbol)*;

text          : STRING;
side          : LONG | SHORT;
origin        : FROM SIGNAL;
session       : TIME MINUS TIME zone?;
zone          : name ((SLASH | MINUS | PLUS) (name | NUMBER))*;
fundingWindow : DURATION (BEFORE | AFTER);
formals       : LEFT_PAREN name (COMMA name)* RIGHT_PAREN;
symbol        : name | text;
formSetting   : name (literal | name | text);
liveSetting   : name (literal | name | LEFT_BRACKET name (COMMA name)* RIGHT_BRACKET);
regimeSetting : SIZE sum | STOP sum origin?;

sweep
    : LEFT_BRACKET literal (COMMA literal)* RIGHT_BRACKET
    | literal DOT_DOT literal (STEP literal | COUNT literal LOG?)
    ;

valueRange : RANGE literal DOT_DOT literal;

// Loosest first: or, and, not, within, comparisons, + -, * /, unary -, postfix.
expression     : conjunction ((OR | FOREIGN_OR) conjunction)*;
conjunction    : negation ((AND | FOREIGN_AND) negation)*;
negation       : (NOT | FOREIGN_NOT)* recent;
recent         : comparison (WITHIN sum BARS)*;

// A chain is read, so that the reader can say how to write it; it is never legal.
comparison     : sum comparisonTail*;
comparisonTail
    : comparisonOperator sum
    | cross sum
    | BETWEEN sum (AND sum | plainOperand)
    ;

comparisonOperator
    : GREATER | LESS | GREATER_OR_EQUAL | LESS_OR_EQUAL | EQUAL | NOT_EQUAL
    | ASSIGN | FOREIGN_COMPARE
    ;

cross        : CROSSES_ABOVE | CROSSES_BELOW | CROSSES (ABOVE | BELOW);
plainOperand : NUMBER PERCENT? | name;

sum       : product ((PLUS | MINUS) product)*;
product   : signed ((STAR | SLASH) signed)*;
signed    : MINUS* postfix;
postfix   : primary postfixPart*;

postfixPart
    : LEFT_BRACKET expression RIGHT_BRACKET
    | DOT name
    | ON DURATION
    | OF (list | symbol)
    ;

primary
    : NUMBER PERCENT?
    | name arguments?
    | LEFT_PAREN expression RIGHT_PAREN
    ;

arguments : LEFT_PAREN (expression (COMMA expression)*)? RIGHT_PAREN;
list      : LEFT_PAREN expression (COMMA expression)* RIGHT_PAREN;
literal   : MINUS? NUMBER PERCENT?;

name
    : NAME
    | LONG | SHORT | WHEN | AFTER | BEFORE | BARS | FROM | SIGNAL | IN | STEP | COUNT | LOG | RANGE | VERSION
    | FUNDING | LIVE | ABOVE | BELOW | AT | UP | TO | TIMES | SIZE | TRUE | FALSE
    ;
