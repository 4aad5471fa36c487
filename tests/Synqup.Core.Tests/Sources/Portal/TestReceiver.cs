using System.Text;
using Synqup.Core.Sources;

namespace Synqup.Core.Tests.Sources.Portal;

/// <summary>Keeps what it is given, and fails when a content is given twice.</summary>
internal sealed class TestReceiver : IPartReceiver
{
    private readonly byte[] _buffer = new byte[4096];

    /// <summary>Contents by "{document}/{part}", in the order of arrival.</summary>
    public OrderedDictionary<string, string> Contents { get; } = [];

    public Dictionary<string, string> Unavailable { get; } = [];

    /// <summary>What that says of the documents, by the same names.</summary>
    public Dictionary<string, Absence> Absences { get; } = [];

    /// <summary>Called before the first byte and after each read.</summary>
    public Func<string, long, Task> OnProgress { get; set; } = (_, _) => Task.CompletedTask;

    public async Task ReceiveAsync(PartRequest part, Stream content, CancellationToken cancellationToken)
    {
        var name = $"{part.DocumentId}/{part.Part}";
        using var whole = new MemoryStream();
        await OnProgress(name, 0);
        while (await content.ReadAsync(_buffer, cancellationToken) is var read and > 0)
        {
            whole.Write(_buffer, 0, read);
            await OnProgress(name, whole.Length);
        }

        Contents.Add(name, Encoding.ASCII.GetString(whole.ToArray()));
    }

    public Task UnavailableAsync(PartRequest part, string reason, Absence absence, CancellationToken cancellationToken)
    {
        Unavailable.Add($"{part.DocumentId}/{part.Part}", reason);
        Absences.Add($"{part.DocumentId}/{part.Part}", absence);
        return Task.CompletedTask;
    }
}
