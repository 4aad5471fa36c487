namespace Synqup.Sdk.Testing;

/// <summary>Texts that broke programs that put them into file names. Every text of a document can be one of them.</summary>
public static class HostileText
{
    /// <summary>The texts; none is null.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "", " ", ".", "..", "...", " . . ", "~",
        @"..\..\Windows\System32", "../../etc/passwd", @"C:\Windows", @"\\server\share", @"\\?\C:\x", "/", "\\", "a/b", "a:b", "a.xml:hidden",
        "CON", "nul", "NUL.tar.gz", "com1", "COM¹", "LPT0", "aux .txt", "CONIN$", "Con.", ".synqup", "x.synqup-part",
        "061828591|01/10/2020|0|1.1|0|1", "018304 / 28865", "<>:\"/\\|?*", "[enterprise_name]", "{hash8}", "%TEMP%", "$(rm)", "'; --",
        "Peeters N.V.", "trailing blank ", "trailing dots...", "\tline\r\nbreak\0nul\u0001\u001f\u007f\u0085",
        "\u202egnp.exe", "\u200e\u200f\u2066x\u2069", "\ufeffbom", "zero\u200bwidth", "soft\u00adhyphen", "\u2028\u2029",
        "\ud800", "\udc00", "a\ud83db", "👩‍👩‍👧‍👦", "🧾🧾🧾", "é", "e\u0301", "\u0301", "Å", "\u212b", "ﬁ", "ıIiİ", "ß", "ẞ", "𝒳", "日本語", "עברית", "\uffff", "\ue000",
        new string('x', 300), new string('é', 300), string.Concat(Enumerable.Repeat("🧾", 200)), "a" + new string('\u0301', 500),
        new string('x', 99_999) + "y", new string('.', 100_000), new string('\ud800', 100_000),
    ];

    /// <summary>A document of a kind in which every text is hostile.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kind">The kind.</param>
    public static Document DocumentOf(string text, DocumentKind kind)
    {
        var party = new Party { Name = text, Vat = text };
        var document = Some.Document(text, kind);
        return document with
        {
            Id = $"{kind}:{text}",
            Enterprise = new Enterprise { Name = text, Vat = text, AccountingFileId = text },
            Supplier = party,
            Customer = party,
            Currency = text,
            Statement = document.Statement is { } statement ? statement with { Account = text, Holder = text } : null,
        };
    }
}
