using System.Globalization;
using System.Text.Json;
using Leadline.Audit;
using Leadline.Platform.Database;
using static Leadline.Platform.Pages.PageTexts;

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
        AuditKinds.SignedIn => T["Signed in"],
        AuditKinds.SignInFailed => T["Sign-in failed"],
        AuditKinds.SignInThrottled => T["Sign-ins turned away"],
        AuditKinds.SignedOut => T["Signed out"],
        AuditKinds.PasswordChanged => T["Password changed"],
        AuditKinds.CredentialsChanged => T["E-mail address or password changed"],
        AuditKinds.WaysInEnded => T["Former ways into the account ended"],
        AuditKinds.SecondFactorChanged => T["Second factor changed"],
        AuditKinds.TokenIssued => T["Token issued"],
        AuditKinds.TokenRevoked => T["Token revoked"],
        AuditKinds.TokenReused => T["Token used twice, and ended"],
        AuditKinds.AppAdded => T["App added"],
        AuditKinds.AppChanged => T["App changed"],
        AuditKinds.AppRemoved => T["App removed"],
        AuditKinds.AppAllowed => T["App allowed"],
        AuditKinds.AppDisallowed => T["App no longer allowed"],
        AuditKinds.RoleGiven => T["Role given"],
        AuditKinds.RoleTaken => T["Role taken"],
        AuditKinds.RoleAllowed => T["Permission added to a role"],
        AuditKinds.RoleForbidden => T["Permission taken from a role"],
        AuditKinds.RoleSeesOthers => T["Visibility of a role changed"],
        AuditKinds.RoleRemoved => T["Role deleted"],
        AuditKinds.RoleRestored => T["Role restored"],
        AuditKinds.MemberAdmitted => T["Member admitted"],
        AuditKinds.MemberLockedOut => T["Member locked out"],
        AuditKinds.SingleSignOnChanged => T["Single sign-on set"],
        AuditKinds.SingleSignOnRemoved => T["Single sign-on removed"],
        AuditKinds.SingleSignOnLinked => T["Linked to the tenant's provider"],
        AuditKinds.SingleSignOnRefused => T["Turned away after single sign-on"],
        AuditKinds.DomainProven => T["Domain proven"],
        AuditKinds.DomainRemoved => T["Domain removed"],
        _ => kind,
    };

    /// <summary>Tells an event.</summary>
    /// <param name="told">The event.</param>
    /// <param name="names">What people are called.</param>
    public static AuditSentence Of(AuditEvent told, IReadOnlyDictionary<long, string> names)
    {
        var details = DetailsTold.Select(name => TextOf(told.Details, name) is { } value ? NameOf(name, value) : null).OfType<string>().Distinct();
        var what = string.Join(": ", new[] { NameOf(told.Kind), string.Join(", ", details) }.Where(part => part.Length > 0));
        var author = told.AuthorKind == Author.Person && told.AuthorId != told.UserId?.ToString(CultureInfo.InvariantCulture)
            ? $", {T["done by {0}", NameOfPerson(long.Parse(told.AuthorId ?? "0", CultureInfo.InvariantCulture), names)]}"
            : told.AuthorKind is Author.Operator ? $", {T["done by the operator"]}"
            : told.AuthorKind is Author.System ? $", {T["done by the system"]}" : "";
        return new AuditSentence(
            told.CreatedAt, what + author, told.UserId is { } user ? NameOfPerson(user, names) : told.AppId ?? "",
            string.Join(" · ", new[] { told.Address, Device.IsKnown(told.UserAgent) ? Device.Of(told.UserAgent) : told.UserAgent }.OfType<string>()));
    }

    // Those that the program writes itself; all others are names.
    private static string NameOf(string detail, string value) => (detail, value) switch
    {
        ("by", "password") => T["with the password"],
        ("by", "passkey") => T["with a passkey"],
        ("by", "second_factor") => T["with a code of the app"],
        ("by", "recovery_code") => T["with a recovery code"],
        ("by", "single_sign_on") => T["by single sign-on"],
        ("what", "app added") => T["authenticator app added"],
        ("what", "app removed") => T["authenticator app removed"],
        ("what", "passkey added") => T["passkey added"],
        ("what", "passkey removed") => T["passkey removed"],
        ("what", "recovery codes renewed") => T["recovery codes renewed"],
        ("what", "other sessions") => T["other sessions"],
        ("reason", "address") => T["no such address"],
        ("reason", "membership") => T["no member"],
        ("visibility", "own") => T["their own"],
        ("visibility", "team") => T["those of their teams"],
        ("visibility", "all") => T["all of them"],
        _ => value,
    };

    private static string NameOfPerson(long user, IReadOnlyDictionary<long, string> names) =>
        names.GetValueOrDefault(user) ?? T["User {0}", user];

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
