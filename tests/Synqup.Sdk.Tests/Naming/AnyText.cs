using CsCheck;
using Synqup.Sdk.Testing;

namespace Synqup.Sdk.Tests.Naming;

/// <summary>Texts as the world sends them: any UTF-16 at all, whole characters, and what is known to hurt, alone and glued together.</summary>
internal static class AnyText
{
    private static readonly Gen<string> Known = Gen.OneOf([.. HostileText.All.Where(text => text.Length < 1000)]);

    private static readonly Gen<string> Nasty = Gen.OneOf(
        '.', ' ', '/', '\\', ':', '\0', '\u0301', '\u0323', '\u202e', '\u200d', '\ud83e', '\uddfe', 'i', 'İ', 'I', 'ı', '_', 'C', 'O', 'N', '¹', '\u0338', 'e', '\ufffe')
        .Array[0, 40].Select(characters => new string(characters));

    public static Gen<string> Any { get; } = Gen.OneOf<string>(
        Gen.Char.Array[0, 300].Select(characters => new string(characters)),
        Gen.String[0, 300],
        Nasty,
        Known,
        Gen.Select(Known, Nasty, Known).Select(parts => parts.Item1 + parts.Item2 + parts.Item3));
}
