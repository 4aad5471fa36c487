using System.Diagnostics.CodeAnalysis;

namespace Synqup.Sdk;

/// <summary>What becomes of a document: files to deliver, or a refusal with its reason.</summary>
public sealed class DeliveryPlan
{
    private DeliveryPlan(IReadOnlyList<PlannedFile> files, string? rejection) => (Files, Rejection) = (files, rejection);

    /// <summary>The files in the order in which they become visible; empty for a refusal.</summary>
    public IReadOnlyList<PlannedFile> Files { get; }

    /// <summary>Why the package can never take the document, as a sentence for the user; null when files are delivered.</summary>
    public string? Rejection { get; }

    /// <summary>Whether the document is refused.</summary>
    [MemberNotNullWhen(true, nameof(Rejection))]
    public bool IsRejected => Rejection is not null;

    /// <summary>Delivers files.</summary>
    /// <param name="files">At least one, in the order in which they become visible; paths differ, also without case, and share one folder. A done file can only be the last.</param>
    /// <exception cref="ArgumentException">There is no file, or a done file before another or alone, two paths are equal, the folders differ, or a path is longer than 235 characters.</exception>
    public static DeliveryPlan Deliver(params IReadOnlyList<PlannedFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0)
            throw new ArgumentException("A plan delivers at least one file; a document that the package cannot take is rejected.", nameof(files));
        if (files.Count == 1 ? files[0].IsDone : files.Take(files.Count - 1).Any(file => file.IsDone))
            throw new ArgumentException("A done file comes after all others of its plan.", nameof(files));
        if (files.FirstOrDefault(file => !file.Path.Folder.Equals(files[0].Path.Folder)) is { } stray)
            throw new ArgumentException($"The files of a plan share one folder: {stray.Path} is not in {files[0].Path.Folder}.", nameof(files));
        var names = new HashSet<FileName>();
        if (files.FirstOrDefault(file => !names.Add(file.Path.Name)) is { } twin)
            throw new ArgumentException($"Two files of a plan have the same name: {twin.Path.Name}.", nameof(files));
        if (files.FirstOrDefault(file => file.Path.ToString().Length > NameLimits.Path - NameLimits.Suffix) is { } giant)
            throw new ArgumentException($"The path is longer than {NameLimits.Path - NameLimits.Suffix} characters: {giant.Path}.", nameof(files));
        return new([.. files], null);
    }

    /// <summary>Refuses the document for good.</summary>
    /// <param name="reason">A sentence for the user: what about the document the package cannot take.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public static DeliveryPlan Reject(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new([], reason);
    }

    /// <summary>The same plan with a number in every name, for when others hold its names: one number serves the whole set.</summary>
    /// <param name="number">2 to 9999.</param>
    public DeliveryPlan WithSuffix(int number) =>
        new([.. Files.Zip(FileName.WithSuffix([.. Files.Select(file => file.Path.Name)], number), (file, name) => file with { Path = file.Path with { Name = name } })], Rejection);
}
