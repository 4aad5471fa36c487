using System.Buffers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Synqup.Console.Content;
using Synqup.Console.Problems;

namespace Synqup.Console.Intake;

/// <param name="Name">As the sender called it, without folders: for messages and for pairing, never a path.</param>
internal sealed record UploadedFile(string Name, IncomingFile Content)
{
    public string BaseName => Path.GetFileNameWithoutExtension(Name);
}

/// <summary>A multipart body, its files on disk.</summary>
internal sealed record Upload(IReadOnlyList<UploadedFile> Files, IReadOnlyDictionary<string, string> Fields)
{
    public const int MostFiles = 1000;
    public const long LargestFile = 100L << 20;

    private const int LongestField = 4096;

    /// <summary>Streams a request into the inbox.</summary>
    /// <returns>The upload, or the answer that refuses it.</returns>
    public static async Task<(Upload? Upload, IResult? Refusal)> ReadAsync(HttpRequest request, Inbox inbox, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary)
            return (null, Problem.Of(ProblemType.UnsupportedMediaType, "Send the files as multipart/form-data."));

        var reader = new MultipartReader(boundary.ToString(), request.Body);
        var files = new List<UploadedFile>();
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await SentAsync(reader.ReadNextSectionAsync(cancellationToken)) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } disposition)
                return (null, Problem.Of(ProblemType.BadRequest, "A part of the body has no Content-Disposition."));
            if (disposition.IsFileDisposition())
            {
                if (files.Count == MostFiles)
                    return (null, Problem.Of(ProblemType.TooLarge, $"An upload may have {MostFiles} files. Send the rest in another one."));
                var name = NameOf(disposition, files.Count);
                var content = inbox.Create();
                if (!await CopyAsync(section.Body, content, cancellationToken))
                    return (null, Problem.Of(ProblemType.TooLarge, $"'{name}' is larger than {LargestFile >> 20} MiB, the most that a file may have.", new() { ["files"] = new[] { new RefusedFile(name, "it is too large") } }));
                files.Add(new(name, content));
            }
            else if (await FieldAsync(section, cancellationToken) is { } value)
            {
                fields[HeaderUtilities.RemoveQuotes(disposition.Name).ToString()] = value;
            }
            else
            {
                return (null, Problem.Of(ProblemType.TooLarge, $"The field '{disposition.Name}' has more than {LongestField} characters."));
            }
        }

        return files.Count == 0 ? (null, Problem.Of(ProblemType.BadRequest, "The upload has no file: name each one with filename=\"…\".")) : (new(files, fields), null);
    }

    /// <summary>What goes wrong while reading is in the body, unlike what goes wrong while writing.</summary>
    private static async Task<T> SentAsync<T>(Task<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw new InvalidDataException("it ends before its last boundary, or has a part that is not multipart/form-data.", exception);
        }
    }

    private static async Task<bool> CopyAsync(Stream body, IncomingFile content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = await SentAsync(body.ReadAsync(buffer, cancellationToken).AsTask())) > 0)
            {
                if (content.Size + read > LargestFile)
                    return false;
                content.Write(buffer.AsSpan(0, read));
            }

            content.Complete();
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<string?> FieldAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(section.Body);
        var buffer = new char[LongestField + 1];
        var read = await reader.ReadBlockAsync(buffer, cancellationToken);
        return read > LongestField ? null : new string(buffer, 0, read).Trim();
    }

    private static string NameOf(ContentDispositionHeaderValue disposition, int index)
    {
        var given = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        var name = given.ToString();
        name = string.Concat(name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Where(character => !char.IsControl(character)));
        return name.Length switch { 0 => $"file {index + 1}", > 255 => name[..255], _ => name };
    }
}

/// <param name="Reason">What is wrong with it, for a person.</param>
internal sealed record RefusedFile(string File, string Reason);
