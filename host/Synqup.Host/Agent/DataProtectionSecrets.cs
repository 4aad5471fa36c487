using Microsoft.AspNetCore.DataProtection;
using Synqup.Core.Sources.Portal;

namespace Synqup.Host.Agent;

/// <summary>Secrets under keys that lie in the data folder, readable for their owner only; on Windows under the machine's own protection as well.</summary>
internal sealed class DataProtectionSecrets(string dataFolder) : ISecretProtection
{
    private readonly Lazy<IDataProtector> _protector = new(() => CreateProtector(Path.Combine(dataFolder, "keys")));

    public byte[] Protect(byte[] secret) => _protector.Value.Protect(secret);

    public byte[] Unprotect(byte[] protectedSecret) => _protector.Value.Unprotect(protectedSecret);

    private static IDataProtector CreateProtector(string folder)
    {
        DataFolder.Create(folder);
        return DataProtectionProvider.Create(new DirectoryInfo(folder), builder =>
        {
            builder.SetApplicationName("synqup");
            // The machine and not the user: the service and an administrator's 'synqup check' read the same credentials.
            if (OperatingSystem.IsWindows()) builder.ProtectKeysWithDpapi(protectToLocalMachine: true);
        }).CreateProtector("credentials");
    }
}
