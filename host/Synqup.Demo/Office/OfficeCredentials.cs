namespace Synqup.Demo.Office;

/// <summary>What <c>synqup-console office create --json</c> answers.</summary>
internal sealed record OfficeCredentials(string OfficeId, string ClientId, string ClientSecret)
{
    public override string ToString() => ClientId;
}
