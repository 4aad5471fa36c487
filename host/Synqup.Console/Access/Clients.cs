using System.Buffers.Text;
using System.Security.Cryptography;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Synqup.Console.Access;

/// <summary>Credentials of programs: made, renewed, taken away. The secret is returned once and stored as a hash.</summary>
internal sealed class Clients(IOpenIddictApplicationManager applications)
{
    public async Task<(string Id, string Secret)> CreateAsync(string name, string scope, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7().ToString("N");
        var secret = NewSecret();
        await applications.CreateAsync(
            new OpenIddictApplicationDescriptor
            {
                ClientId = id,
                ClientSecret = secret,
                DisplayName = name,
                ClientType = ClientTypes.Confidential,
                Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + scope },
            },
            cancellationToken);
        return (id, secret);
    }

    public async Task<string> RenewAsync(string clientId, CancellationToken cancellationToken)
    {
        var application = await FindAsync(clientId, cancellationToken) ?? throw new InvalidOperationException($"Client {clientId} has no credentials.");
        var secret = NewSecret();
        await applications.UpdateAsync(application, secret, cancellationToken);
        return secret;
    }

    public async Task RemoveAsync(string clientId, CancellationToken cancellationToken)
    {
        if (await FindAsync(clientId, cancellationToken) is { } application)
            await applications.DeleteAsync(application, cancellationToken);
    }

    /// <summary>256 random bits in a form that fits a header and a shell.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private ValueTask<object?> FindAsync(string clientId, CancellationToken cancellationToken) => applications.FindByClientIdAsync(clientId, cancellationToken);
}
