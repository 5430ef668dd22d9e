using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.Data.Sqlite;

namespace Leadline.Audit;

/// <summary>
/// The database itself tells of roles and members: whoever changes them, through the API, the command line or an undo, cannot do so
/// untold. What a new tenant starts with is no change.
/// </summary>
public sealed class AuditTriggers(LeadlineDatabase database) : IFirstStart
{
    private const string Prefix = "audit_of_";

    private static readonly (string Name, string Sql)[] Wanted =
    [
        Trigger("roles_given", "AFTER INSERT ON member_roles", "", "NEW", AuditKinds.RoleGiven, "NEW.user_id", RoleOf("NEW")),
        Trigger("roles_taken", "AFTER DELETE ON member_roles", "", "OLD", AuditKinds.RoleTaken, "OLD.user_id", RoleOf("OLD")),
        Trigger("permissions_given", "AFTER INSERT ON role_permissions", "", "NEW", AuditKinds.RoleAllowed, "NULL", PermissionOf("NEW")),
        Trigger("permissions_taken", "AFTER DELETE ON role_permissions", "", "OLD", AuditKinds.RoleForbidden, "NULL", PermissionOf("OLD")),
        Trigger(
            "roles_seeing", "AFTER UPDATE OF visibility ON roles", "NEW.visibility <> OLD.visibility", "NEW", AuditKinds.RoleSeesOthers, "NULL",
            "json_object('role_id', NEW.id, 'role', NEW.name, 'visibility', NEW.visibility)"),
        Trigger(
            "roles_removed", "AFTER UPDATE OF deleted_at ON roles", "NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL", "NEW", AuditKinds.RoleRemoved, "NULL",
            "json_object('role_id', NEW.id, 'role', NEW.name)"),
        Trigger(
            "roles_restored", "AFTER UPDATE OF deleted_at ON roles", "NEW.deleted_at IS NULL AND OLD.deleted_at IS NOT NULL", "NEW", AuditKinds.RoleRestored, "NULL",
            "json_object('role_id', NEW.id, 'role', NEW.name)"),
        Trigger(
            "credentials_changed", "AFTER UPDATE OF credentials_changed_at ON memberships", "NEW.credentials_changed_at IS NOT OLD.credentials_changed_at", "NEW",
            AuditKinds.CredentialsChanged, "NEW.user_id", "NULL"),
        Trigger("members_joined", "AFTER INSERT ON memberships", "NEW.is_active", "NEW", AuditKinds.MemberAdmitted, "NEW.user_id", "NULL"),
        Trigger(
            "members_admitted", "AFTER UPDATE OF is_active, deleted_at ON memberships",
            "NEW.is_active AND NEW.deleted_at IS NULL AND NOT (OLD.is_active AND OLD.deleted_at IS NULL)", "NEW", AuditKinds.MemberAdmitted, "NEW.user_id", "NULL"),
        Trigger(
            "members_locked_out", "AFTER UPDATE OF is_active, deleted_at ON memberships",
            "OLD.is_active AND OLD.deleted_at IS NULL AND NOT (NEW.is_active AND NEW.deleted_at IS NULL)", "NEW", AuditKinds.MemberLockedOut, "NEW.user_id", "NULL"),
    ];

    /// <summary>Makes the triggers of this version, if they are not there.</summary>
    public void Prepare()
    {
        using var connection = database.OpenForWriting();
        var existing = Existing(connection);
        if (existing.Count == Wanted.Length && Wanted.All(trigger => existing.GetValueOrDefault(trigger.Name) == trigger.Sql))
        {
            return;
        }

        using var transaction = connection.BeginTransaction();
        foreach (var name in Existing(connection).Keys)
        {
            Execute(connection, $"DROP TRIGGER {name}");
        }

        foreach (var (_, sql) in Wanted)
        {
            Execute(connection, sql);
        }

        transaction.Commit();
    }

    private static (string Name, string Sql) Trigger(string name, string on, string condition, string row, string kind, string user, string details) => (Prefix + name, $"""
        CREATE TRIGGER {Prefix}{name} {on}{(condition.Length > 0 ? $" WHEN {condition}" : "")} BEGIN
            INSERT INTO audit_events (created_at, kind, tenant_id, user_id, author_kind, author_id, details)
            SELECT o.at, '{kind}', {row}.tenant_id, {user}, b.author_kind, b.author_id, {details}
            FROM open_batch o JOIN batches b ON b.tenant_id = o.tenant_id AND b.id = o.batch_id
            WHERE o.tenant_id = {row}.tenant_id AND b.action <> 'tenant.create';
        END
        """);

    private static string RoleOf(string row) =>
        $"json_object('role_id', {row}.role_id, 'role', (SELECT name FROM roles WHERE tenant_id = {row}.tenant_id AND id = {row}.role_id))";

    private static string PermissionOf(string row) =>
        $"json_object('role_id', {row}.role_id, 'role', (SELECT name FROM roles WHERE tenant_id = {row}.tenant_id AND id = {row}.role_id), 'permission', {row}.permission)";

    private static Dictionary<string, string> Existing(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB '{Prefix}*'";
        using var rows = command.ExecuteReader();
        var triggers = new Dictionary<string, string>();
        while (rows.Read())
        {
            triggers.Add(rows.GetString(0), rows.GetString(1));
        }

        return triggers;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
