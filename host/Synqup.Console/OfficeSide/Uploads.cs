using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Data;
using Synqup.Console.Problems;

namespace Synqup.Console.OfficeSide;

internal static class Uploads
{
    public static async Task<IResult> PostAsync(string id, HttpContext context, ConsoleDb db, Intake.Intake intake, CancellationToken cancellationToken)
    {
        var office = context.Caller().OfficeId;
        var enterprise = await db.Enterprises.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.OfficeId == office, cancellationToken);
        return enterprise is null ? Problem.NotFound("customer") : await intake.KeepAsync(context.Request, enterprise, cancellationToken);
    }

    public static Task<IResult> InspectAsync(HttpContext context, Intake.Intake intake, CancellationToken cancellationToken) => intake.InspectAsync(context.Request, cancellationToken);
}
