using Antlr4.Runtime;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>Ends a parse at the first word that does not fit, without wording a message: ours is made from the failure.</summary>
internal sealed class FirstErrorStops : BailErrorStrategy
{
    public override void ReportError(Parser recognizer, RecognitionException e)
    {
    }
}
