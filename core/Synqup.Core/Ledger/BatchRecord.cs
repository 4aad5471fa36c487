using System.Text.Json.Serialization;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Ledger;

/// <summary>
/// Sets of one root that are published together: what the manifest says and the ledger keeps. All paths are local ones, after
/// path mapping, relative to <see cref="Root"/> with <c>/</c> between the segments.
/// </summary>
/// <param name="Root">The root as a local path.</param>
/// <param name="Number">Rises by one with each batch of a root.</param>
/// <param name="BootId">Of the machine, when the batch was made; or of the process where the root is not on a local volume.</param>
/// <param name="ConfigurationVersion">The ETag of the configuration that routed it.</param>
internal sealed record BatchRecord(
    string Root, long Number, string BootId, string ConfigurationVersion, DateTimeOffset At, IReadOnlyList<SetRecord> Sets);

/// <summary>All files of one delivery of one document.</summary>
/// <param name="Source">The connection.</param>
/// <param name="Document">As the source described it, whole, so that a lost ledger can be rebuilt.</param>
/// <param name="ConfigurationId">The accounting package configuration that it is delivered for.</param>
internal sealed record SetRecord(string Source, DocumentDescription Document, string ConfigurationId, IReadOnlyList<FileRecord> Files)
{
    /// <summary>Whether a name that other bytes hold sends the set to quarantine, instead of to the next free name. In manifests only.</summary>
    public bool QuarantineWhenTaken { get; init; }

    [JsonIgnore]
    public string DocumentId => Document.Id;

    [JsonIgnore]
    public long DeliveryNumber => Document.DeliveryNumber;
}

/// <summary>One file of a set.</summary>
/// <param name="Rank">0 becomes visible first.</param>
/// <param name="Folder">The target folder relative to the root; empty for the root itself.</param>
/// <param name="FolderIdentity">What tells this folder from another one later put in its place (device and inode; volume and file id).</param>
/// <param name="StagedName">The name in <c>{folder}/.synqup</c>.</param>
/// <param name="FinalName">The name in the folder.</param>
/// <param name="ShownPath">The whole path as the accounting package sees it, before path mapping.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record FileRecord(
    int Rank, string Part, string Folder, string FolderIdentity, string StagedName, string FinalName, string ShownPath, long Size, string Sha256);
