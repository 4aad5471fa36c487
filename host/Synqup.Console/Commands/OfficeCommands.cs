using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Data;
using Synqup.Console.Hosting;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Commands;

internal sealed record NewOffice(string OfficeId, string Name, string ClientId, string ClientSecret);

internal sealed record OfficeLine(string OfficeId, string Name, int Enterprises, int Agents);

/// <summary>Works on the data folder itself, whether or not the Console runs.</summary>
internal static class OfficeCommands
{
    public static Task<int> CreateAsync(string dataPath, string name, bool json, TextWriter output, CancellationToken cancellationToken) => OnDataAsync(
        dataPath,
        async services =>
        {
            if (string.IsNullOrWhiteSpace(name) || name.Length > 200)
                throw new SettingsException(["NAME: an office's name has 1 to 200 characters."]);
            if (await services.GetRequiredService<ConsoleDb>().Offices.FirstOrDefaultAsync(row => row.Name == name.Trim(), cancellationToken) is { } twin)
                throw new SettingsException([$"NAME: There is an office '{twin.Name}' already ({twin.Id}). Give the new one a name by which people can tell them apart."]);
            var office = await CreateAsync(services, name.Trim(), cancellationToken);
            await output.WriteLineAsync(json ? JsonSerializer.Serialize(office, JsonSerializerOptions.Web) : $"""
                Office:        {office.Name} ({office.OfficeId})
                Client id:     {office.ClientId}
                Client secret: {office.ClientSecret}
                The secret is shown this once. Scripts get tokens at /{AccessRules.TokenPath} with scope {PortalHeaders.OfficeScope}.
                """);
        },
        cancellationToken);

    public static Task<int> ListAsync(string dataPath, bool json, TextWriter output, CancellationToken cancellationToken) => OnDataAsync(
        dataPath,
        async services =>
        {
            var db = services.GetRequiredService<ConsoleDb>();
            var offices = await db.Offices.OrderBy(office => office.Name).Select(office => new OfficeLine(
                office.Id, office.Name, db.Enterprises.Count(row => row.OfficeId == office.Id), db.Agents.Count(row => row.OfficeId == office.Id))).ToListAsync(cancellationToken);
            if (json)
                await output.WriteLineAsync(JsonSerializer.Serialize(offices, JsonSerializerOptions.Web));
            else if (offices.Count == 0)
                await output.WriteLineAsync("There is no office yet. Make one with 'office create NAME'.");
            else
                foreach (var office in offices)
                    await output.WriteLineAsync($"{office.OfficeId}  {office.Name}  ({office.Enterprises} customers, {office.Agents} agents)");
        },
        cancellationToken);

    public static async Task<NewOffice> CreateAsync(IServiceProvider services, string name, CancellationToken cancellationToken)
    {
        var (db, time) = (services.GetRequiredService<ConsoleDb>(), services.GetRequiredService<TimeProvider>());
        var office = new Office { Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), Name = name, CreatedAt = time.GetUtcNow() };
        return await services.GetRequiredService<Writing>().RunAsync(
            office.Id,
            async _ =>
            {
                db.Offices.Add(office);
                var (clientId, secret) = await services.GetRequiredService<Clients>().CreateAsync(name, PortalHeaders.OfficeScope, cancellationToken);
                db.OfficeClients.Add(new() { ClientId = clientId, OfficeId = office.Id });
                return new NewOffice(office.Id, name, clientId, secret);
            },
            cancellationToken);
    }

    private static async Task<int> OnDataAsync(string dataPath, Func<IServiceProvider, Task> work, CancellationToken cancellationToken)
    {
        await using var app = ConsoleApplication.Build(DataFolder.Open(dataPath), new());
        await using var scope = app.Services.CreateAsyncScope();
        await app.Services.GetRequiredService<DataFolder>().MigrateAsync(scope.ServiceProvider.GetRequiredService<ConsoleDb>(), app.Services.GetRequiredService<TimeProvider>(), cancellationToken);
        await work(scope.ServiceProvider);
        return 0;
    }
}
