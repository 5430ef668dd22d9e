using Leadline.Audit;
using Leadline.Sessions;
using Leadline.Tests.Account;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Tests.Audit;

/// <summary>What is told reaches the database, whatever a browser calls itself and whatever is told beside it.</summary>
public sealed class AuditLogTests(LeadlineHost host)
{
    [Fact]
    public async Task The_name_of_a_browser_is_cut_where_a_character_ends()
    {
        var email = NewEmail();
        var id = await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var visitor = new PageVisitor(host);
        visitor.Http.DefaultRequestHeaders.UserAgent.Clear();
        visitor.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", new string('a', 254) + "\U0001F600 and more");

        Assert.Equal("/account", (await visitor.SignInAsync(email, Password)).Path);

        await using var db = host.Database.Platform();
        Assert.Equal(new string('a', 254), (await db.Set<AuditEvent>().SingleAsync(told => told.UserId == id && told.Kind == AuditKinds.SignedIn)).UserAgent);
        Assert.Equal(new string('a', 254), (await db.Set<Session>().SingleAsync(session => session.UserId == id)).UserAgent);
    }

    [Fact]
    public async Task One_that_cannot_be_stored_loses_itself_alone()
    {
        var log = host.Services.GetRequiredService<AuditLog>();
        var user = Random.Shared.NextInt64(1L << 40, 1L << 50);
        var good = Enumerable.Range(0, 40).Select(_ => new AuditEntry(AuditKinds.SignedIn) { UserId = user }).ToList();

        var written = good[..20].ConvertAll(entry => log.WriteAsync(entry));
        var bad = log.WriteAsync(new AuditEntry((string)null!) { UserId = user });
        written.AddRange(good[20..].ConvertAll(entry => log.WriteAsync(entry)));

        await Task.WhenAll(written);
        await Assert.ThrowsAnyAsync<Exception>(() => bad);
        await using var db = host.Database.Platform();
        Assert.Equal(40, await db.Set<AuditEvent>().CountAsync(told => told.UserId == user));
    }
}
