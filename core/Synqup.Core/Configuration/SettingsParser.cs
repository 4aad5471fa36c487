using System.Text;
using System.Text.Json;

namespace Synqup.Core.Configuration;

/// <summary>Turns JSON (with comments and trailing commas) into nodes that know their place.</summary>
internal static class SettingsParser
{
    private const int MaxDepth = 16;

    /// <returns>An empty object when the file cannot be read as JSON; the problem says where.</returns>
    public static SettingsObject Parse(ReadOnlySpan<byte> json, List<SettingsProblem> problems)
    {
        json = Utf8(json);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var root = Read(ref reader, "", problems);
            // What follows the end is an error that only reading on finds.
            reader.Read();
            if (root is SettingsObject settings)
                return settings;
            problems.Add(new SettingsProblem("line 1, column 1", "The settings are not an object.", "Begin the file with { and end it with }."));
        }
        catch (JsonException exception)
        {
            var place = $"line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}";
            var isAtEnd = json[(int)reader.BytesConsumed..].Trim(" \t\r\n"u8).IsEmpty;
            problems.Add((isAtEnd, reader.TokenType) switch
            {
                (true, JsonTokenType.None) => new SettingsProblem(place, "There are no settings in the file.", $"Write the address of the office's Console: {SettingsReader.MinimalExample}"),
                (true, _) => new SettingsProblem(place, "The file ends before every bracket is closed.", "Add the } or ] that is missing, or restore the file if it was cut off."),
                _ => new SettingsProblem(place, $"This is not valid JSON: {Sentence(exception)}", @"Look there and just before: a missing quote or comma, or a single \ in a path, which JSON writes as \\."),
            });
        }
        catch (InvalidOperationException)
        {
            problems.Add(new SettingsProblem($"byte {reader.TokenStartIndex}", "This text is not valid UTF-8.", "Save the file as UTF-8."));
        }

        return new SettingsObject("");
    }

    /// <summary>Editors of Windows save with a mark, and as UTF-16 what they call Unicode.</summary>
    private static ReadOnlySpan<byte> Utf8(ReadOnlySpan<byte> file) => file switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => rest,
        [0xFF, 0xFE, .. var rest] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(rest)),
        [0xFE, 0xFF, .. var rest] => Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(rest)),
        [_, 0, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(file)),
        _ => file,
    };

    private static SettingsNode Read(ref Utf8JsonReader reader, string place, List<SettingsProblem> problems)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, place, problems);
            case JsonTokenType.StartArray:
                var list = new SettingsList(place);
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                    list.Items.Add(Read(ref reader, $"{place}[{list.Items.Count}]", problems));
                return list;
            case JsonTokenType.String:
                return new SettingsValue(place, reader.GetString(), SettingsValueKind.Text);
            case JsonTokenType.Number:
                return new SettingsValue(place, Encoding.UTF8.GetString(reader.ValueSpan), SettingsValueKind.Number);
            case JsonTokenType.Null:
                return new SettingsValue(place, null, SettingsValueKind.Null);
            default:
                return new SettingsValue(place, reader.GetBoolean() ? "true" : "false", SettingsValueKind.Boolean);
        }
    }

    private static SettingsObject ReadObject(ref Utf8JsonReader reader, string place, List<SettingsProblem> problems)
    {
        var settings = new SettingsObject(place);
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            var keyPlace = place.Length == 0 ? key : $"{place}.{key}";
            reader.Read();
            var value = Read(ref reader, keyPlace, problems);
            if (!settings.Members.TryAdd(key, value))
                problems.Add(new SettingsProblem(keyPlace, "This setting is there twice.", "Remove one of the two."));
        }

        return settings;
    }

    /// <summary>Without the position, which is the place already.</summary>
    private static string Sentence(JsonException exception) => exception.Message.Split(" LineNumber:")[0].TrimEnd('.', ' ') + ".";
}
