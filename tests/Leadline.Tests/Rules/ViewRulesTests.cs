using Leadline.Platform.Database;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Leadline.Tests.Rules;

/// <summary>Whatever answers a call sees what its caller sees: only what acts on nobody's behalf takes the whole of a tenant.</summary>
public sealed class ViewRulesTests
{
    // Commands and schedules, what reads the model only, and what shows a record that the change at hand has just made or changed.
    private static readonly string[] Whole =
    [
        "Leadline.DesignTimePostgresTenantDb", "Leadline.DesignTimeTenantDb", "Leadline.Jobs.JobRunner", "Leadline.Journal.Erasure", "Leadline.Journal.ForgetReplies", "Leadline.Journal.JournalReader", "Leadline.Journal.Undo",
        "Leadline.Leads.BulkLoad", "Leadline.Leads.LeadRecords", "Leadline.Leads.Seed", "Leadline.Operations.Demo", "Leadline.Operations.Moving.JsonMembers", "Leadline.Operations.Moving.MovedTables", "Leadline.Platform.Database.JournalTriggers",
        "Leadline.Platform.Database.Migrator", "Leadline.SavedViews.OldestDeletedViews", "Leadline.Settings.PruneJournal", "Leadline.Tasks.SeedTasks", "Leadline.Tasks.SendReminders", "Leadline.Tenants.AddTenant", "Leadline.Users.AddUser",
    ];

    [Fact]
    public void Only_what_acts_on_nobodys_behalf_takes_the_whole_of_a_tenant() =>
        Assert.Equal(Whole.Order(StringComparer.Ordinal), UsersOf(nameof(TenantId), $"get_{nameof(TenantId.Whole)}").Order(StringComparer.Ordinal));

    // Who somebody is and where they may work, schedules over all tenants, and what operators ask: nothing that answers a tenant's call with its data.
    [Fact]
    public void Only_what_belongs_to_no_one_tenant_reads_across_tenants() => Assert.Equal(
        [
            "Leadline.Account.MyTenant", "Leadline.Callers.BearerTokens", "Leadline.Callers.Standings", "Leadline.Jobs.JobRunner", "Leadline.Journal.ForgetReplies", "Leadline.Leads.VerifyLeads",
            "Leadline.Limits.TenantTiers", "Leadline.OAuth.Grants", "Leadline.Operations.Readiness", "Leadline.Settings.PruneJournal", "Leadline.Settings.SecondFactorRule", "Leadline.Tasks.SendReminders",
            "Leadline.Tenants.SignInRule", "Leadline.Users.OwnedTenants",
        ],
        UsersOf(nameof(LeadlineDatabase), nameof(LeadlineDatabase.ReadAcrossTenantsAsync)).Order(StringComparer.Ordinal));

    // Rules that must hold for all leads: an external id is unique, and a customer with leads of others is not removed.
    [Fact]
    public void Only_rules_look_beyond_what_is_seen() =>
        Assert.Equal(["Leadline.Leads.LeadTwins", "Leadline.Leads.RevertConversion"], UsersOf(nameof(JournalConventions), nameof(JournalConventions.Beyond)).Order(StringComparer.Ordinal));

    private static HashSet<string> UsersOf(string type, string method)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(TenantId).Assembly.Location);
        var users = new HashSet<string>();
        foreach (var known in assembly.MainModule.GetTypes().Where(known => known.Name != type))
        {
            var isUser = known.Methods.Where(body => body.HasBody).SelectMany(body => body.Body.Instructions)
                .Any(step => step.OpCode.Code is Code.Call or Code.Callvirt or Code.Ldftn && step.Operand is MethodReference called && called.Name == method && called.DeclaringType.Name == type);
            if (isUser)
            {
                users.Add(Outermost(known).FullName);
            }
        }

        return users;
    }

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
