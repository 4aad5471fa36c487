using Synqup.Console.Content;

namespace Synqup.Console.Intake;

/// <summary>Tells formats by their content, reads them, and brings a PDF to the UBL of the same name.</summary>
internal static class Reading
{
    /// <summary>Every file of an upload; all that are refused at once.</summary>
    public static (IReadOnlyList<ReadFile> Files, IReadOnlyList<RefusedFile> Refused) Read(Upload upload, Inbox inbox, CancellationToken cancellationToken)
    {
        var read = new List<ReadFile>();
        var refused = new List<RefusedFile>();
        foreach (var file in upload.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                read.Add(Read(file, inbox));
            }
            catch (UnreadableException exception)
            {
                refused.Add(new(file.Name, exception.Message));
            }
        }

        return (Pair(read, refused), refused);
    }

    private static ReadFile Read(UploadedFile file, Inbox inbox) => FormatOf(file) switch
    {
        FileFormat.Pdf => new(file, FileFormat.Pdf),
        FileFormat.Coda => new(file, FileFormat.Coda, Coda: CodaReader.Read(file.Content.OpenRead())),
        _ => new(file, FileFormat.Ubl, UblReader.Read(file.Content.OpenRead(), inbox)),
    };

    private static FileFormat FormatOf(UploadedFile file)
    {
        var head = file.Content.Head;
        if (head.IsEmpty)
            throw new UnreadableException("it is empty");
        if (head.StartsWith("%PDF"u8))
            return FileFormat.Pdf;
        if (LooksLikeXml(head))
            return FileFormat.Ubl;
        return head[0] == '0' || Path.GetExtension(file.Name).ToUpperInvariant() is ".COD" or ".TXT"
            ? FileFormat.Coda
            : throw new UnreadableException("it is neither UBL (XML), PDF nor CODA");
    }

    private static bool LooksLikeXml(ReadOnlySpan<byte> head) =>
        // Byte order marks of UTF-8 and UTF-16, or '<' after white space or beside the zero of UTF-16.
        head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
        || head.TrimStart(" \t\r\n\0"u8).StartsWith("<"u8);

    private static List<ReadFile> Pair(List<ReadFile> read, List<RefusedFile> refused)
    {
        var pdfs = read.Where(file => file.Format == FileFormat.Pdf).GroupBy(file => file.File.BaseName, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, StringComparer.OrdinalIgnoreCase);
        var paired = new HashSet<ReadFile>();
        var result = new List<ReadFile>();
        foreach (var group in read.Where(file => file.Format == FileFormat.Ubl).GroupBy(file => file.File.BaseName, StringComparer.OrdinalIgnoreCase))
        {
            pdfs.TryGetValue(group.Key, out var companions);
            if (companions is not null && (group.Count() > 1 || companions.Count() > 1))
                refused.AddRange(companions.Select(pdf => new RefusedFile(pdf.File.Name, "more than one XML or PDF of this upload has its base name, so it cannot be told to which it belongs")));
            var companion = companions?.First();
            if (companion is not null)
                paired.UnionWith(companions!);
            result.AddRange(group.Select(ubl => ubl with { Companion = companion?.File }));
        }

        result.AddRange(read.Where(file => file.Format != FileFormat.Ubl && !paired.Contains(file)));
        return result;
    }
}
