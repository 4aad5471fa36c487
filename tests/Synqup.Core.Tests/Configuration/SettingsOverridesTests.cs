namespace Synqup.Core.Tests.Configuration;

internal sealed class SettingsOverridesTests : SettingsFixture
{
    private const string File = $$"""{ "connections": [ {{Office}} ], "concurrency": { "downloads": 2 } }""";

    private void Set(string key, string value) => Overrides.Add(new(key, value));

    [Test]
    public void The_environment_wins_over_the_file()
    {
        Environment["SYNQUP__CONNECTIONS__0__PORTAL"] = "https://other.be";
        Environment["SYNQUP__CONCURRENCY__DOWNLOADS"] = "9";
        var settings = ReadGood(File);

        Assert.That(settings.Connections.Single().Portal.Host, Is.EqualTo("other.be"));
        Assert.That(settings.Concurrency.Downloads, Is.EqualTo(9));
    }

    [Test]
    public void The_command_line_wins_over_the_environment_and_its_last_over_its_first()
    {
        Environment["SYNQUP__CONCURRENCY__DOWNLOADS"] = "9";
        Set("concurrency.downloads", "10");
        Set("concurrency.downloads", "11");

        Assert.That(ReadGood(File).Concurrency.Downloads, Is.EqualTo(11));
    }

    [Test]
    public void Items_are_added_at_the_end_in_the_order_of_their_numbers()
    {
        for (var i = 1; i <= 11; i++)
        {
            Environment[$"SYNQUP__CONNECTIONS__{i}__NAME"] = $"office{i}";
            Environment[$"SYNQUP__CONNECTIONS__{i}__PORTAL"] = $"https://office{i}.be";
        }

        Assert.That(ReadGood(File).Connections.Select(connection => connection.Portal.Host), Is.EqualTo(new[] { "console.example.be" }.Concat(Enumerable.Range(1, 11).Select(i => $"office{i}.be"))));
    }

    [Test]
    public void No_file_is_needed_when_the_environment_has_a_connection()
    {
        Environment["SYNQUP__CONNECTIONS__0__NAME"] = "office";
        Environment["SYNQUP__CONNECTIONS__0__PORTAL"] = "https://console.example.be";

        Assert.That(ReadGood(null).Connections.Single().Name, Is.EqualTo("office"));
    }

    [Test]
    public void What_an_override_sets_is_not_what_the_file_had()
    {
        Set("dataFolder", Local("override"));

        Assert.That(ReadGood($$"""{ "connections": [ {{Office}} ], "dataFolder": "relative" }""").DataFolder, Does.EndWith("override"));
    }

    [Test]
    public void Other_variables_mean_nothing()
    {
        Environment["SYNQUP_SETTINGS"] = "/x";
        Environment["PATH"] = "/bin";

        Assert.That(Read(File).Problems, Is.Empty);
    }

    [TestCase("concurrency.downloads", "many", "many is not possible")]
    [TestCase("connections[0].portal", "http://a.be", "not encrypted")]
    [TestCase("connections[1].portal", "https://a.be", "missing")]
    [TestCase("connections[5].portal", "https://a.be", "not a place in this list of 1")]
    [TestCase("connections[x].portal", "https://a.be", "not a place in this list of 1")]
    [TestCase("connections", "a", "not what belongs here")]
    [TestCase("dataFolder.x", "a", "nothing below")]
    [TestCase("datafoldr", "a", "no setting \"datafoldr\"")]
    [TestCase("", "a", "no setting \"\"")]
    public void A_wrong_override_is_named_as_the_place(string key, string value, string problem)
    {
        Set(key, value);
        var found = Read(File).Problems.First(found => found.Problem.Contains(problem));

        Assert.That(found.Place, Is.EqualTo(problem == "missing" ? "connections[1].name" : $"--set {key}"));
        Assert.That(found.Remedy, Is.Not.Empty);
    }

    [TestCase("SYNQUP__CONCURRENCY__DOWNLOADS", "0")]
    [TestCase("SYNQUP__NONSENSE", "0")]
    public void A_wrong_variable_is_named_as_the_place(string name, string value)
    {
        Environment[name] = value;

        Assert.That(Read(File).Problems.Single().Place, Is.EqualTo($"environment variable {name}"));
    }
}
