using System.Text.Json;
using Microsoft.Extensions.Logging;
using Synqup.Core.Configuration;
using Synqup.Host.Agent;

namespace Synqup.Host.Tests.Agent;

internal sealed class AgentLoggingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_line_of_the_JSON_file_has_the_properties_of_the_event_and_of_its_scope()
    {
        Write(logger =>
        {
            using (logger.BeginScope(new Dictionary<string, object> { ["Document"] = "01J9", ["Destination"] = "Winbooks" }))
                logger.LogInformation("{Count} files delivered to {Folder}", 2, new DirectoryInfo("/documents"));
        });

        var line = JsonDocument.Parse(File.ReadAllLines(_folder[AgentLogging.JsonFile]).Single()).RootElement;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(line.GetProperty("level").GetString(), Is.EqualTo("info"));
            Assert.That(line.GetProperty("message").GetString(), Is.EqualTo("2 files delivered to /documents"));
            Assert.That(line.GetProperty("Folder").GetString(), Is.EqualTo("/documents"));
            Assert.That(line.GetProperty("Count").GetInt32(), Is.EqualTo(2));
            Assert.That(line.GetProperty("Document").GetString(), Is.EqualTo("01J9"));
            Assert.That(line.GetProperty("Destination").GetString(), Is.EqualTo("Winbooks"));
            Assert.That(line.GetProperty("time").GetDateTimeOffset().Offset, Is.EqualTo(TimeSpan.Zero));
        }
    }

    [Test]
    public void The_readable_file_has_one_line_with_level_message_and_cause_and_the_json_file_the_rest()
    {
        Write(logger => logger.LogError(Thrown(), "Nothing travels"));

        var lines = File.ReadAllLines(_folder[AgentLogging.ReadableFile]);
        Assert.That(lines, Has.Length.EqualTo(1));
        Assert.That(lines[0], Does.EndWith(" ERROR Nothing travels: out of order (InvalidOperationException)"));
        Assert.That(File.ReadAllText(_folder[AgentLogging.JsonFile]), Does.Contain($"   at {typeof(AgentLoggingTests).FullName}.Thrown"));
    }

    [Test]
    public void What_a_document_says_of_itself_cannot_forge_a_line_of_the_readable_file()
    {
        const string Hostile = "A\u001b[2J\u202EX\n2026-11-24 12:00:00 INFO all good";
        Write(logger => logger.LogWarning(new InvalidDataException(Hostile), "Document {Number} waits", Hostile));

        var lines = File.ReadAllLines(_folder[AgentLogging.ReadableFile]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines, Has.Length.EqualTo(1));
            Assert.That(lines[0], Does.Contain(@"WARN  Document A\u001b[2J\u202eX\u000a2026-11-24 12:00:00 INFO all good waits: A\u001b["));
            Assert.That(string.Concat(lines), Does.Not.Match("[\u001b\u202e]"));
            Assert.That(JsonDocument.Parse(File.ReadAllLines(_folder[AgentLogging.JsonFile]).Single()).RootElement.GetProperty("Number").GetString(), Is.EqualTo(Hostile));
        }
    }

    [Test]
    public void What_is_below_the_level_of_the_settings_is_not_written()
    {
        Write(logger =>
        {
            logger.LogDebug("quiet");
            logger.LogInformation("heard");
        });

        Assert.That(File.ReadAllText(_folder[AgentLogging.ReadableFile]), Does.Contain("heard").And.Not.Contain("quiet"));
    }

    [Test]
    public void A_full_file_rolls_and_the_current_one_keeps_its_name()
    {
        // The size is looked at between batches of lines, so one that fills the file may still go into it.
        foreach (var start in new[] { 1, 2 })
        {
            Write(logger =>
            {
                for (var number = 0; number < 100; number++) logger.LogInformation("Line {Number} of start {Start} of a file that is soon too long", number, start);
            }, largestFile: 4096);
        }

        var files = Directory.GetFiles(_folder.Path, "synqup*").Select(Path.GetFileName).ToList();
        Assert.That(files, Does.Contain(AgentLogging.JsonFile).And.Contain(AgentLogging.ReadableFile));
        Assert.That(files, Has.Some.Match(@"^synqup\.\d{8}\.\d\d\.log$").And.Some.Match(@"^synqup\.json\.\d{8}\.\d\d\.log$"));
        Assert.That(File.ReadAllText(_folder[AgentLogging.ReadableFile]), Does.Contain("Line 99 of start 2 ").And.Not.Contain("Line 0 of start 1 "));
    }

    [Test]
    public void Nothing_is_lost_when_files_roll()
    {
        Write(logger =>
        {
            for (var number = 0; number < 300; number++) logger.LogInformation("Line {Number} of a file that is soon too long", number);
        }, largestFile: 16384);

        var numbers = Directory.GetFiles(_folder.Path, "synqup*.json*").SelectMany(File.ReadAllLines).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("Number").GetInt32());
        Assert.That(numbers, Is.EquivalentTo(Enumerable.Range(0, 300)));
    }

    [Test]
    public void What_is_said_is_in_the_files_soon_also_in_those_of_an_earlier_start()
    {
        Write(logger => logger.LogInformation("first start"));
        using var factory = LoggerFactory.Create(logging => logging.AddAgentLog(new LogSettings(_folder.Path, LogLevel.Information), ConsoleLog.None));

        factory.CreateLogger("Synqup").LogInformation("second start");

        // While the program still runs: what is written only at its end is lost with a kill.
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => ReadShared(AgentLogging.JsonFile), Does.Contain("second start").After(20_000, 50));
            Assert.That(() => ReadShared(AgentLogging.ReadableFile), Does.Contain("second start").After(20_000, 50));
        }
    }

    private string ReadShared(string file)
    {
        using var reader = new StreamReader(new FileStream(_folder[file], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("out of order");
        }
        catch (InvalidOperationException thrown)
        {
            return thrown;
        }
    }

    private void Write(Action<ILogger> write, long largestFile = 1 << 20)
    {
        using var factory = LoggerFactory.Create(logging => logging.AddAgentLog(new LogSettings(_folder.Path, LogLevel.Information), ConsoleLog.None, largestFile));
        write(factory.CreateLogger("Synqup.Core.Pipeline.Outcomes"));
    }
}
