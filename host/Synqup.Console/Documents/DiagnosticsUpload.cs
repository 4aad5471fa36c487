using System.Buffers;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Content;
using Synqup.Console.Data;
using Synqup.Console.Intake;
using Synqup.Console.Problems;

namespace Synqup.Console.Documents;

/// <summary><c>POST /api/v1/diagnostics</c>: a bundle for the office's support, as the body.</summary>
internal static class DiagnosticsUpload
{
    public const long Largest = 100L << 20;
    private const int KeptPerAgent = 10;

    public static async Task<IResult> PostAsync(HttpContext context, ConsoleDb db, Writing writing, ContentStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        using var inbox = store.OpenInbox();
        var content = inbox.Create();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer, cancellationToken)) > 0)
                content.Write(buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (content.Size == 0)
            return Problem.Of(ProblemType.BadRequest, "The body is empty: send the bundle itself.");
        content.Complete();
        inbox.Keep([content]);
        var caller = context.Caller();
        var row = new Diagnostics
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
            OfficeId = caller.OfficeId,
            AgentId = caller.Agent!.Id,
            At = time.GetUtcNow(),
            MediaType = MediaTypes.Clean(context.Request.ContentType),
            Size = content.Size,
            Sha256 = content.Sha256,
        };
        await writing.RunAsync(
            caller.OfficeId,
            async _ =>
            {
                db.Diagnostics.Add(row);
                var old = await db.Diagnostics.Where(other => other.AgentId == row.AgentId).OrderByDescending(other => other.Id).Skip(KeptPerAgent - 1).ToListAsync(cancellationToken);
                db.Diagnostics.RemoveRange(old);
                return old.Count;
            },
            cancellationToken);
        return TypedResults.Json(new DiagnosticsReceipt(row.Id), statusCode: StatusCodes.Status201Created);
    }
}

/// <param name="Id">What the user tells the support.</param>
internal sealed record DiagnosticsReceipt(string Id);
