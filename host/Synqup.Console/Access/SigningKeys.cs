using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Synqup.Console.Access;

/// <summary>The keys with which tokens are signed and encrypted: kept in the data folder, so that tokens survive a restart.</summary>
internal sealed record SigningKeys(SecurityKey Signing, SecurityKey Encryption)
{
    private const int EncryptionBytes = 32;

    public static SigningKeys Open(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, "keys");
        OwnerOnly.CreateFolder(folder);
        var signing = ECDsa.Create();
        signing.ImportPkcs8PrivateKey(ReadOrMake(Path.Combine(folder, "signing.key"), NewSigningKey), out _);
        var encryption = ReadOrMake(Path.Combine(folder, "encryption.key"), () => RandomNumberGenerator.GetBytes(EncryptionBytes));
        return new(new ECDsaSecurityKey(signing) { KeyId = KeyId(signing.ExportSubjectPublicKeyInfo()) }, new SymmetricSecurityKey(encryption));
    }

    private static byte[] NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    private static byte[] ReadOrMake(string path, Func<byte[]> make)
    {
        if (File.Exists(path))
            return File.ReadAllBytes(path);

        var key = make();
        var part = path + ".part";
        OwnerOnly.WriteFile(part, key);
        File.Move(part, path);
        return key;
    }

    private static string KeyId(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey)[..8]);
}
