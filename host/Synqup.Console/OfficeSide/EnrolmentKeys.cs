using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Data;
using Synqup.Console.Documents;
using Synqup.Console.Problems;

namespace Synqup.Console.OfficeSide;

internal sealed record EnrolmentKeyList(IReadOnlyList<EnrolmentKeyView> Items);

internal sealed record EnrolmentKeyView(string Id, string Name, int Uses, int Used, DateTimeOffset ExpiresAt, bool Withdrawn);

/// <param name="Key">Shown this once; only a hash of it is kept.</param>
internal sealed record NewEnrolmentKey(string Id, string Key, string Name, int Uses, DateTimeOffset ExpiresAt);

/// <param name="Uses">How many agents may enrol with it; 1 when left out.</param>
/// <param name="ExpiresAt">In seven days when left out, in a year at most.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EnrolmentKeyBody(string? Name, int? Uses, DateTimeOffset? ExpiresAt);

internal static class EnrolmentKeys
{
    private const int MostUses = 1000;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static async Task<IResult> ListAsync(HttpContext context, ConsoleDb db, CancellationToken cancellationToken)
    {
        var office = context.Caller().OfficeId;
        var keys = await db.EnrolmentKeys.Where(row => row.OfficeId == office).OrderBy(row => row.Id)
            .Select(row => new EnrolmentKeyView(row.Id, row.Name, row.Uses, row.Used, row.ExpiresAt, row.Withdrawn)).ToListAsync(cancellationToken);
        return TypedResults.Ok(new EnrolmentKeyList(keys));
    }

    public static async Task<IResult> CreateAsync(HttpContext context, ConsoleDb db, Writing writing, TimeProvider time, EnrolmentKeyBody body, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (uses, expires) = (body.Uses ?? 1, body.ExpiresAt ?? now + Usual);
        var mistakes = new Mistakes();
        if (body.Name?.Length > 200)
            mistakes.Add("name", "This may have 200 characters at most.");
        if (uses is < 1 or > MostUses)
            mistakes.Add("uses", $"Choose from 1 to {MostUses}.");
        if (expires <= now || expires > now + Longest)
            mistakes.Add("expiresAt", "Choose a moment from now to a year from now.");
        if (mistakes.Any)
            return Problem.Invalid(mistakes.Errors);

        var key = "synqup-" + Clients.NewSecret();
        var row = new EnrolmentKey
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            OfficeId = context.Caller().OfficeId,
            // What a list shows must tell one key from another.
            Name = string.IsNullOrWhiteSpace(body.Name) ? $"Key of {now:yyyy-MM-dd HH:mm}" : body.Name.Trim(),
            Hash = Enrolling.Hash(key),
            Uses = uses,
            ExpiresAt = expires,
            CreatedAt = now,
        };
        await writing.RunAsync(
            row.OfficeId,
            _ =>
            {
                db.EnrolmentKeys.Add(row);
                return Task.FromResult(true);
            },
            cancellationToken);
        return TypedResults.Json(new NewEnrolmentKey(row.Id, key, row.Name, uses, expires), statusCode: StatusCodes.Status201Created);
    }

    public static Task<IResult> WithdrawAsync(string id, HttpContext context, ConsoleDb db, Writing writing, CancellationToken cancellationToken)
    {
        var office = context.Caller().OfficeId;
        return writing.RunAsync<IResult>(
            office,
            async _ => await db.EnrolmentKeys.Where(row => row.Id == id && row.OfficeId == office)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Withdrawn, true), cancellationToken) == 1 ? TypedResults.NoContent() : Problem.NotFound("enrolment key"),
            cancellationToken);
    }
}
