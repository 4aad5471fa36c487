using System.Text.Json;
using System.Text.RegularExpressions;

namespace Synqup.Console.Problems;

/// <summary>What is wrong with a body, in the words of its author: the framework's sentence without the names of our types.</summary>
internal static partial class UnreadJson
{
    public static string Sentence(JsonException unread)
    {
        var message = unread.Message;
        if (Missing().Match(message) is { Success: true } missing)
            return $"The body lacks {missing.Groups["names"].Value}.";
        if (Unknown().Match(message) is { Success: true } unknown)
            return $"There is no field \"{unknown.Groups["name"].Value}\" here.";
        if (unread.Path is { Length: > 0 } path && message.Contains("could not be converted", StringComparison.Ordinal))
            return path == "$" ? "The body is not of the kind that is expected here." : $"The value at {path} is not of the kind that belongs there.";
        return $"The body is not JSON: {message}";
    }

    [GeneratedRegex("was missing required properties including: (?<names>'.*')")]
    private static partial Regex Missing();

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped to any")]
    private static partial Regex Unknown();
}
