namespace Synqup.Sdk;

/// <summary>A configuration that a plugin cannot use. Its message is shown to the user.</summary>
public sealed class InvalidSettingsException : Exception
{
    /// <summary>A configuration that cannot be used.</summary>
    /// <param name="message">Which setting, what is wrong with it, and what is allowed.</param>
    public InvalidSettingsException(string message) : base(message)
    {
    }

    /// <summary>A configuration that cannot be used, because of another error.</summary>
    /// <param name="message">Which setting, what is wrong with it, and what is allowed.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidSettingsException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
