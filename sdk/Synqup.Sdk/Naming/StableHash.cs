using System.Security.Cryptography;
using System.Text;

namespace Synqup.Sdk;

/// <summary>The eight digits that keep apart what would otherwise have the same name.</summary>
internal static class StableHash
{
    /// <summary>The first eight hexadecimal digits, in lower case, of the SHA-256 of a text in UTF-8.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));
}
