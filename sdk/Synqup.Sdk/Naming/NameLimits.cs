namespace Synqup.Sdk;

/// <summary>
/// The limits that every name and path made here respects. They are Windows' and its programs', whatever system runs this:
/// the folders are read by accounting packages on Windows, often through a share.
/// </summary>
/// <remarks>
/// <para>A name is 255 UTF-16 units on NTFS and 255 bytes on ext4: 255 bytes of UTF-8 respect both.</para>
/// <para>A path is 259 characters for a program that was not written for long ones. Such programs add names of their own
/// (a lock, a log, a "done" folder), so 240 are used.</para>
/// <para>A path consists of <c>folder + separator + name</c>; the folder leaves the room that the longest sortable name needs.</para>
/// </remarks>
internal static class NameLimits
{
    /// <summary>Characters of a whole path, with the number that a taken name adds.</summary>
    public const int Path = 240;

    /// <summary>Bytes in UTF-8 of one name, with the number that a taken name adds.</summary>
    public const int NameBytes = 255;

    /// <summary>What a taken name adds: <c>_9999</c>.</summary>
    public const int Suffix = 5;

    /// <summary>The largest number that a taken name may add.</summary>
    public const int LargestSuffix = 9999;

    /// <summary>Characters that a folder always leaves to the name in it.</summary>
    public const int RoomForName = 90;

    /// <summary>Characters of a whole folder.</summary>
    public const int Folder = Path - Suffix - RoomForName - 1;

    /// <summary>Characters that a variable of a folder uses at most, even where there is room for more.</summary>
    public const int LongestValue = 64;

    /// <summary>Characters that every variable of a folder may at least use: seven, a separator and a hash.</summary>
    public const int ShortestValue = 16;

    /// <summary>More bytes than a character of UTF-16 can need in UTF-8.</summary>
    public const int BytesPerCharacter = 3;

    /// <summary>Characters of a text that are looked at: more than fit into any name, few enough for hostile input.</summary>
    public const int Read = 512;
}
