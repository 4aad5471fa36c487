namespace Synqup.Demo;

/// <summary>Why the demo cannot go on: what, where, what to do. Shown as it is.</summary>
internal sealed class DemoException : Exception
{
    public DemoException(string message) : base(message)
    {
    }

    public DemoException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
