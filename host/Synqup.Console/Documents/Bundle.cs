using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Content;
using Synqup.Console.Data;
using Synqup.Console.Problems;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Documents;

/// <summary><c>POST /api/v1/documents/bundle</c>: many small contents for one request, streamed from the store.</summary>
internal static class Bundle
{
    private const int MostDocuments = 1000;
    private const long MostBytes = 64L << 20;

    public static async Task<IResult> PostAsync(HttpContext context, ConsoleDb db, ContentStore store, BundleRequest request)
    {
        if (request.Items.Count > MostDocuments)
            return Problem.Of(ProblemType.TooLarge, $"A bundle has {MostDocuments} documents at most.");
        if (request.Items.Any(item => item?.Id is null || item.Parts is null))
            return Problem.Of(ProblemType.BadRequest, "Each item names an id and its parts.");

        var parts = await FindAsync(context, db, request);
        if (request.Items.Sum(item => item.Parts.Sum(part => parts.Of(item.Id, part) is { } found && found.RefusalOf(item.DeliveryNumber) is null ? found.Size : 0)) > MostBytes)
            return Problem.Of(ProblemType.TooLarge, $"A bundle has {MostBytes >> 20} MiB at most: fetch large parts one by one.");
        var absent = request.Items.Where(item => parts.RefusalOf(item) == PartRefusal.NotAvailable).Select(item => item.Id).ToList();
        return new BundleAnswer(request, parts, await Absences.ReadAsync(absent, context.Caller(), db, context.RequestAborted), store);
    }

    private static async Task<GivenParts> FindAsync(HttpContext context, ConsoleDb db, BundleRequest request)
    {
        var agent = context.Agent().Id;
        var ids = request.Items.Select(item => item.Id).ToList();
        var rows = await GivenPart.Of(db.Documents.AsNoTracking().Where(row => row.AgentId == agent && ids.Contains(row.Id))).ToListAsync(context.RequestAborted);
        return new(rows);
    }
}

/// <summary>Writes the archive from the files' own bytes into the response's buffers: nothing is held that was not sent.</summary>
/// <param name="absences">Why documents are not available, by their ids.</param>
internal sealed class BundleAnswer(BundleRequest request, GivenParts parts, IReadOnlyDictionary<string, string> absences, ContentStore store) : IResult
{
    private const int FlushAt = 128 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = PortalHeaders.BundleMediaType;
        var writer = httpContext.Response.BodyWriter;
        foreach (var item in request.Items)
        {
            if (parts.RefusalOf(item) is { } refused)
            {
                WriteProblem(writer, item.Id, refused.Type, refused == PartRefusal.NotAvailable ? absences.GetValueOrDefault(item.Id, refused.Detail) : refused.Detail);
                continue;
            }

            foreach (var part in item.Parts)
            {
                var found = parts.Of(item.Id, part)!;
                using var file = Open(found);
                if (file is null)
                {
                    // One content that is lost must not break off the bundle of all others.
                    WriteProblem(writer, item.Id, ProblemType.ContentLost, PartContent.Lost(item.Id, part));
                    break;
                }

                Tar.WriteHeader(writer, $"{item.Id}/{part}", found.Size);
                await CopyAsync(file, found.Size, writer, httpContext.RequestAborted);
                Tar.Pad(writer, found.Size);
                if (writer.UnflushedBytes >= FlushAt)
                    await writer.FlushAsync(httpContext.RequestAborted);
            }
        }

        Tar.WriteEnd(writer);
        await writer.FlushAsync(httpContext.RequestAborted);
    }

    private static async ValueTask CopyAsync(Microsoft.Win32.SafeHandles.SafeFileHandle file, long size, PipeWriter writer, CancellationToken cancellationToken)
    {
        long at = 0;
        while (at < size)
        {
            var memory = writer.GetMemory((int)Math.Min(size - at, 32 * 1024));
            var read = RandomAccess.Read(file, memory.Span[..(int)Math.Min(memory.Length, size - at)], at);
            if (read == 0)
                throw new IOException("A content ended before its length.");
            writer.Advance(read);
            at += read;
            if (writer.UnflushedBytes >= FlushAt)
                await writer.FlushAsync(cancellationToken);
        }
    }

    /// <summary>The file; null when it is not there, cannot be read, or has not the length under which it was stored.</summary>
    private Microsoft.Win32.SafeHandles.SafeFileHandle? Open(GivenPart part)
    {
        try
        {
            var file = File.OpenHandle(store.PathOf(part.Sha256));
            if (RandomAccess.GetLength(file) == part.Size)
                return file;
            file.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Said in the entry instead.
        }

        return null;
    }

    private static void WriteProblem(PipeWriter writer, string id, ProblemType type, string detail)
    {
        var problem = JsonSerializer.SerializeToUtf8Bytes(new PortalProblem(type.Urn, type.Title, detail), PortalJson.Default.PortalProblem);
        Tar.WriteHeader(writer, $"{Tar.Name(id)}/{PortalHeaders.ProblemEntry}", problem.Length);
        writer.Write(problem);
        Tar.Pad(writer, problem.Length);
    }
}
