namespace Synqup.Console.Intake;

/// <summary>A file that is not what it should be. The message is for the person who sent it.</summary>
internal sealed class UnreadableException(string reason, Exception? innerException = null) : Exception(reason, innerException);
