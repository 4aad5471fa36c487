using System.Globalization;
using System.Threading.RateLimiting;
using OpenIddict.Abstractions;
using Synqup.Console.Problems;

namespace Synqup.Console.Hosting;

/// <summary>Keeps one caller from taking the Console from the others.</summary>
internal static class RateLimits
{
    /// <summary>Policy of the addresses that take secrets: guessing is slow.</summary>
    public const string Doors = "doors";

    public static void AddRateLimits(this IServiceCollection services, LimitSettings limits) => services.AddRateLimiter(options =>
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            Caller(context),
            _ => new()
            {
                TokenLimit = limits.Burst,
                TokensPerPeriod = limits.CallsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));
        options.AddPolicy(Doors, context => RateLimitPartition.GetFixedWindowLimiter(
            Address(context),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = limits.SignInsPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
        options.OnRejected = static async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            rejected.HttpContext.Response.Headers.RetryAfter = seconds;
            await Problem.Of(ProblemType.TooManyRequests, $"Try again in {seconds} s.").ExecuteAsync(rejected.HttpContext);
        };
    });

    private static string Caller(HttpContext context) => context.User.GetClaim(OpenIddictConstants.Claims.Subject) ?? Address(context);

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
