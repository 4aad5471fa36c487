using System.Security.Cryptography;
using System.Text;
using Synqup.Host.Agent;

namespace Synqup.Host.Tests.Agent;

internal sealed class DataProtectionSecretsTests : IDisposable
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("the client secret");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_secret_is_readable_again_in_another_process_of_the_same_data_folder()
    {
        var kept = new DataProtectionSecrets(_folder.Path).Protect(Secret);

        Assert.That(Encoding.Latin1.GetString(kept), Does.Not.Contain("secret"));
        Assert.That(new DataProtectionSecrets(_folder.Path).Unprotect(kept), Is.EqualTo(Secret));
    }

    [Test]
    public void A_secret_of_another_data_folder_is_refused()
    {
        var kept = new DataProtectionSecrets(_folder["other"]).Protect(Secret);

        Assert.That(() => new DataProtectionSecrets(_folder["own"]).Unprotect(kept), Throws.InstanceOf<CryptographicException>());
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Unix modes")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Keys_are_for_their_owner_only()
    {
        new DataProtectionSecrets(_folder.Path).Protect(Secret);

        var keys = Directory.GetFiles(_folder["keys"]);
        Assert.That(keys, Is.Not.Empty);
        Assert.That(File.GetUnixFileMode(_folder["keys"]), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }
}
