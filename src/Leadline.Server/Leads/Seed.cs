using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using Leadline.Customers;
using Leadline.Leads.Seeding;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads;

/// <summary>Fills a tenant with realistic leads: <c>leadline seed --tenant ID --leads N</c>.</summary>
public sealed class Seed(LeadlineDatabase database, TenantWrites writes, IdBlocks ids, AddUser users, TimeProvider clock)
{
    private const int BatchSize = 50_000;

    private static readonly Author Seeding = Author.CommandLine with { Through = "seed" };

    // Fixed, so that the same seed gives the same leads on any day.
    private static readonly DateTime UsualUntil = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands)
    {
        var tenant = new Option<long>("--tenant") { Description = "The tenant's id.", Required = true };
        var leads = new Option<long>("--leads") { Description = "How many leads.", Required = true };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same leads.", DefaultValueFactory = _ => 7 };
        var until = new Option<string?>("--until") { Description = "The day before which they came in (2026-11-01 unless given); they reach three years back." };
        return commands.Command("seed", "Fills a tenant with realistic leads.", [tenant, leads, seed, until], async (parsed, app, ct) =>
        {
            var count = parsed.GetRequiredValue(leads);
            await ProgressBar.RunAsync("Seeding leads", count, progress => app.Services.GetRequiredService<Seed>().HandleAsync(
                new TenantId(parsed.GetRequiredValue(tenant)), count, parsed.GetValue(seed), DayOf(parsed.GetValue(until)), progress, ct));
        }, needsInstallation: true);
    }

    /// <summary>Adds the leads, in batches that are each committed whole.</summary>
    /// <param name="tenant">Whose they are; gets a sales team and import sources if it has none.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed gives the same leads.</param>
    /// <param name="until">The time before which they came in.</param>
    /// <param name="progress">Told the number committed so far.</param>
    /// <param name="ct">Stops after a batch.</param>
    /// <exception cref="SetupException">The tenant is unknown or the number negative.</exception>
    public async Task HandleAsync(TenantId tenant, long count, int seed, DateTime until, IProgress<long> progress, CancellationToken ct)
    {
        if (count < 0)
        {
            throw new SetupException("The number of leads must not be negative.");
        }

        var country = await DefaultCountryAsync(tenant, ct);
        var generator = new LeadGenerator(seed, await TargetsAsync(tenant, ct), until, country);
        using var batches = new BlockingCollection<List<Lead>>(boundedCapacity: 1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var making = Task.Run(
            () =>
            {
                try
                {
                    foreach (var batch in generator.Generate(count).Chunk(BatchSize))
                    {
                        batches.Add([.. batch.Select(lead => Prepared(lead, tenant, country))], stop.Token);
                    }
                }
                finally
                {
                    batches.CompleteAdding();
                }
            },
            stop.Token);
        try
        {
            await WriteAsync(tenant, country, batches, progress, ct);
        }
        finally
        {
            await stop.CancelAsync();
        }

        await making;
    }

    private static Lead Prepared(Lead lead, TenantId tenant, string? country)
    {
        lead.TenantId = tenant.Value;
        lead.FoldKeys(country);
        return lead;
    }

    private async Task WriteAsync(TenantId tenant, string? country, BlockingCollection<List<Lead>> batches, IProgress<long> progress, CancellationToken ct)
    {
        var (batch, now) = (ids.Reserve("batches", 1), clock.GetUtcNow().UtcDateTime);
        var (taking, written) = (new Lock(), 0L);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using (var connection = database.OpenForBulkLoad())
        using (var load = new BulkLoad(database, connection, tenant, Seeding, "lead.seed", batch, now))
        {
            load.Open();
        }

        await Task.WhenAll(Enumerable.Range(0, database.LoadsSideBySide).Select(_ => Task.Run(LoadAsync, ct)));

        async Task LoadAsync()
        {
            try
            {
                using var connection = database.OpenForBulkLoad();
                using var load = new BulkLoad(database, connection, tenant, Seeding, "lead.seed", batch, now);
                while (Take() is { } leads)
                {
                    load.Write(leads, [.. leads.Where(lead => lead.CustomerId is not null).Select(lead => CustomerOf(lead, country))]);
                    await database.SettleAsync(tenant, ct);
                    progress.Report(Interlocked.Add(ref written, leads.Count));
                }
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // The other one failed, and tells why.
            }
            catch
            {
                await failed.CancelAsync();
                throw;
            }
        }

        // The ids in the order in which the leads were made, whoever writes them.
        List<Lead>? Take()
        {
            lock (taking)
            {
                if (!batches.TryTake(out var leads, Timeout.Infinite, failed.Token))
                {
                    return null;
                }

                var leadId = ids.Reserve("leads", leads.Count);
                var customerId = ids.Reserve("customers", leads.Count(lead => lead.ConvertedAt is not null));
                foreach (var lead in leads)
                {
                    lead.Id = leadId++;
                    lead.CustomerId = lead.ConvertedAt is null ? null : customerId++;
                }

                return leads;
            }
        }
    }

    private static Customer CustomerOf(Lead lead, string? country)
    {
        var customer = Customer.Of(lead.FirstName, lead.LastName, lead.PhoneNumber, lead.Email, lead.CountryId, lead.AssignedUserId);
        customer.TenantId = lead.TenantId;
        customer.Id = lead.CustomerId.GetValueOrDefault();
        customer.CreatedAt = customer.UpdatedAt = lead.ConvertedAt.GetValueOrDefault();
        customer.FoldKeys(country);
        return customer;
    }

    private async Task<string?> DefaultCountryAsync(TenantId tenant, CancellationToken ct)
    {
        await using var db = database.Platform();
        var known = await db.Tenants.AsNoTracking().FirstOrDefaultAsync(known => known.Id == tenant.Value, ct)
            ?? throw new SetupException($"There is no tenant {tenant}.");
        return known.DefaultCountry;
    }

    private async Task<SeedTargets> TargetsAsync(TenantId tenant, CancellationToken ct)
    {
        var team = new List<long>();
        foreach (var person in SalesTeam.People)
        {
            team.Add(await users.HandleAsync(tenant, $"{person.MailName}.{tenant}@example.com", "agent", person.Name, password: null, ct));
        }

        return await writes.RunAsync(tenant.Whole, Seeding, "tenant.prepare", write => TargetsAsync(write.Db, team, ct), ct);
    }

    private static async Task<SeedTargets> TargetsAsync(TenantDb db, List<long> team, CancellationToken ct)
    {
        if (!await db.ImportSources.AnyAsync(ct))
        {
            foreach (var name in SalesTeam.ImportSources)
            {
                db.Insert(new ImportSource { Name = name });
            }

            await db.SaveChangesAsync(ct);
        }

        return new SeedTargets(
            await db.LeadStatuses.AsNoTracking().Where(status => status.DeletedAt == null).OrderBy(status => status.SortOrder).ToListAsync(ct),
            await db.LeadReferenceSources.AsNoTracking().Where(source => source.DeletedAt == null).OrderBy(source => source.Id).ToListAsync(ct),
            await db.ImportSources.AsNoTracking().Where(source => source.DeletedAt == null).OrderBy(source => source.Id).ToListAsync(ct),
            team,
            await db.Leads.LongCountAsync(ct));
    }

    private static DateTime DayOf(string? text) =>
        text is null ? UsualUntil
        : DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) && day.Year is >= 1980 and <= 2200 ? day
        : throw new SetupException($"{text} is not a day from 1980 to 2200 (2026-11-01).");
}
