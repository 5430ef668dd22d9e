using Leadline.Platform;
using Leadline.Platform.Database;

namespace Leadline.Audit;

/// <summary>
/// The database itself tells of roles and members: whoever changes them, through the API, the command line or an undo, cannot do so
/// untold. What a new tenant starts with is no change.
/// </summary>
public sealed class AuditTriggers(LeadlineDatabase database) : IFirstStart
{
    private const string Prefix = "audit_of_";

    /// <inheritdoc />
    public bool IsOfThisVersion => true;

    private static readonly TableTrigger[] Wanted =
    [
        Trigger("roles_given", "INSERT", "member_roles", "", "NEW", AuditKinds.RoleGiven, "NEW.user_id", RoleOf("NEW")),
        Trigger("roles_taken", "DELETE", "member_roles", "", "OLD", AuditKinds.RoleTaken, "OLD.user_id", RoleOf("OLD")),
        Trigger("permissions_given", "INSERT", "role_permissions", "", "NEW", AuditKinds.RoleAllowed, "NULL", PermissionOf("NEW")),
        Trigger("permissions_taken", "DELETE", "role_permissions", "", "OLD", AuditKinds.RoleForbidden, "NULL", PermissionOf("OLD")),
        Trigger(
            "roles_seeing", "UPDATE OF visibility", "roles", "NEW.visibility <> OLD.visibility", "NEW", AuditKinds.RoleSeesOthers, "NULL",
            "json_object('role_id', NEW.id, 'role', NEW.name, 'visibility', NEW.visibility)"),
        Trigger(
            "roles_removed", "UPDATE OF deleted_at", "roles", "NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL", "NEW", AuditKinds.RoleRemoved, "NULL",
            "json_object('role_id', NEW.id, 'role', NEW.name)"),
        Trigger(
            "roles_restored", "UPDATE OF deleted_at", "roles", "NEW.deleted_at IS NULL AND OLD.deleted_at IS NOT NULL", "NEW", AuditKinds.RoleRestored, "NULL",
            "json_object('role_id', NEW.id, 'role', NEW.name)"),
        Trigger(
            "credentials_changed", "UPDATE OF credentials_changed_at", "memberships", "NEW.credentials_changed_at IS DISTINCT FROM OLD.credentials_changed_at", "NEW",
            AuditKinds.CredentialsChanged, "NEW.user_id", "NULL"),
        Trigger("members_joined", "INSERT", "memberships", "NEW.is_active", "NEW", AuditKinds.MemberAdmitted, "NEW.user_id", "NULL"),
        Trigger(
            "members_admitted", "UPDATE OF is_active, deleted_at", "memberships",
            "NEW.is_active AND NEW.deleted_at IS NULL AND NOT (OLD.is_active AND OLD.deleted_at IS NULL)", "NEW", AuditKinds.MemberAdmitted, "NEW.user_id", "NULL"),
        Trigger(
            "members_locked_out", "UPDATE OF is_active, deleted_at", "memberships",
            "OLD.is_active AND OLD.deleted_at IS NULL AND NOT (NEW.is_active AND NEW.deleted_at IS NULL)", "NEW", AuditKinds.MemberLockedOut, "NEW.user_id", "NULL"),
    ];

    /// <summary>Makes the triggers of this version, if they are not there.</summary>
    public void Prepare() => TableTriggers.Ensure(database, Prefix, Wanted);

    private static TableTrigger Trigger(string name, string statement, string table, string condition, string row, string kind, string user, string details) => new(
        Prefix + name, table, statement, condition, $"""
        INSERT INTO audit_events (created_at, kind, tenant_id, user_id, author_kind, author_id, details)
        SELECT o.at, '{kind}', {row}.tenant_id, {user}, b.author_kind, b.author_id, {details}
        FROM open_batch o JOIN batches b ON b.tenant_id = o.tenant_id AND b.id = o.batch_id
        WHERE o.tenant_id = {row}.tenant_id AND b.action <> 'tenant.create';
        """);

    private static string RoleOf(string row) =>
        $"json_object('role_id', {row}.role_id, 'role', (SELECT name FROM roles WHERE tenant_id = {row}.tenant_id AND id = {row}.role_id))";

    private static string PermissionOf(string row) =>
        $"json_object('role_id', {row}.role_id, 'role', (SELECT name FROM roles WHERE tenant_id = {row}.tenant_id AND id = {row}.role_id), 'permission', {row}.permission)";
}
