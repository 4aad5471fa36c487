using System.IO.Abstractions;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Content;
using Synqup.Console.Data;
using Synqup.Console.Documents;
using Synqup.Console.OfficeSide;
using Synqup.Console.Problems;
using Synqup.Core.Delivery;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Hosting;

/// <summary>Puts the Console together. The program and its tests use the same.</summary>
internal static class ConsoleApplication
{
    public const int BodyLimit = 1 << 20;

    public static WebApplication Build(DataFolder data, ConsoleSettings settings, TimeProvider? time = null)
    {
        // CODA is written in windows-1252, and so are some invoices.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "synqup-console" });
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(settings.Urls).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddFilter("OpenIddict", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None)
            // What keeps it from starting is said by the command, with what to do and without a stack.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            // It warns that keys lie in the clear: they lie in a folder that only the Console's account may read.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        AddServices(builder.Services, data, settings, time ?? TimeProvider.System);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => AnswerStatusAsync(context.HttpContext));
        app.UseTransportGate();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapTokens();
        app.MapAgentSide();
        app.MapOfficeSide();
        app.MapOpenApi("/openapi/{documentName}.json");
        return app;
    }

    /// <summary>Makes the data folder ready, so that a fresh one needs no step by hand.</summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConsoleDb>();
        await app.Services.GetRequiredService<DataFolder>().MigrateAsync(db, app.Services.GetRequiredService<TimeProvider>(), cancellationToken);
        app.Services.GetRequiredService<ContentStore>().Prepare();
    }

    private static void AddServices(IServiceCollection services, DataFolder data, ConsoleSettings settings, TimeProvider time)
    {
        services.AddSingleton(provider => Platform.ForThisSystem(provider.GetRequiredService<IFileSystem>()));
        services.AddSingleton(data).AddSingleton(settings).AddSingleton(time).AddSingleton<IFileSystem, FileSystem>();
        services.AddDbContext<ConsoleDb>(options => options.UseSqlite(
            $"Data Source={data.Database}",
            // One parameter for a list of any length, so that its length does not make a query that was never seen.
            sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).AddInterceptors(MappedReads.Instance));
        services.AddSingleton<WriteGate>().AddSingleton<ChangeSignal>().AddSingleton<ContentStore>();
        services.AddScoped<Writing>().AddScoped<Offering>().AddScoped<Intake.Intake>();
        services.AddAccess(SigningKeys.Open(data.Path), settings.PublicUrl is null ? null : new Uri(settings.PublicUrl));
        // Nothing here is protected with these keys yet; what will be survives a restart.
        services.AddDataProtection().SetApplicationName("synqup-console").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(data.Path, "keys")));
        services.AddRateLimits(settings.Limits);
        services.AddProblemDetails().AddExceptionHandler<ProblemAnswers>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(json => Configure(json.SerializerOptions));
        services.AddOpenApi("v1", ApiDescription.Configure);
    }

    /// <summary>The wire as the agent's client has it; what only the office sees follows the same rules.</summary>
    private static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.RespectNullableAnnotations = true;
        // What agents exchange is compiled ahead; reflection is for what only the office sees.
        options.TypeInfoResolverChain.Insert(0, PortalJson.Default.WithAddedModifier(RequireWhatCannotBeNull));
        options.TypeInfoResolverChain.Insert(1, new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatCannotBeNull } });
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new DocumentKindConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    private static void RequireWhatCannotBeNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { IsNullable: false, HasDefaultValue: false, IsMemberInitializer: false } && Nullable.GetUnderlyingType(property.PropertyType) is null)
                property.IsRequired = true;
        }
    }

    private static async Task AnswerStatusAsync(HttpContext context)
    {
        if (ProblemType.For(context.Response.StatusCode) is not { } type)
            return;
        var detail = context.Response.StatusCode switch
        {
            401 => $"Send a token of {AccessRules.TokenPath} as 'Authorization: Bearer …'. It may have expired.",
            403 => "The scope of these credentials does not open this address.",
            404 => $"There is nothing at {context.Request.Path}. The addresses are listed at /openapi/v1.json.",
            405 => $"{context.Request.Path} does not take {context.Request.Method}.",
            _ => type.Title + ".",
        };
        await Problem.Of(type, detail).ExecuteAsync(context);
    }
}
