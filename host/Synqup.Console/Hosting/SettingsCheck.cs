namespace Synqup.Console.Hosting;

/// <summary>Finds all problems of the settings at once; each says where, what and what to do.</summary>
internal static class SettingsCheck
{
    public static IReadOnlyList<string> Problems(ConsoleSettings settings) =>
    [
        .. settings.Urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty("").SelectMany(Url),
        .. PublicUrl(settings.PublicUrl),
        .. Range("HeartbeatSeconds", settings.HeartbeatSeconds, 1, 3600),
        .. Range("Limits:CallsPerSecond", settings.Limits.CallsPerSecond, 1, 1_000_000),
        .. Range("Limits:Burst", settings.Limits.Burst, 1, 1_000_000),
        .. Range("Limits:SignInsPerMinute", settings.Limits.SignInsPerMinute, 1, 1_000_000),
        .. Range("Limits:UploadMebibytes", settings.Limits.UploadMebibytes, 1, 65_536),
    ];

    private static IEnumerable<string> Url(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            yield return $"Urls: '{url}' is not an address to listen on. Write it as http://127.0.0.1:5280 or https://console.example.be.";
        else if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
            yield return $"Urls: '{url}' would send secrets in the clear. Use https, or http on 127.0.0.1 behind a proxy on this machine that speaks https.";
    }

    private static IEnumerable<string> PublicUrl(string? url)
    {
        if (url is null)
            yield break;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            yield return $"PublicUrl: '{url}' is not an https address. Write the address that agents use, such as https://console.example.be/.";
    }

    private static IEnumerable<string> Range(string name, int value, int lowest, int highest)
    {
        if (value < lowest || value > highest)
            yield return $"{name}: {value} is out of range. Choose from {lowest} to {highest}.";
    }
}
