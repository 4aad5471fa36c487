namespace Synqup.Sdk;

/// <summary>One file of a plan: which content goes where.</summary>
/// <param name="Part">The name of the document's part whose bytes the file gets, untouched; <see cref="DonePart"/> for a done file.</param>
/// <param name="Path">Where it goes.</param>
public sealed record PlannedFile(string Part, DeliveryPath Path)
{
    /// <summary>Stands for the part of a file that holds none.</summary>
    public const string DonePart = "done";

    /// <summary>Whether it is the empty file that says that the others are there.</summary>
    public bool IsDone => Part == DonePart;

    /// <summary>An empty file that says that the others of its plan are there; the last one.</summary>
    /// <param name="path">Where it goes.</param>
    public static PlannedFile Done(DeliveryPath path) => new(DonePart, path);
}
