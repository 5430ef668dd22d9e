using System.CommandLine;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Leadline.Platform.Geography;

namespace Leadline.Tenants;

/// <summary>What a module gives every new tenant, in the transaction that makes it.</summary>
/// <param name="Add">Adds the rows.</param>
public sealed record NewTenantPart(Action<TenantDb, Tenant> Add);

/// <summary>Makes a tenant: <c>leadline tenant add NAME</c>.</summary>
public sealed class AddTenant(TenantWrites writes, IdBlocks ids, IEnumerable<NewTenantPart> parts)
{
    /// <summary>The command.</summary>
    /// <param name="commands">What all commands have in common.</param>
    /// <param name="others">What other modules do with a tenant.</param>
    public static Command Command(CommandLine commands, params Command[] others)
    {
        var name = new Argument<string>("NAME") { Description = "What people call the tenant." };
        var country = new Option<string?>("--country") { Description = "ISO 3166-1 alpha-2 code for phone numbers typed without a country." };
        var tenant = new Command("tenant", "Tenants.");
        tenant.Add(commands.Command("add", "Makes a tenant and prints its id.", [name, country], async (parsed, app, ct) =>
        {
            var added = await app.Services.GetRequiredService<AddTenant>().HandleAsync(parsed.GetRequiredValue(name), parsed.GetValue(country), ct);
            Console.WriteLine(added);
        }));
        tenant.Add(SetTier.Command(commands));
        foreach (var other in others)
        {
            tenant.Add(other);
        }

        return tenant;
    }

    /// <summary>Makes a tenant with everything a new one starts with.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="defaultCountry">ISO 3166-1 alpha-2, or null.</param>
    /// <param name="ct">Gives up; nothing is made then.</param>
    /// <exception cref="SetupException">The name is blank or the country is none.</exception>
    public async Task<TenantId> HandleAsync(string name, string? defaultCountry, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 255)
        {
            throw new SetupException("The name of a tenant must be 1 to 255 characters long.");
        }

        if (defaultCountry is not null && Countries.FindByCode(defaultCountry) is null)
        {
            throw new SetupException($"{defaultCountry} is not an ISO 3166-1 alpha-2 country code.");
        }

        var tenant = new TenantId(ids.Reserve("tenants", 1));
        return await writes.RunAsync(
            tenant.Whole, Author.CommandLine, "tenant.create",
            async write =>
            {
                var made = new Tenant { Id = tenant.Value, Name = name.Trim(), DefaultCountry = defaultCountry?.ToUpperInvariant(), CreatedAt = write.Now, UpdatedAt = write.Now };
                write.Platform.Add(made);
                await write.Platform.SaveChangesAsync(ct);
                foreach (var part in parts)
                {
                    part.Add(write.Db, made);
                }

                await write.Db.SaveChangesAsync(ct);
                return tenant;
            },
            ct);
    }
}
