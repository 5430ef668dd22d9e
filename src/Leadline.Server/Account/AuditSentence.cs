using System.Globalization;
using System.Text.Json;
using Leadline.Audit;
using Leadline.Platform.Database;

namespace Leadline.Account;

/// <summary>An event as pages tell it.</summary>
/// <param name="At">When.</param>
/// <param name="What">What happened, in words.</param>
/// <param name="Who">Whom it concerns.</param>
/// <param name="Where">From where, and through what.</param>
public sealed record AuditSentence(DateTime At, string What, string Who, string Where)
{
    private static readonly string[] DetailsTold = ["role", "permission", "visibility", "by", "grant", "what", "name", "personal_token", "issuer", "domain", "reason"];

    /// <summary>What kinds are called.</summary>
    public static string NameOf(string kind) => kind switch
    {
        AuditKinds.SignedIn => "Signed in",
        AuditKinds.SignInFailed => "Sign-in failed",
        AuditKinds.SignInThrottled => "Sign-ins turned away",
        AuditKinds.SignedOut => "Signed out",
        AuditKinds.PasswordChanged => "Password changed",
        AuditKinds.CredentialsChanged => "E-mail address or password changed",
        AuditKinds.WaysInEnded => "Former ways into the account ended",
        AuditKinds.SecondFactorChanged => "Second factor changed",
        AuditKinds.TokenIssued => "Token issued",
        AuditKinds.TokenRevoked => "Token revoked",
        AuditKinds.TokenReused => "Token used twice, and ended",
        AuditKinds.AppAdded => "App added",
        AuditKinds.AppChanged => "App changed",
        AuditKinds.AppRemoved => "App removed",
        AuditKinds.AppAllowed => "App allowed",
        AuditKinds.AppDisallowed => "App no longer allowed",
        AuditKinds.RoleGiven => "Role given",
        AuditKinds.RoleTaken => "Role taken",
        AuditKinds.RoleAllowed => "Permission added to a role",
        AuditKinds.RoleForbidden => "Permission taken from a role",
        AuditKinds.RoleSeesOthers => "Visibility of a role changed",
        AuditKinds.RoleRemoved => "Role deleted",
        AuditKinds.RoleRestored => "Role restored",
        AuditKinds.MemberAdmitted => "Member admitted",
        AuditKinds.MemberLockedOut => "Member locked out",
        AuditKinds.SingleSignOnChanged => "Single sign-on set",
        AuditKinds.SingleSignOnRemoved => "Single sign-on removed",
        AuditKinds.SingleSignOnLinked => "Linked to the tenant's provider",
        AuditKinds.SingleSignOnRefused => "Turned away after single sign-on",
        AuditKinds.DomainProven => "Domain proven",
        AuditKinds.DomainRemoved => "Domain removed",
        _ => kind,
    };

    /// <summary>Tells an event.</summary>
    /// <param name="told">The event.</param>
    /// <param name="names">What people are called.</param>
    public static AuditSentence Of(AuditEvent told, IReadOnlyDictionary<long, string> names)
    {
        var details = DetailsTold.Select(name => TextOf(told.Details, name)).OfType<string>().Distinct();
        var what = string.Join(": ", new[] { NameOf(told.Kind), string.Join(", ", details) }.Where(part => part.Length > 0));
        var author = told.AuthorKind == Author.Person && told.AuthorId != told.UserId?.ToString(CultureInfo.InvariantCulture)
            ? $", by {NameOfPerson(long.Parse(told.AuthorId ?? "0", CultureInfo.InvariantCulture), names)}"
            : told.AuthorKind is Author.Operator or Author.System ? $", by the {told.AuthorKind}" : "";
        return new AuditSentence(
            told.CreatedAt, what + author, told.UserId is { } user ? NameOfPerson(user, names) : told.AppId ?? "",
            string.Join(" · ", new[] { told.Address, Device.IsKnown(told.UserAgent) ? Device.Of(told.UserAgent) : told.UserAgent }.OfType<string>()));
    }

    private static string NameOfPerson(long user, IReadOnlyDictionary<long, string> names) =>
        names.GetValueOrDefault(user) ?? string.Create(CultureInfo.InvariantCulture, $"User {user}");

    private static string? TextOf(string? details, string name)
    {
        if (details is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(details);
        return json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
