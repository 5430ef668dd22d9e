using Leadline.Platform.Database;

namespace Leadline.Audit;

/// <summary>One fact about who got in, by what, and who may do what.</summary>
public sealed class AuditEvent : INumbered
{
    /// <summary>The event's number; a later one has a greater.</summary>
    public long Id { get; set; }

    /// <summary>When it happened.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>What happened; see <see cref="AuditKinds"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>The tenant it concerns; null for what concerns a person in all of theirs, like a sign-in.</summary>
    public long? TenantId { get; set; }

    /// <summary>The person it concerns.</summary>
    public long? UserId { get; set; }

    /// <summary>What acted; see <see cref="Platform.Database.Author"/>. Null for nobody known.</summary>
    public string? AuthorKind { get; set; }

    /// <summary>Who acted; see <see cref="Platform.Database.Author"/>.</summary>
    public string? AuthorId { get; set; }

    /// <summary>The client id of the app it concerns.</summary>
    public string? AppId { get; set; }

    /// <summary>The address it came from.</summary>
    public string? Address { get; set; }

    /// <summary>What the browser or program calls itself, shortened.</summary>
    public string? UserAgent { get; set; }

    /// <summary>What else there is to tell: the text of a JSON object, or null. Never a secret.</summary>
    public string? Details { get; set; }
}

/// <summary>What happens that is told.</summary>
public static class AuditKinds
{
    /// <summary>A person signed in.</summary>
    public const string SignedIn = "sign_in.succeeded";

    /// <summary>Somebody failed to sign in to an account that there is.</summary>
    public const string SignInFailed = "sign_in.failed";

    /// <summary>Attempts on an account were turned away unread, since there were too many.</summary>
    public const string SignInThrottled = "sign_in.throttled";

    /// <summary>A person signed out.</summary>
    public const string SignedOut = "sign_in.ended";

    /// <summary>A person changed their password, or set a new one.</summary>
    public const string PasswordChanged = "password.changed";

    /// <summary>The e-mail address or the password of a member was changed through the API.</summary>
    public const string CredentialsChanged = "credentials.changed";

    /// <summary>
    /// The tenant's provider vouched for a member whose address nobody had shown to be theirs: password, passkeys, sessions and tokens until then ended.
    /// </summary>
    public const string WaysInEnded = "credentials.ended";

    /// <summary>A person set up, renewed or removed a second factor.</summary>
    public const string SecondFactorChanged = "second_factor.changed";

    /// <summary>A token was handed out.</summary>
    public const string TokenIssued = "token.issued";

    /// <summary>A token was revoked.</summary>
    public const string TokenRevoked = "token.revoked";

    /// <summary>A code or refresh token came a second time, and may be stolen: all tokens of its sign-in have ended.</summary>
    public const string TokenReused = "token.reused";

    /// <summary>An app was registered.</summary>
    public const string AppAdded = "app.added";

    /// <summary>An app was changed, its secret included.</summary>
    public const string AppChanged = "app.changed";

    /// <summary>An app was removed.</summary>
    public const string AppRemoved = "app.removed";

    /// <summary>A person allowed an app something.</summary>
    public const string AppAllowed = "app.allowed";

    /// <summary>A person took back what they had allowed an app.</summary>
    public const string AppDisallowed = "app.disallowed";

    /// <summary>A member got a role.</summary>
    public const string RoleGiven = "role.given";

    /// <summary>A member lost a role.</summary>
    public const string RoleTaken = "role.taken";

    /// <summary>A role was allowed something.</summary>
    public const string RoleAllowed = "role.allowed";

    /// <summary>A role is no longer allowed something.</summary>
    public const string RoleForbidden = "role.forbidden";

    /// <summary>A role shows other leads than before: own ones, a team's, or all.</summary>
    public const string RoleSeesOthers = "role.visibility_changed";

    /// <summary>A role was deleted, and counts for nobody.</summary>
    public const string RoleRemoved = "role.removed";

    /// <summary>A deleted role counts again.</summary>
    public const string RoleRestored = "role.restored";

    /// <summary>A person joined the tenant, came back, or was let in again.</summary>
    public const string MemberAdmitted = "member.admitted";

    /// <summary>A person left the tenant, or was locked out of it.</summary>
    public const string MemberLockedOut = "member.locked_out";

    /// <summary>An owner set by which provider members sign in, or whether that is the only way in.</summary>
    public const string SingleSignOnChanged = "single_sign_on.changed";

    /// <summary>An owner removed the tenant's provider.</summary>
    public const string SingleSignOnRemoved = "single_sign_on.removed";

    /// <summary>A member signed in by the tenant's provider for the first time.</summary>
    public const string SingleSignOnLinked = "single_sign_on.linked";

    /// <summary>The tenant's provider vouched for somebody whom no account of the tenant fits.</summary>
    public const string SingleSignOnRefused = "single_sign_on.refused";

    /// <summary>A domain was proven to be the tenant's.</summary>
    public const string DomainProven = "domain.proven";

    /// <summary>A domain was removed.</summary>
    public const string DomainRemoved = "domain.removed";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SignedIn, SignInFailed, SignInThrottled, SignedOut, PasswordChanged, CredentialsChanged, WaysInEnded, SecondFactorChanged, TokenIssued, TokenRevoked, TokenReused,
        AppAdded, AppChanged, AppRemoved, AppAllowed, AppDisallowed, RoleGiven, RoleTaken, RoleAllowed, RoleForbidden,
        RoleSeesOthers, RoleRemoved, RoleRestored, MemberAdmitted, MemberLockedOut,
        SingleSignOnChanged, SingleSignOnRemoved, SingleSignOnLinked, SingleSignOnRefused, DomainProven, DomainRemoved,
    ];
}
