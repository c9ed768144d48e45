using System.Security.Cryptography;
using System.Text;

namespace QuantDsl.Language.Syntax;

/// <summary>The identity of a strategy document: equal for both notations of it, and for any layout.</summary>
public static class DocumentHash
{
    /// <summary>SHA-256 of the canonical print in UTF-8, as 64 lower-case hexadecimal digits.</summary>
    public static string Of(StrategySyntax strategy) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SyntaxPrinter.Print(strategy))));
}
