using System.IO.Abstractions;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Pipeline;

internal sealed class ConfigurationCopyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("synqup-copy-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public void What_was_written_is_read_again_and_no_part_is_left()
    {
        Copy.Write(new AgentConfiguration([], [new("1", "Peeters N.V.", null, null, null, "c", DateTimeOffset.UnixEpoch)]));

        Assert.That(Copy.Read(out var problem)?.Customers.Single().Name, Is.EqualTo("Peeters N.V."));
        Assert.That(problem, Is.Null);
        Assert.That(_folder.GetFiles().Single().Name, Is.EqualTo("configuration.json"));
    }

    [Test]
    public void No_copy_is_no_problem()
    {
        Assert.That(Copy.Read(out var problem), Is.Null);
        Assert.That(problem, Is.Null);
    }

    [TestCase("{\"configurations\": [")]
    [TestCase("")]
    [TestCase("\0\0\0\0")]
    public void A_damaged_copy_is_told_from_none(string content)
    {
        var path = Path.Combine(_folder.FullName, "configuration.json");
        File.WriteAllText(path, content);

        Assert.That(Copy.Read(out var problem), Is.Null);
        Assert.That(problem, Does.Contain(path));
    }

    private ConfigurationCopy Copy => new(new FileSystem(), _folder.FullName);
}
