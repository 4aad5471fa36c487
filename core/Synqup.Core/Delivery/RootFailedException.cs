namespace Synqup.Core.Delivery;

/// <summary>A root failed while a batch was on its way.</summary>
internal sealed class RootFailedException(Exception cause, IReadOnlyList<SetResult> results) : Exception(cause.Message, cause)
{
    public Exception Cause => InnerException!;

    /// <summary>One for each set of the batch.</summary>
    public IReadOnlyList<SetResult> Results => results;
}
