using System.IO.Abstractions;
using System.Text.RegularExpressions;
using Synqup.Core.Health;

namespace Synqup.Core.Configuration;

/// <summary>Reads the connections.</summary>
internal static partial class ConnectionsSettings
{
    private const string NameRemedy = "Write a short name of letters, digits, hyphens and underscores, such as \"office\".";
    private const string PortalRemedy = "Write the address of the office's Console, such as \"https://console.example.be\".";

    public static IReadOnlyList<ConnectionSettings> Read(IFileSystem files, SettingsSection settings)
    {
        var connections = new List<ConnectionSettings>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var sections = settings.Sections("connections");
        if (sections.Count == 0)
            settings.Report("connections", "There is no connection.", """Add one: "connections": [ { "name": "office", "portal": "https://console.example.be" } ].""");
        foreach (var section in sections)
        {
            var name = Name(section);
            if (name is not null && !names.Add(name))
                section.Report("name", $"Another connection is called \"{name}\" too; the case of letters does not count.", "Give each connection a name of its own.");
            var portal = Portal(section);
            var key = EnrolmentKey(files, section);
            if (name is not null && portal is not null)
                connections.Add(new ConnectionSettings(name, portal, key));
        }

        return connections;
    }

    private static string? Name(SettingsSection section)
    {
        if (section.Required("name", NameRemedy) is not { } name)
            return null;
        if (NamePattern().IsMatch(name) && !Reserved().IsMatch(name))
            return name;
        section.Report("name", $"\"{name}\" cannot be the name of a connection, because a folder is called so.", NameRemedy);
        return null;
    }

    private static Uri? Portal(SettingsSection section)
    {
        if (section.Required("portal", PortalRemedy) is not { } text)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var portal) || portal.Scheme is not ("https" or "http") || portal.Host.Length == 0)
            section.Report("portal", "This is not a web address.", PortalRemedy);
        else if (portal.UserInfo.Length > 0 || portal.Query.Length > 0 || portal.Fragment.Length > 0)
            section.Report("portal", "The address has a user, a query or a fragment.", PortalRemedy);
        else if (portal.Scheme == "http" && !portal.IsLoopback)
            section.Report("portal", "http is not encrypted: it is accepted for this machine only.", $"Write https://{portal.Authority}.");
        else
            return portal;
        return null;
    }

    private static string? EnrolmentKey(IFileSystem files, SettingsSection section)
    {
        var (key, file) = (section.Text("enrolmentKey"), section.Text("enrolmentKeyFile"));
        if (file is null)
            return key;
        if (key is not null)
        {
            section.Report("enrolmentKeyFile", "There is an enrolmentKey too.", "Keep one of the two.");
            return null;
        }

        try
        {
            var content = files.File.ReadAllText(file).Trim();
            if (content.Length > 0)
                return content;
            section.Report("enrolmentKeyFile", $"{file} is empty.", "Put the key into it, and nothing else.");
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            section.Report("enrolmentKeyFile", $"There is no file {file}.", "When this agent is enrolled already, remove this setting: the key is not needed any more. Else put the key there, and nothing else.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            section.Report(
                "enrolmentKeyFile", $"{file} cannot be read: {Sentence.Ended(exception.Message)}",
                "Put the key there and let the agent's account read it; or, when this agent is enrolled already, remove this setting.");
        }

        return null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex NamePattern();

    /// <summary>Names that are devices on Windows.</summary>
    [GeneratedRegex(@"^(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reserved();
}
