namespace Synqup.Sdk;

/// <summary>A file in a folder for documents. Equal paths are the same for Windows: case is ignored.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Name">The name in it.</param>
public sealed record DeliveryPath(DeliveryFolder Folder, FileName Name)
{
    /// <summary>The whole path, in the form of the root's system.</summary>
    public override string ToString() => Folder.ToString().TrimEnd(Folder.Separator) + Folder.Separator + Name;
}
