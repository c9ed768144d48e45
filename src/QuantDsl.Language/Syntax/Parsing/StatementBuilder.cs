using System.Collections.Immutable;
using System.Globalization;
using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax.Generated;
using QuantDsl.Market;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>Turns the parse trees of statements into the parts of a strategy.</summary>
internal sealed class StatementBuilder
{
    private readonly TokenList _tokens;
    private readonly DiagnosticBag _diagnostics;
    private readonly LiteralReader _literals;
    private readonly ExpressionBuilder _expressions;
    private readonly ImmutableArray<StatementSyntax>.Builder _statements = ImmutableArray.CreateBuilder<StatementSyntax>();
    private LanguageSyntax? _language;
    private TextSpan _header;
    private int _version = 1;
    private string _description = "";

    public StatementBuilder(TokenList tokens, DiagnosticBag diagnostics)
    {
        _tokens = tokens;
        _diagnostics = diagnostics;
        _literals = new(tokens, diagnostics);
        _expressions = new(tokens, _literals, diagnostics);
    }

    /// <summary>The name on the first <c>strategy</c> line; null before there was one.</summary>
    public Identifier? StrategyName { get; private set; }

    public StrategySyntax Finish(TextSpan span) =>
        new(StrategyName ?? new("", new(span.Start, 0)), _version, _description, _statements.ToImmutable(), span) { HeaderSpan = _header, Language = _language };

    public void Add(QStratParser.StatementContext context)
    {
        var span = ExpressionBuilder.SpanOf(context);
        switch (context.GetChild(0))
        {
            case QStratParser.LanguageHeaderContext language:
                Language(language);
                break;
            case QStratParser.StrategyHeaderContext header:
                Header(header);
                break;
            case QStratParser.TimeframeStatementContext timeframe:
                Add(new TimeframeSyntax(_literals.Timeframe(timeframe.DURATION().Symbol), span));
                break;
            case QStratParser.ParamStatementContext parameter:
                Add(Parameter(parameter, span));
                break;
            case QStratParser.RequireStatementContext require:
                Add(new RequireSyntax(_expressions.Build(require.expression()), span));
                break;
            case QStratParser.LetStatementContext let:
                Add(new LetSyntax(_expressions.Name(let.name()), _expressions.Build(let.expression()), span));
                break;
            case QStratParser.EnterStatementContext enter:
                Add(Enter(enter, span));
                break;
            case QStratParser.ExitStatementContext exit:
                Add(Exit(exit, span));
                break;
            case QStratParser.StopStatementContext stop:
                Add(new StopSyntax(_expressions.Sum(stop.sum()), stop.origin() is not null, span));
                break;
            case QStratParser.TargetStatementContext target:
                Add(new TargetSyntax(_expressions.Sum(target.sum()), target.origin() is not null, span));
                break;
            case QStratParser.TradeStatementContext trade:
                Add(trade.LIVE() is null ? Trade(trade, span) : Live(trade, span));
                break;
            case QStratParser.BlockStatementContext block:
                Add(Block(block, span));
                break;
            case QStratParser.AvoidStatementContext avoid:
                Add(Avoid(avoid, span));
                break;
            case QStratParser.ReverseStatementContext reverse:
                Add(new ReverseSyntax(reverse.TRUE() is not null, span));
                break;
            case QStratParser.RegimeStatementContext regime:
                Add(new RegimeSyntax(_expressions.Name(regime.name()), _expressions.Build(regime.expression()), span));
                break;
            case QStratParser.SettingsStatementContext settings:
                Add(Settings(settings, span));
                break;
            case QStratParser.ScaleStatementContext scale:
                Add(new ScaleInSyntax(_expressions.Sum(scale.sum(0)), _expressions.Sum(scale.sum(1)), span));
                break;
            case QStratParser.DefineStatementContext define:
                Add(Define(define, span));
                break;
            case QStratParser.UseStatementContext use:
                _statements.AddRange(use.text().Select(Use));
                break;
            case QStratParser.ExtendsStatementContext extends:
                Add(new ExtendsSyntax(extends.text() is { } path ? Quoted(path) : _expressions.Name(extends.name()), span));
                break;
            case QStratParser.SymbolsStatementContext symbols:
                Add(new SymbolsSyntax([.. symbols.symbol().Select(_expressions.Symbol)], span));
                break;
            case QStratParser.TakeStatementContext take:
                Add(new TakeSyntax(_expressions.Sum(take.sum(0)), _expressions.Sum(take.sum(1)), span));
                break;
        }
    }

    /// <summary>
    /// What stands in the tree for a statement that could not be read, so that nothing later misses it: a name stays
    /// declared, a side stays entered, and the finest timeframe fits every other.
    /// </summary>
    public void AddUnread(int start, int end)
    {
        var span = TextSpan.FromBounds(_tokens[start].StartIndex, _tokens[end - 1].StopIndex + 1);
        var missing = new MissingSyntax(span);
        // `let = rsi RSI(close, 14)`: the name and the sign may have changed places.
        int nameAt = start + 3 < end && _tokens[start + 1].Type == QStratLexer.ASSIGN && (Vocabulary.IsName(_tokens[start + 3].Type) || _tokens[start + 3].Type == QStratLexer.NUMBER) ? start + 2 : start + 1;
        var name = nameAt < end && Vocabulary.IsName(_tokens[nameAt].Type)
            ? new Identifier(_tokens.TextOf(_tokens[nameAt]), TokenList.SpanOf(_tokens[nameAt]))
            : null;
        Side? side = start + 1 < end ? _tokens[start + 1].Type switch { QStratLexer.LONG => Side.Long, QStratLexer.SHORT => Side.Short, _ => null } : null;
        switch (_tokens[start].Type)
        {
            case QStratLexer.STRATEGY:
                StrategyName ??= name ?? new("", span);
                break;
            case QStratLexer.TIMEFRAME:
                Add(new TimeframeSyntax(new(Timeframe.Minute), span));
                break;
            case QStratLexer.PARAM when name is not null && DefaultAt(nameAt + 1, end) is { } initial:
                Add(new ParameterSyntax(name, initial, Sweep: null, Range: null, "", span));
                break;
            case QStratLexer.LET or QStratLexer.PARAM:
                // Without a name too: a name that nothing else declares may be its own.
                Add(new LetSyntax(name ?? new("", span), missing with { Called = Called(start + 2, end) }, span));
                break;
            case QStratLexer.ENTER:
                if (side is not Side.Short) Add(new EnterSyntax(Side.Long, Regime: null, missing, span));
                if (side is not Side.Long) Add(new EnterSyntax(Side.Short, Regime: null, missing, span));
                break;
            case QStratLexer.EXIT:
                if (side is not Side.Short) Add(new ExitSyntax(Side.Long, missing, span));
                if (side is not Side.Long) Add(new ExitSyntax(Side.Short, missing, span));
                break;
            case QStratLexer.STOP:
                Add(new StopSyntax(missing, FromSignal: false, span));
                break;
            case QStratLexer.TARGET:
                Add(new TargetSyntax(missing, FromSignal: false, span));
                break;
            case QStratLexer.SYMBOLS:
                Add(new SymbolsSyntax([], span));
                break;
            case QStratLexer.REGIME:
                Add(new RegimeSyntax(name ?? new("", span), missing, span));
                break;
        }
    }

    // The value behind `=`, where that much of a parameter could be read.
    private NumberSyntax? DefaultAt(int assign, int end)
    {
        int at = assign + 1;
        bool isNegative = at < end && _tokens[at].Type == QStratLexer.MINUS;
        if (isNegative) at++;
        if (at >= end || _tokens[assign].Type != QStratLexer.ASSIGN || _tokens[at].Type != QStratLexer.NUMBER) return null;
        bool isPercent = at + 1 < end && _tokens[at + 1].Type == QStratLexer.PERCENT;
        decimal value = _literals.Number(_tokens[at]);
        return new(isNegative ? -value : value, isPercent ? LiteralUnit.Percent : LiteralUnit.None, TokenList.SpanOf(_tokens[at]));
    }

    // What `= ADX(…` begins with: the outputs of a let that could not be read are still those of its indicator.
    private string? Called(int assign, int end) =>
        assign + 1 < end && _tokens[assign].Type == QStratLexer.ASSIGN && Vocabulary.IsName(_tokens[assign + 1].Type) ? _tokens.TextOf(_tokens[assign + 1]) : null;

    private void Add(StatementSyntax statement) => _statements.Add(statement);

    private DefineSyntax Define(QStratParser.DefineStatementContext context, TextSpan span) =>
        new(_expressions.Name(context.name()), [.. context.formals().name().Select(_expressions.Name)], _expressions.Build(context.expression()), span);

    private UseSyntax Use(QStratParser.TextContext context) => new(Quoted(context), ExpressionBuilder.SpanOf(context));

    private Identifier Quoted(QStratParser.TextContext context) => new(_literals.Text(context.Start), ExpressionBuilder.SpanOf(context));

    private void Language(QStratParser.LanguageHeaderContext context)
    {
        var number = context.NUMBER().Symbol;
        if (_language is not null)
        {
            _diagnostics.Report(SyntaxDiagnostics.RepeatedHeader, ExpressionBuilder.SpanOf(context), ["language"], "leave one of them out");
        }
        else if (_literals.Number(number) != 1m)
        {
            _diagnostics.Report(SyntaxDiagnostics.UnknownLanguage, TokenList.SpanOf(number), [_tokens.TextOf(number)], "write `language 1`, or use a newer compiler");
        }

        _language ??= new(ExpressionBuilder.SpanOf(context));
    }

    private void Header(QStratParser.StrategyHeaderContext context)
    {
        var name = _expressions.Name(context.name());
        if (StrategyName is { } first)
        {
            _diagnostics.Add(Diagnostic.At(_diagnostics.Source, TokenList.SpanOf(context.STRATEGY().Symbol), SyntaxDiagnostics.RepeatedHeader, "strategy") with
            {
                Help = "put the second strategy in a file of its own",
                Secondary = (first.Span, "the first"),
            });
            return;
        }

        StrategyName = name;
        _header = ExpressionBuilder.SpanOf(context);
        if (context.NUMBER() is { } version) _version = Version(version.Symbol);
        if (context.text() is { } text) _description = _literals.Text(text.Start);
    }

    private int Version(IToken token)
    {
        string text = _tokens.TextOf(token);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version >= 1) return version;
        _diagnostics.Report(SyntaxDiagnostics.BadVersion, TokenList.SpanOf(token), [text], "write `1`", new CodeFix("write `1`", TokenList.SpanOf(token), "1"));
        return 1;
    }

    private StatementSyntax Parameter(QStratParser.ParamStatementContext context, TextSpan span)
    {
        if (context.ASSIGN() is null)
        {
            return context.text() is { } path ? Form(context, path, span) : new ParameterSweepSyntax(_expressions.Name(context.name()), Sweep(context.sweep()), span);
        }

        var range = context.valueRange() is { } written
            ? new RangeSyntax(_expressions.Literal(written.literal(0)), _expressions.Literal(written.literal(1)), ExpressionBuilder.SpanOf(written))
            : null;
        return new ParameterSyntax(_expressions.Name(context.name()), _expressions.Literal(context.literal()), context.sweep() is { } sweep ? Sweep(sweep) : null, range,
            context.text() is { } text ? _literals.Text(text.Start) : "", span);
    }

    // `form` is a word here alone, so that it stays free for names.
    private FormSyntax Form(QStratParser.ParamStatementContext context, QStratParser.TextContext path, TextSpan span)
    {
        var word = _expressions.Name(context.name());
        if (word.Text != StatementPrinter.FormWord)
            _diagnostics.Report(SyntaxDiagnostics.Expected, ExpressionBuilder.SpanOf(path), ["`=`", word.Text, $"`{_tokens.TextOf(path.Start)}`"], "a parameter reads like `param period = 14 in [7, 14, 21]`");
        return new(Quoted(path), [.. context.formSetting().Select(FormSetting)], span);
    }

    private FormSettingSyntax FormSetting(QStratParser.FormSettingContext context)
    {
        var names = context.name();
        var name = _expressions.Name(names[0]);
        var number = context.literal() is { } literal ? _expressions.Literal(literal) : null;
        string text = context.text() is { } quoted ? _literals.Text(quoted.Start) : names.Length > 1 ? _expressions.Name(names[1]).Text : "";
        if (name.Text == FormDefault.Key && number is null) (number, text) = FormDefault.Read(text, ExpressionBuilder.SpanOf(context));
        return new(name, number, text, ExpressionBuilder.SpanOf(context));
    }

    private SweepSyntax Sweep(QStratParser.SweepContext context)
    {
        var span = ExpressionBuilder.SpanOf(context);
        var values = context.literal().Select(_expressions.Literal).ToImmutableArray();
        if (context.LEFT_BRACKET() is not null) return new ListSweepSyntax(values, span);
        return context.STEP() is not null
            ? new StepSweepSyntax(values[0], values[1], values[2], span)
            : new CountSweepSyntax(values[0], values[1], values[2], context.LOG() is not null, span);
    }

    private EnterSyntax Enter(QStratParser.EnterStatementContext context, TextSpan span) =>
        new(SideOf(context.side()), context.name() is { } regime ? _expressions.Name(regime) : null, _expressions.Build(context.expression()), span);

    private RegimeSettingsSyntax Settings(QStratParser.SettingsStatementContext context, TextSpan span)
    {
        ExpressionSyntax? size = null;
        StopSyntax? stop = null;
        foreach (var setting in context.regimeSetting())
        {
            bool isSize = setting.SIZE() is not null;
            var place = ExpressionBuilder.SpanOf(setting);
            if (isSize ? size is not null : stop is not null)
                _diagnostics.Report(SyntaxDiagnostics.RepeatedSetting, place, [isSize ? "size" : "stop"], "leave one of them out",
                    new CodeFix("leave this one out", TextSpan.FromBounds(ItemRemoval.StartBefore(_diagnostics.Source.Content, place.Start), place.End), ""));
            else if (isSize) size = _expressions.Sum(setting.sum());
            else stop = new(_expressions.Sum(setting.sum()), setting.origin() is not null, place);
        }

        return new(RegimeOf(context.IN_REGIME().Symbol), size, stop, span);
    }

    /// <summary>The name in the word <c>in trending:</c>.</summary>
    private Identifier RegimeOf(IToken token)
    {
        string text = _tokens.TextOf(token);
        int end = text.Length - 1;
        while (!IsWord(text[end - 1])) end--;
        int start = end;
        while (IsWord(text[start - 1])) start--;
        string name = text[start..end];
        var span = TextSpan.FromBounds(token.StartIndex + start, token.StartIndex + end);
        if (Vocabulary.IsReserved(name)) _diagnostics.Report(SyntaxDiagnostics.ReservedWord, span, [name], $"choose another name, such as `{name}_regime`");
        return new(name, span);

        static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
    }

    private StatementSyntax Exit(QStratParser.ExitStatementContext context, TextSpan span) =>
        context.side() is { } side
            ? new ExitSyntax(SideOf(side), _expressions.Build(context.expression()), span)
            : new ExitAfterSyntax(_expressions.Sum(context.sum()), span);

    private TradeSyntax Trade(QStratParser.TradeStatementContext context, TextSpan span)
    {
        var written = context.session();
        var sessions = written.Select(s => new TradingSession(_literals.TimeOfDay(s.TIME(0).Symbol, isEnd: false),
            _literals.TimeOfDay(s.TIME(1).Symbol, isEnd: true), Zone(s.zone())));
        return new([.. sessions], [.. written.Select(ExpressionBuilder.SpanOf)], span);
    }

    private LiveSettingsSyntax Live(QStratParser.TradeStatementContext context, TextSpan span) => new([.. context.liveSetting().Select(LiveSetting)], span);

    private LiveSettingSyntax LiveSetting(QStratParser.LiveSettingContext context)
    {
        var names = context.name();
        return new(_expressions.Name(names[0]), context.literal() is { } literal ? _expressions.Literal(literal) : null,
            [.. names.Skip(1).Select(_expressions.Name)], context.LEFT_BRACKET() is not null, ExpressionBuilder.SpanOf(context));
    }

    private BlockSyntax Block(QStratParser.BlockStatementContext context, TextSpan span)
    {
        var days = ImmutableArray.CreateBuilder<DayOfWeek>();
        foreach (var name in context.name())
        {
            if (Day(name) is { } day) days.Add(day);
        }

        string zone = Zone(context.zone());
        if (Vocabulary.Days.Contains(zone, StringComparer.OrdinalIgnoreCase))
        {
            // Two days without a comma read like a day and its zone.
            var last = context.name()[^1];
            _diagnostics.Report(SyntaxDiagnostics.Expected, ExpressionBuilder.SpanOf(context.zone()), ["`,`", _tokens.TextOf(last.Start), $"`{zone}`"],
                "separate days by commas", new CodeFix("insert `,`", new(last.Stop.StopIndex + 1, 0), ","));
            zone = "UTC";
        }

        return new(days.ToImmutable(), zone, span);
    }

    private DayOfWeek? Day(QStratParser.NameContext context)
    {
        string text = _tokens.TextOf(context.Start);
        string? known = Vocabulary.Days.FirstOrDefault(d => d.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (known is not null) return Enum.Parse<DayOfWeek>(known);
        string? meant = NearestName.Of(text, Vocabulary.Days)
            ?? Vocabulary.Days.FirstOrDefault(d => text.Length >= 2 && d.StartsWith(text, StringComparison.OrdinalIgnoreCase));
        var span = ExpressionBuilder.SpanOf(context);
        _diagnostics.Report(SyntaxDiagnostics.UnknownDay, span, [text], meant is null ? "write a day such as `Saturday`" : $"did you mean `{meant}`?",
            meant is null ? [] : [new CodeFix($"change to `{meant}`", span, meant)]);
        return null;
    }

    private AvoidFundingSyntax Avoid(QStratParser.AvoidStatementContext context, TextSpan span)
    {
        int? before = null, after = null;
        foreach (var window in context.fundingWindow())
        {
            bool isBefore = window.BEFORE() is not null;
            if ((isBefore ? before : after) is not null)
            {
                _diagnostics.Report(SyntaxDiagnostics.RepeatedWindow, TokenList.SpanOf(window.Stop), [isBefore ? "before" : "after"],
                    $"write `{(isBefore ? "after" : "before")}` in one of them",
                    context.fundingWindow().Any(w => w.BEFORE() is not null != isBefore) ? [] : [new CodeFix($"change to `{(isBefore ? "after" : "before")}`", TokenList.SpanOf(window.Stop), isBefore ? "after" : "before")]);
                continue;
            }

            int minutes = _literals.Minutes(window.DURATION().Symbol);
            if (isBefore) before = minutes;
            else after = minutes;
        }

        return new(new(before ?? 0, after ?? 0), span);
    }

    // The words without what stands between them, which may be a comment.
    private string Zone(QStratParser.ZoneContext? context) => context is null ? "UTC" : string.Concat(Enumerable.Range(0, context.ChildCount).Select(i => WordOf(context.GetChild(i))));

    private string WordOf(IParseTree? part) => part switch
    {
        ParserRuleContext name => _tokens.TextOf(name.Start),
        ITerminalNode word => _tokens.TextOf(word.Symbol),
        _ => "",
    };

    private static Side SideOf(QStratParser.SideContext context) => context.LONG() is not null ? Side.Long : Side.Short;
}
