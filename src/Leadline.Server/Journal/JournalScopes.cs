using System.Text.Json;
using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Journal;

/// <summary>What a caller must be allowed to see or change an entity of the journal.</summary>
public static class JournalScopes
{
    private static readonly string[] OfLeads = ["lead", "lead_note", "lead_tag", "task"];
    private static readonly string[] OfCustomers = ["customer", "customer_note", "customer_tag"];
    private static readonly string[] OfUsers = ["user", "role", "role_permission", "member_role", "team", "team_member"];
    private static readonly string[] OfTenant = ["settings", "tenant"];
    private static readonly string[] OfMembers = ["saved_view"];

    /// <summary>The scope to read an entity's entries; null where that depends on the row, and whoever may not read it does not see it.</summary>
    public static string? ToRead(string entity) =>
        OfMembers.Contains(entity) ? null
        : OfCustomers.Contains(entity) ? Scopes.CustomersRead
        : OfUsers.Contains(entity) ? Scopes.UsersRead
        : OfTenant.Contains(entity) ? Scopes.SettingsRead
        : Scopes.LeadsRead;

    /// <summary>Whether a caller may read an entity's entries, as far as they see the rows.</summary>
    public static bool MayRead(this Caller caller, string entity) => ToRead(entity) is not { } scope || caller.May(scope);

    /// <summary>The scope to change an entity back; null where that depends on the row, and its guard of undos says who may.</summary>
    public static string? ToWrite(string entity) =>
        OfMembers.Contains(entity) ? null
        : OfLeads.Contains(entity) ? Scopes.LeadsWrite
        : OfCustomers.Contains(entity) ? Scopes.CustomersWrite
        : OfUsers.Contains(entity) ? Scopes.UsersWrite
        : Scopes.SettingsWrite;

    /// <summary>The batches all of whose entries a caller may read and sees.</summary>
    internal static IQueryable<Batch> ReadableBatches(this TenantDb db, Caller caller, JournalReader journal)
    {
        string[] named = [.. OfCustomers, .. OfUsers, .. OfTenant, .. OfMembers];
        string[] hidden = [.. named.Where(entity => !caller.MayRead(entity))];
        var hidesOthers = !caller.May(Scopes.LeadsRead);
        var unseen = caller.View.Sees.IsLimited ? $" OR NOT {journal.SeenSql(caller.View)}" : "";
        var unreadable = hidden.Length == 0 && !hidesOthers && !caller.View.Sees.IsLimited ? "" : $$"""
             AND NOT EXISTS (
                SELECT 1 FROM journal AS j
                WHERE j.tenant_id = b.tenant_id AND j.batch_id = b.id AND (
                    j.entity IN (SELECT atom FROM json_each({0}))
                    OR ({1} AND j.entity NOT IN (SELECT atom FROM json_each({2}))){{unseen}}))
            """;
        var sql = $"SELECT * FROM batches AS b WHERE b.id NOT IN ({journal.HiddenBatchesSql}){unreadable}"
            .Replace("@seen", "{3}", StringComparison.Ordinal).Replace("@me", "{4}", StringComparison.Ordinal).Replace("@tenant", "{5}", StringComparison.Ordinal).Replace("@scopes", "{6}", StringComparison.Ordinal);
        return db.Set<Batch>().FromSqlRaw(
            sql, JsonSerializer.Serialize(hidden), hidesOthers, JsonSerializer.Serialize(named), caller.View.Sees.Parameter, caller.View.Member ?? 0, caller.Tenant.Value, JournalReader.ScopesOf(caller.View)).AsNoTracking();
    }
}
