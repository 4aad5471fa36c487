using System.Xml;

namespace Synqup.Console.Intake;

/// <summary>An XML reader keeps every name that it meets; a document made of new names would fill the memory.</summary>
internal sealed class BoundedNames : XmlNameTable
{
    private const int Most = 5000;

    private readonly NameTable _names = new();
    private int _count;

    public override string Add(string array) => Get(array) ?? Counted(_names.Add(array));

    public override string Add(char[] array, int offset, int length) => Get(array, offset, length) ?? Counted(_names.Add(array, offset, length));

    public override string? Get(string array) => _names.Get(array);

    public override string? Get(char[] array, int offset, int length) => _names.Get(array, offset, length);

    private string Counted(string name) =>
        ++_count <= Most ? name : throw new UnreadableException($"it uses more than {Most} different names for its elements and attributes, which no invoice does");
}
