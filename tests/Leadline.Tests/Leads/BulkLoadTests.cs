using Leadline.Leads;
using Leadline.Platform.Database;

namespace Leadline.Tests.Leads;

public sealed class BulkLoadTests(LeadlineHost host)
{
    [Fact]
    public async Task What_is_loaded_is_journalled_letter_by_letter_as_what_is_created_one_by_one()
    {
        var tenant = await host.NewTenantAsync();
        var at = new DateTime(2026, 11, 1, 12, 30, 0, DateTimeKind.Utc);
        tenant.LoadLeads(
            new Lead
            {
                FirstName = "Çağrı \"Q\" O'Neil", LastName = "back\\slash / tab\t line\r\n bell\u0007 unit\u001f del\u007f", Email = "ada@example.com", PhoneNumber = "+90 532 000 00 00",
                Description = "<b>&amp;</b> \u2028 \uFEFF 😀 ﷺ", Message = "", SourcePageUrl = "https://example.com/?q=1&r=%20", ExternalId = "X-1", ExternalBranchId = "7",
                MarketingAttribution = """{"touches":[{"source":"ads","at":"2026-11-01"}]}""", PreferredContact = "phone", LeadStatusId = await tenant.StatusAsync("lost"),
                ConvertedAt = at, DeletedAt = at, LastSyncedAt = at, ExternalCreatedAt = DateTime.UnixEpoch, CountryId = 792,
            },
            new Lead { LastName = "Nothing else" });

        using var db = tenant.Open();
        var lead = JournalConventions.Of(JournalTriggers.ModelOf(db)).Single(entity => entity.Name == "lead");
        using var connection = host.Database.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = host.Database.Dialect(
            $"SELECT j.changes, {JournalTriggers.ValuesSql(lead, "row")} FROM journal j JOIN leads row ON row.tenant_id = j.tenant_id AND row.id = j.entity_id WHERE j.tenant_id = {tenant.Id} AND j.entity = 'lead'");
        using var rows = command.ExecuteReader();
        var compared = 0;
        while (rows.Read())
        {
            Assert.Equal(rows.GetString(1), rows.GetString(0));
            compared++;
        }

        Assert.Equal(2, compared);
    }
}
