using System.Net;
using Synqup.Console.Problems;

namespace Synqup.Console.Access;

/// <summary>Secrets travel in the clear on loopback only.</summary>
internal static class TransportGate
{
    public static void UseTransportGate(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.IsHttps || context.Connection.RemoteIpAddress is not { } remote || IPAddress.IsLoopback(remote))
            await next(context);
        else
            await Problem.Of(ProblemType.HttpsRequired, "Call the Console by https.").ExecuteAsync(context);
    });
}
