using System.Formats.Tar;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Sources.Portal;

/// <summary>Documents of a Console, and the ways to send them.</summary>
internal sealed class Library
{
    private readonly Dictionary<string, byte[]> _contents = [];
    private readonly PortalServer _server;

    public Library(PortalServer server)
    {
        _server = server;
        server.On(PortalServer.Bundle, Bundle());
    }

    /// <summary>Adds a content of the given length, no two alike, and lets the Console offer it by itself too.</summary>
    public PartRequest Add(string id, string part, int size)
    {
        var pattern = $"<{id}/{part}>";
        var text = new StringBuilder(size + pattern.Length);
        for (var line = 0; text.Length < size; line++)
            text.Append(pattern).Append(line);
        var content = Encoding.ASCII.GetBytes(text.ToString(0, size));
        _contents[$"{id}/{part}"] = content;
        _server.On(Path(id, part), Part(id, part));
        return new PartRequest(id, 1, part, size, Hash(content));
    }

    public string Text(string name) => Encoding.ASCII.GetString(_contents[name]);

    public static string Path(string id, string part) => $"/api/v1/documents/{id}/parts/{part}";

    public static IEnumerable<string> Asked(Received request) =>
        JsonSerializer.Deserialize(request.Body, PortalJson.Default.BundleRequest)!.Items.SelectMany(item => item.Parts.Select(part => $"{item.Id}/{part}"));

    /// <summary>A bundle as it should be, or changed: each entry that is asked for becomes those that <paramref name="change"/> answers.</summary>
    public RequestDelegate Bundle(Func<string, IEnumerable<(string Name, byte[] Content)>>? change = null) => async context =>
    {
        context.Response.ContentType = PortalHeaders.BundleMediaType;
        await using var tar = new TarWriter(context.Response.Body, TarEntryFormat.Ustar, leaveOpen: true);
        foreach (var name in Asked(_server.To(PortalServer.Bundle)[^1]))
        {
            foreach (var (entry, content) in change is null ? [(name, _contents[name])] : change(name))
                await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(content) });
        }
    };

    /// <summary>A bundle that breaks off after so many bytes; the receiver says when it has read what came before.</summary>
    public RequestDelegate BrokenBundle(int bytes, Task read) => async context =>
    {
        var whole = new MemoryStream();
        await using (var tar = new TarWriter(whole, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var name in Asked(_server.To(PortalServer.Bundle)[^1]))
                await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(_contents[name]) });
        }

        context.Response.ContentType = PortalHeaders.BundleMediaType;
        await context.Response.Body.WriteAsync(whole.GetBuffer().AsMemory(0, bytes));
        await context.Response.Body.FlushAsync();
        await read;
        context.Abort();
    };

    public byte[] Content(string name) => _contents[name];

    /// <summary>One part as it should be, with Range and If-Range.</summary>
    public RequestDelegate Part(string id, string part) => context => SendAsync(context, $"{id}/{part}", null);

    /// <summary>One part that breaks off at a byte, once the receiver says that it has read that far.</summary>
    public RequestDelegate BrokenPart(string id, string part, int at, Task? read = null) => async context =>
    {
        await SendAsync(context, $"{id}/{part}", at);
        await (read ?? Task.CompletedTask);
        context.Abort();
    };

    private async Task SendAsync(HttpContext context, string name, int? until)
    {
        var content = _contents[name];
        var etag = $"\"{Hash(content)}\"";
        var from = 0;
        if (context.Request.Headers.IfRange == etag && RangeHeaderValue.TryParse(context.Request.Headers.Range, out var range))
        {
            from = (int)range.Ranges.Single().From!.Value;
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers.ETag = etag;
        context.Response.ContentLength = content.Length - from;
        await context.Response.Body.WriteAsync(content.AsMemory(from..(until ?? content.Length)));
        await context.Response.Body.FlushAsync();
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
