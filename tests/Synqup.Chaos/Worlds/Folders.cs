using System.Globalization;
using System.Text.Json;
using Synqup.Chaos.Disk;
using Synqup.Chaos.Running;
using Synqup.Core.Sources.Portal;

namespace Synqup.Chaos.Worlds;

/// <summary>The roots of a world, each a volume of its own, with its configuration and its customers.</summary>
internal sealed class Folders
{
    public Folders(WorldSettings settings, Chance chance)
    {
        var (volumes, configurations, customers) = (new List<SimulatedVolume>(), new List<AccountingPackageConfiguration>(), new List<CustomerDescription>());
        var (folders, habits) = (new Dictionary<string, string>(), new Dictionary<string, Habit>());
        for (var root = 0; root < settings.Roots; root++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/srv/r{root}");
            volumes.Add(NewVolume(path, isLocal: root >= settings.Shares));
            var isWinbooks = chance.Of(0.5);
            configurations.Add(new AccountingPackageConfiguration(
                $"c{root}", $"Root {root}", "agent", isWinbooks ? "winbooks" : "generic-folder",
                new ConfigurationPaths($"{path}/[accounting_file_id]/in", $"{path}/[accounting_file_id]/out", $"{path}/[accounting_file_id]/bank/coda", null), "vat",
                isWinbooks ? null : JsonSerializer.SerializeToElement(new { pdf = "always" }), NameTaken: chance.Of(0.3) ? NameTaken.Quarantine : NameTaken.NextName));
            for (var customer = 0; customer < settings.CustomersOfRoot; customer++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"r{root}c{customer}");
                customers.Add(new CustomerDescription(id, id, null, null, id, $"c{root}", DateTimeOffset.UnixEpoch));
                folders.Add(id, $"{path}/{id}/");
                habits.Add($"{path}/{id}/", chance.One(Enum.GetValues<Habit>()));
            }
        }
        (Volumes, Configuration, OfCustomers, Habits) = (volumes, new AgentConfiguration(configurations, customers, "v1"), folders, habits);
    }

    public IReadOnlyList<SimulatedVolume> Volumes { get; }

    public AgentConfiguration Configuration { get; }

    /// <summary>Below which folder the documents of a customer belong.</summary>
    public IReadOnlyDictionary<string, string> OfCustomers { get; }

    public IReadOnlyDictionary<string, Habit> Habits { get; }

    /// <summary>Not empty, so that nobody has to say that it is no mount point.</summary>
    private static SimulatedVolume NewVolume(string path, bool isLocal)
    {
        var volume = new SimulatedVolume(path, isLocal);
        volume.Set(path + "/other", volume.NewFile());
        volume.FlushNames();
        return volume;
    }
}
