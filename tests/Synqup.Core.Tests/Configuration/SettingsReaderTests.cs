using System.IO.Abstractions.TestingHelpers;
using System.Text;
using Microsoft.Extensions.Logging;
using Synqup.Core.Configuration;

namespace Synqup.Core.Tests.Configuration;

internal sealed class SettingsReaderTests : SettingsFixture
{
    [Test]
    public void The_minimal_example_is_enough_and_the_rest_has_defaults()
    {
        var settings = ReadGood(SettingsReader.MinimalExample);

        Assert.That(settings.Connections.Single(), Is.EqualTo(new ConnectionSettings("office", new Uri("https://console.example.be"))));
        Assert.That(Path.IsPathFullyQualified(settings.DataFolder));
        Assert.That(settings.PluginsFolder, Is.EqualTo(Path.Combine(ProgramFolder, "plugins")));
        Assert.That(settings.Log, Is.EqualTo(new LogSettings(Path.Combine(settings.DataFolder, "logs"))));
        Assert.That(settings.Concurrency, Is.EqualTo(new ConcurrencySettings()));
        Assert.That(settings.Proxy, Is.Null);
    }

    [Test]
    public void Everything_can_be_set_with_comments_and_trailing_commas()
    {
        Files.AddFile(Local("key.txt"), new MockFileData("secret-key\n"));
        var settings = ReadGood($$"""
            {
              // one office
              "connections": [
                { "name": "office", "portal": "https://console.example.be", "enrolmentKeyFile": "{{Local("key.txt")}}", },
                { "name": "second", "portal": "http://localhost:5000/", "enrolmentKey": "abc" },
              ],
              "dataFolder": "{{Local("data")}}", "pluginsFolder": "{{Local("plugins")}}",
              "pathMappings": [ { "from": "K:\\", "to": "{{Local("winbooks")}}" } ],
              "concurrency": { "downloads": 8, "batchSize": 64 },
              "proxy": { "address": "http://proxy:3128", "userName": "u", "password": "p" },
              "log": { "folder": "{{Local("log")}}", "level": "debug" }, /* end */
            }
            """);

        Assert.That(settings.Connections.Select(connection => connection.EnrolmentKey), Is.EqualTo(new[] { "secret-key", "abc" }));
        Assert.That(settings.DataFolder, Does.EndWith("data"));
        Assert.That(settings.PathMappings.Resolve(@"k:\Janssens").Path, Does.EndWith("Janssens"));
        Assert.That((settings.Concurrency.Downloads, settings.Concurrency.BatchSize), Is.EqualTo((8, 64)));
        Assert.That(settings.Proxy, Is.EqualTo(new ProxySettings(new Uri("http://proxy:3128"), "u", "p")));
        Assert.That(settings.Log.Level, Is.EqualTo(LogLevel.Debug));
    }

    [TestCase("""  "datafolder": "/x" """, "datafolder", "dataFolder")]
    [TestCase("""  "logs": {} """, "logs", "\"log\"")]
    [TestCase("""  "concurrency": { "download": 3 } """, "concurrency.download", "downloads")]
    [TestCase("""  "pathMappings": [ { "from": "K:\\", "too": "/x", "to": "/y" } ] """, "pathMappings[0].too", "\"to\"")]
    [TestCase("""  "foo": 1 """, "foo", "Remove it, or write one of: concurrency")]
    [TestCase("""  "somethingElse": 1 """, "somethingElse", "concurrency, connections, dataFolder")]
    public void An_unknown_key_is_answered_with_the_nearest_known_one(string members, string place, string remedy)
    {
        var problem = ReadWith(members).Problems.First(found => found.Problem.StartsWith("There is no setting", StringComparison.Ordinal));

        Assert.That((problem.Place, problem.Remedy), Is.EqualTo((place, problem.Remedy)));
        Assert.That(problem.Remedy, Does.Contain(remedy));
    }

    [TestCase(""" "dataFolder": "data" """, "dataFolder", "not a whole path")]
    [TestCase(""" "dataFolder": 5 """, "dataFolder", "not a text")]
    [TestCase(""" "dataFolder": {} """, "dataFolder", "not what belongs here")]
    [TestCase(""" "concurrency": [] """, "concurrency", "not what belongs here")]
    [TestCase(""" "concurrency": { "downloads": 0 } """, "concurrency.downloads", "0 is not possible")]
    [TestCase(""" "concurrency": { "downloads": "4" } """, "concurrency.downloads", "4 is not possible")]
    [TestCase(""" "concurrency": { "batchSize": 4.5 } """, "concurrency.batchSize", "4.5 is not possible")]
    [TestCase(""" "concurrency": { "batchSize": 100000 } """, "concurrency.batchSize", "100000 is not possible")]
    [TestCase(""" "proxy": {} """, "proxy.address", "missing")]
    [TestCase(""" "proxy": { "address": "proxy:3128" } """, "proxy.address", "not the address of a proxy")]
    [TestCase(""" "proxy": { "address": "http://u:p@proxy" } """, "proxy.address", "not the address of a proxy")]
    [TestCase(""" "proxy": { "address": "http://proxy", "password": "p" } """, "proxy.userName", "password without a user")]
    [TestCase(""" "diskSpace": { "stopBelow": -1 } """, "diskSpace.stopBelow", "-1 is not possible")]
    [TestCase(""" "diskSpace": { "stopBelow": 500, "warnBelow": 100 } """, "diskSpace.warnBelow", "after the stop")]
    [TestCase(""" "limits": {} """, "limits", "not what belongs here")]
    [TestCase(""" "limits": [ {} ] """, "limits[0]", "limits nothing")]
    [TestCase(""" "limits": [ { "bytesPerSecond": 0 } ] """, "limits[0].bytesPerSecond", "0 is not possible")]
    [TestCase(""" "limits": [ { "bytesPerSecond": 5000, "from": "8:00", "to": "18:00" } ] """, "limits[0].from", "not a time of day")]
    [TestCase(""" "limits": [ { "bytesPerSecond": 5000, "from": "08:00", "to": "24:00" } ] """, "limits[0].to", "not a time of day")]
    [TestCase(""" "limits": [ { "bytesPerSecond": 5000, "from": "08:00" } ] """, "limits[0].to", "One of the two times is missing")]
    [TestCase(""" "limits": [ { "requestsPerMinute": 60, "from": "08:00", "to": "08:00" } ] """, "limits[0].to", "ends when it begins")]
    [TestCase(""" "limits": [ { "requestsPerMinute": 60, "days": [ "monday", "mon" ] } ] """, "limits[0].days[1]", "no day \"mon\"")]
    [TestCase(""" "limits": [ { "requestsPerMinute": 60, "days": [ 1 ] } ] """, "limits[0].days[0]", "no day \"1\"")]
    [TestCase(""" "log": { "level": "loud" } """, "log.level", "no level \"loud\"")]
    [TestCase(""" "log": { "folder": "logs" } """, "log.folder", "not a whole path")]
    public void A_value_that_is_wrong_is_reported_once_at_its_place(string members, string place, string problem)
    {
        var found = ReadWith(members).Problems.Single();

        Assert.That(found.Place, Is.EqualTo(place));
        Assert.That(found.Problem, Does.Contain(problem));
        Assert.That(found.Remedy, Is.Not.Empty);
    }

    [TestCase("""{ "connections": [] }""", "connections", "There is no connection")]
    [TestCase("""{ }""", "connections", "There is no connection")]
    [TestCase("""{ "connections": [ { "portal": "https://a.be" } ] }""", "connections[0].name", "missing")]
    [TestCase("""{ "connections": [ { "name": "a" } ] }""", "connections[0].portal", "missing")]
    [TestCase("""{ "connections": [ { "name": "a b", "portal": "https://a.be" } ] }""", "connections[0].name", "cannot be the name")]
    [TestCase("""{ "connections": [ { "name": "con", "portal": "https://a.be" } ] }""", "connections[0].name", "cannot be the name")]
    [TestCase("""{ "connections": [ { "name": "a", "portal": "a.be" } ] }""", "connections[0].portal", "not a web address")]
    [TestCase("""{ "connections": [ { "name": "a", "portal": "ftp://a.be" } ] }""", "connections[0].portal", "not a web address")]
    [TestCase("""{ "connections": [ { "name": "a", "portal": "http://a.be" } ] }""", "connections[0].portal", "not encrypted")]
    [TestCase("""{ "connections": [ { "name": "a", "portal": "https://u:p@a.be" } ] }""", "connections[0].portal", "has a user")]
    [TestCase("""{ "connections": [ { "name": "a", "portal": "https://a.be" }, { "name": "A", "portal": "https://b.be" } ] }""", "connections[1].name", "Another connection")]
    [TestCase("""{ "connections": [ { "name": "a", "portal": "https://a.be", "enrolmentKey": "k", "enrolmentKeyFile": "/k" } ] }""", "connections[0].enrolmentKeyFile", "enrolmentKey too")]
    [TestCase("""{ "connections": [ { "name": "a", "portal": "https://a.be", "enrolmentKeyFile": "/missing" } ] }""", "connections[0].enrolmentKeyFile", "There is no file /missing.")]
    public void A_connection_that_is_wrong_is_reported_once_at_its_place(string json, string place, string problem)
    {
        var found = Read(json).Problems.Single();

        Assert.That(found.Place, Is.EqualTo(place));
        Assert.That(found.Problem, Does.Contain(problem));
        Assert.That(found.Remedy, Is.Not.Empty);
    }

    [TestCase("utf-8")]
    [TestCase("utf-16")]
    [TestCase("utf-16BE")]
    public void What_an_editor_of_Windows_saves_is_read_with_its_mark(string encoding)
    {
        var saved = Encoding.GetEncoding(encoding);
        Files.AddFile(SettingsPath, new MockFileData([.. saved.GetPreamble(), .. saved.GetBytes($$"""{ "connections": [ {{Office}} ], "dataFolder": "{{Local("café")}}" }""")]));

        Assert.That(ReadGood(null).DataFolder, Does.EndWith("café"));
        Assert.That(saved.GetPreamble(), Is.Not.Empty);
    }

    [TestCase("http://localhost:5000")]
    [TestCase("http://127.0.0.1:5000")]
    [TestCase("http://[::1]:5000")]
    public void Plain_http_is_accepted_on_this_machine(string portal) =>
        Assert.That(ReadGood($$"""{ "connections": [ { "name": "a", "portal": "{{portal}}" } ] }""").Connections.Single().Portal, Is.EqualTo(new Uri(portal)));

    [TestCase("{\n  \"connections\": [,]\n}", "line 2, column 19")]
    [TestCase("{\n\n  \"dataFolder\": \"C:\\Data\"\n}", "line 3, column 21")]
    [TestCase("{ \"connections\": [", "line 1, column 19")]
    [TestCase("", "line 1, column 1")]
    [TestCase("[]", "line 1, column 1")]
    [TestCase("{} {}", "line 1, column 4")]
    public void Broken_JSON_is_reported_with_line_and_column(string json, string place) =>
        Assert.That(Read(json).Problems.Single().Place, Is.EqualTo(place));

    [TestCase("{ \"connections\": [")]
    [TestCase("{ \"connections\": [ { \"name\": \"office\" },\n")]
    [TestCase("{ \"dataFolder\": ")]
    [TestCase("{\n")]
    public void A_file_that_was_cut_off_is_said_to_lack_a_bracket(string json) =>
        Assert.That(Read(json).Problems.Single().Problem, Is.EqualTo("The file ends before every bracket is closed."));

    [TestCase("")]
    [TestCase("\n  \n")]
    [TestCase("// nothing yet\n")]
    public void A_file_without_anything_is_answered_with_an_example(string json)
    {
        var found = Read(json).Problems.Single();
        Assert.That(found.Problem, Is.EqualTo("There are no settings in the file."));
        Assert.That(found.Remedy, Does.Contain(SettingsReader.MinimalExample));
    }

    [Test]
    public void A_key_that_is_there_twice_is_an_error() =>
        Assert.That(
            ReadWith(""" "log": { "level": "Debug", "level": "Error" } """).Problems.Single(), Has.Property("Place").EqualTo("log.level").And.Property("Problem").Contains("twice"));

    [Test]
    public void All_problems_are_reported_at_once() =>
        Assert.That(
            Read("""
                {
                  "connections": [ { "name": "a", "portal": "http://a.be" }, { "nam": "b" } ],
                  "dataFolder": "x", "concurrency": { "downloads": -1 }, "unknown": true,
                  "pathMappings": [ { "from": "relative" } ], "log": { "level": "loud" },
                }
                """).Problems.Select(problem => problem.Place),
            Is.EquivalentTo(new[]
            {
                "connections[0].portal", "connections[1].nam", "connections[1].name", "connections[1].portal", "dataFolder", "concurrency.downloads", "unknown",
                "pathMappings[0].from", "pathMappings[0].to", "log.level",
            }));

    [Test]
    public void A_missing_file_is_answered_with_an_example_that_works()
    {
        var problem = Read(null).Problems.Single();

        Assert.That(problem.Place, Is.EqualTo(SettingsPath));
        Assert.That(problem.Remedy, Does.Contain(SettingsReader.MinimalExample));
    }

    [Test]
    public void Secrets_are_in_no_problem_and_in_no_text_of_the_settings()
    {
        var wrong = Read("""{ "connections": [ { "name": "a", "portal": "https://user:hush@a.be", "enrolmentKey": "hush", "enrolmentKeyFile": "/x" } ] }""");
        Assert.That(string.Join('\n', wrong.Problems), Is.Not.Empty.And.Not.Contains("hush"));
        var settings = ReadGood($$"""{ "connections": [ { "name": "a", "portal": "https://a.be", "enrolmentKey": "hush" } ], "proxy": { "address": "http://p", "userName": "u", "password": "hush" } }""");
        Assert.That($"{settings} {settings.Connections[0]} {settings.Proxy}", Does.Not.Contain("hush"));
    }
}
