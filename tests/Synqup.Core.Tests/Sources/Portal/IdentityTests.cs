using System.IO.Abstractions;
using Synqup.Core.Sources.Portal;
using Synqup.Core.Sources.Portal.Identity;

namespace Synqup.Core.Tests.Sources.Portal;

internal sealed class IdentityTests
{
    private static readonly StoredCredentials Credentials = new("a1", "client", "s3cret", "hash");

    private readonly FileSystem _files = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("synqup-identity-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void An_instance_stays_the_same_on_its_machine_and_is_another_one_elsewhere()
    {
        var id = Id("one", "machine-1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Id("one", "machine-1"), Is.EqualTo(id));
            Assert.That(Id("one", "machine-2"), Is.Not.EqualTo(id), "a copied data folder");
            Assert.That(Id("other", "machine-1"), Is.Not.EqualTo(id), "a second installation");
            Assert.That(Id("one", null), Is.Not.EqualTo(id).And.Not.EqualTo(Id("other", null)), "a machine without identity");
        }
    }

    [Test]
    public void A_copy_of_the_data_folder_on_the_same_machine_is_another_instance()
    {
        var id = Id("one", "machine-1");
        Directory.CreateDirectory(Path.Combine(_folder, "copy"));
        File.Copy(Path.Combine(_folder, "one", "instance"), Path.Combine(_folder, "copy", "instance"));

        Assert.That(Id("copy", "machine-1"), Is.Not.EqualTo(id));
        Assert.That(Id("one" + Path.DirectorySeparatorChar, "machine-1"), Is.EqualTo(id), "the same folder, written otherwise");
    }

    [Test]
    public void Credentials_come_back_as_they_were_kept_and_are_not_readable_on_the_disk()
    {
        var store = Store();
        Assert.That(store.Read("Janssens"), Is.Null);
        store.Write("Janssens", Credentials);
        store.Write("Peeters", new StoredCredentials("a2", "other", "secret"));
        Assert.That(Store().Read("Janssens"), Is.EqualTo(Credentials));
        Assert.That(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText), Has.None.Contains("s3cret"));
        store.Delete("Janssens");
        Assert.That(store.Read("Janssens"), Is.Null);
        Assert.That(store.Read("Peeters"), Is.Not.Null);
    }

    [TestCase("office", "Office")]
    [TestCase("a/b", "ab")]
    [TestCase("../evil", "evil")]
    [TestCase("NUL", "NUL ")]
    public void Connections_of_any_name_have_files_of_their_own(string one, string other)
    {
        var store = Store();
        var (first, second) = (Path.GetFileName(store.PathOf(one)), Path.GetFileName(store.PathOf(other)));
        Assert.That(first, Is.Not.EqualTo(second).IgnoreCase);
        Assert.That(new[] { first, second }, Is.All.Match("^[A-Za-z0-9]+-[0-9a-f]{8}$"));
        Assert.That(Path.GetDirectoryName(store.PathOf(one)), Is.EqualTo(Path.Combine(_folder, "credentials")));
    }

    [Test]
    [Platform("Linux", Reason = "Windows protects the whole data folder")]
    public void Credentials_are_readable_by_their_owner_only()
    {
        var store = Store();
        store.Write("Janssens", Credentials);
        store.Write("Janssens", Credentials);
        var file = store.PathOf("Janssens");
        if (OperatingSystem.IsWindows())
            return;
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(File.GetUnixFileMode(Path.GetDirectoryName(file)!), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(file)!), Is.EqualTo([file]), "no part is left");
    }

    [TestCase("https://console.example", true)]
    [TestCase("https://console.example:8443/office/", true)]
    [TestCase("http://localhost:5000", true)]
    [TestCase("http://127.0.0.1:5000", true)]
    [TestCase("http://[::1]:5000", true)]
    [TestCase("http://console.example", false)]
    [TestCase("http://192.168.1.10", false)]
    [TestCase("ftp://console.example", false)]
    [TestCase("https://user:password@console.example", false)]
    public void Plain_http_is_for_this_machine_only(string address, bool accepted)
    {
        var uri = new Uri(address);
        if (accepted)
            Assert.That(new PortalConnection("janssens", uri, "/data").Address, Is.EqualTo(uri));
        else
            Assert.That(() => new PortalConnection("janssens", uri, "/data"), Throws.ArgumentException.With.Message.Contains("https://"));
    }

    private string Id(string folder, string? machine) => new InstanceIdentity(_files, Path.Combine(_folder, folder), () => machine).Id;

    private CredentialStore Store() => new(_files, new Reversed(), _folder);
}
