using System.Globalization;
using System.Text;
using Synqup.Chaos.Disk;
using Synqup.Chaos.Portal;
using Synqup.Core.Sources.Portal;

namespace Synqup.Chaos.Worlds;

/// <summary>
/// Sees everything that somebody outside of the agent can see, and knows what must never happen: a document that is visible twice, in
/// part, out of its order or in another one's folder; one that the office is told of and that a power cut would take away; another
/// program's file that is overwritten.
/// </summary>
internal sealed class Witness(IReadOnlyList<SimulatedVolume> volumes, IReadOnlyDictionary<string, string> folders)
{
    private readonly Dictionary<(string Id, long Delivery), Story> _stories = [];
    private readonly Dictionary<FileNode, string> _foreign = [];
    private readonly HashSet<(string Id, long Delivery)> _publishing = [];

    public IReadOnlyCollection<Story> Stories => _stories.Values;

    /// <summary>The first thing that happened and must never happen; null as long as all is well.</summary>
    public string? Violation { get; private set; }

    public int Acknowledgements { get; private set; }

    public int ErrorsTold { get; private set; }

    public void Accuse(string what) => Violation ??= what;

    public void Expect(PortalDocument document) => _stories.Add((document.Id, document.Delivery), new Story(document));

    public Story Of(string id, long delivery) => _stories[(id, delivery)];

    /// <summary>Another program puts a file of its own somewhere.</summary>
    public void Foreign(string path, FileNode file) => _foreign.Add(file, path);

    /// <summary>Other programs' files are moved away; says where they are.</summary>
    public IReadOnlyList<string> ForgetForeigns()
    {
        var all = _foreign.Values.ToList();
        _foreign.Clear();
        return all;
    }

    public string FolderOf(string customer) => folders[customer];

    public bool IsForeign(FileNode file) => _foreign.ContainsKey(file);

    public static bool IsVisible(string path) => !path.Contains("/.synqup", StringComparison.Ordinal) && !path.EndsWith("/other", StringComparison.Ordinal);

    /// <summary>The ledger has committed that the renames of a delivery may have happened.</summary>
    public void Publishing(string id, long delivery) => _publishing.Add((id, delivery));

    public void Appeared(string path, FileNode file)
    {
        if (!IsVisible(path))
            return;
        if (Identify(path, file) is not var (story, part))
            return;
        part.Visible++;
        part.Place = (path, file);
        Check(story, part, path);
        if (!_publishing.Contains((story.Document.Id, story.Document.Delivery)))
            Accuse($"{path}, the {part.Part} of {story}, is visible before the ledger knows that it may be.");
    }

    public void Replaced(string path, FileNode file, FileNode? replaced)
    {
        if (!IsVisible(path))
            return;
        if (replaced is not null)
            Accuse($"{path} was overwritten{(IsForeign(replaced) ? ", which was another program's" : "")}.");
        Appeared(path, file);
    }

    /// <summary>The accounting package took a file.</summary>
    public void Taken(string path, FileNode file)
    {
        if (Identify(path, file) is not var (story, part))
            return;
        part.Visible--;
        part.Taken++;
        Check(story, part, path);
    }

    /// <summary>After a power cut: what is there now is what counts.</summary>
    public void LookAtAll()
    {
        foreach (var part in _stories.Values.SelectMany(s => s.Parts))
            part.Visible = 0;
        var seen = new List<(Story, PartStory, string)>();
        foreach (var (path, file) in volumes.SelectMany(v => v.Files()).Where(f => IsVisible(f.Path)))
        {
            if (IsForeign(file) || Identify(path, file) is not var (story, part))
                continue;
            part.Visible++;
            part.Place = (path, file);
            seen.Add((story, part, path));
        }
        foreach (var (story, part, path) in seen)
            Check(story, part, path);
        foreach (var (file, path) in _foreign)
        {
            if (volumes.All(v => !path.StartsWith(v.Mount + "/", StringComparison.Ordinal) || v.Find(path) != file))
                Accuse($"Another program's file {path} is gone.");
        }
    }

    /// <summary>The office is told that a delivery is in its folder.</summary>
    public void Acknowledged(Acknowledgement told)
    {
        var story = Of(told.DocumentId, told.DeliveryNumber);
        foreach (var part in story.Parts)
        {
            if (part.Taken > 0)
                continue;
            if (part.Visible == 0)
                Accuse($"The office was told that {story} is delivered, and its {part.Part} was never in its folder.");
            else if (!IsDurable(part))
                Accuse($"The office was told that {story} is delivered, and a power cut would take its {part.Part} away.");
        }
        if (!story.WasAcknowledged)
            Acknowledgements++;
        story.WasAcknowledged = true;
    }

    public void ToldOfError(Acknowledgement told)
    {
        ErrorsTold++;
        if (string.IsNullOrWhiteSpace(told.Reason))
            Accuse($"The office was told of an error of document {told.DocumentId} without a reason.");
    }

    private bool IsDurable(PartStory part) => volumes.Any(v => part.Place.Path.StartsWith(v.Mount + "/", StringComparison.Ordinal) && v.IsDurable(part.Place.Path, part.Place.File));

    private void Check(Story story, PartStory part, string path)
    {
        if (part.Visible + part.Taken > 1)
            Accuse($"The {part.Part} of {story} was to be seen twice: at last as {path}, visible {part.Visible} times, taken {part.Taken} times.");
        if (story.Parts.Take(part.Rank).FirstOrDefault(p => !p.WasSeen) is { } earlier)
            Accuse($"{path}, the {part.Part} of {story}, is visible, and its {earlier.Part} is not.");
        if (!path.StartsWith(folders[story.Document.Description.EnterpriseId], StringComparison.Ordinal))
            Accuse($"{path} is {story}, which belongs below {folders[story.Document.Description.EnterpriseId]}.");
    }

    private (Story, PartStory)? Identify(string path, FileNode file)
    {
        var end = file.Bytes.IndexOf((byte)'\n');
        var head = end < 0 ? [] : Encoding.UTF8.GetString(file.Bytes[..end]).Split('/');
        if (head.Length == 3 && long.TryParse(head[1], CultureInfo.InvariantCulture, out var delivery) && _stories.TryGetValue((head[0], delivery), out var story)
            && story.Parts.FirstOrDefault(p => p.Part == head[2]) is { } part && file.Bytes.SequenceEqual(part.Content))
            return (story, part);
        Accuse($"{path} is visible with {file.Length} bytes that are no document's, or not all of one.");
        return null;
    }
}
