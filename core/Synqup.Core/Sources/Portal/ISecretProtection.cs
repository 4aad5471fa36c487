namespace Synqup.Core.Sources.Portal;

/// <summary>Encrypts what may not lie readable on the disk. The host brings the framework's Data Protection.</summary>
internal interface ISecretProtection
{
    byte[] Protect(byte[] secret);

    /// <exception cref="System.Security.Cryptography.CryptographicException">Not protected by this machine's keys, or damaged.</exception>
    byte[] Unprotect(byte[] protectedSecret);
}
