using System.CommandLine;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>Makes a person a member of a tenant: <c>leadline user add EMAIL --tenant ID --role ROLE</c>.</summary>
public sealed class AddUser(TenantWrites writes, Accounts accounts)
{
    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands)
    {
        var email = new Argument<string>("EMAIL") { Description = "The person's e-mail address, by which they sign in." };
        var tenant = new Option<long>("--tenant") { Description = "The tenant's id.", Required = true };
        var role = new Option<string>("--role") { Description = "owner, manager, agent or viewer.", Required = true };
        var name = new Option<string?>("--name") { Description = "What colleagues call the person; absent, the address." };
        var password = new Option<bool>("--password-stdin") { Description = "Reads the password from standard input." };
        var user = new Command("user", "People.");
        user.Add(commands.Command("add", "Makes a person a member of a tenant and prints the user's id.", [email, tenant, role, name, password], async (parsed, app, ct) =>
        {
            var secret = parsed.GetValue(password) ? await Console.In.ReadLineAsync(ct) ?? "" : null;
            var added = await app.Services.GetRequiredService<AddUser>().HandleAsync(
                new TenantId(parsed.GetRequiredValue(tenant)), parsed.GetRequiredValue(email), parsed.GetRequiredValue(role), parsed.GetValue(name), secret, ct);
            Console.WriteLine(added);
        }, needsInstallation: true));
        return user;
    }

    /// <summary>Adds the person, unless known by the address, and the membership; a membership that is there gets the role.</summary>
    /// <returns>The user's id.</returns>
    /// <exception cref="SetupException">The tenant or role is unknown, or the address or password is refused.</exception>
    public Task<long> HandleAsync(TenantId tenant, string email, string role, string? name, string? password, CancellationToken ct) => writes.RunAsync(
        tenant.Whole, Author.CommandLine, "user.create",
        async write =>
        {
            if (!await write.Platform.Tenants.AnyAsync(known => known.Id == tenant.Value, ct))
            {
                throw new SetupException($"There is no tenant {tenant}.");
            }

            if (await write.Db.Roles.FirstOrDefaultAsync(known => known.Name == role && known.DeletedAt == null, ct) is not { } given)
            {
                throw new SetupException($"The role must be one of {string.Join(", ", await write.Db.Roles.Where(known => known.DeletedAt == null).Select(known => known.Name).ToListAsync(ct))}.");
            }

            var (user, isNew) = await accounts.FindOrCreateAsync(write, email, name ?? email, password);
            if (!isNew && password is not null)
            {
                throw new SetupException("This person has an account already; only they change its password.");
            }

            if (!isNew && !await write.Db.Memberships.AnyAsync(member => member.UserId == user.Id, ct))
            {
                await accounts.CloseUnprovenAsync(write.Platform, user);
                await write.Platform.SaveChangesAsync(ct);
            }

            await JoinAsync(write.Db, user, name, given, ct);
            return user.Id;
        },
        ct);

    private static async Task JoinAsync(TenantDb db, User user, string? name, Role role, CancellationToken ct)
    {
        if (await db.Memberships.FirstOrDefaultAsync(member => member.UserId == user.Id, ct) is { } membership)
        {
            membership.DeletedAt = null;
            membership.Name = name ?? membership.Name;
        }
        else
        {
            db.Insert(new Membership { UserId = user.Id, Name = name ?? user.Name });
        }

        var roles = await db.MemberRoles.Where(member => member.UserId == user.Id).ToListAsync(ct);
        db.RemoveRange(roles.Where(known => known.RoleId != role.Id));
        if (roles.All(known => known.RoleId != role.Id))
        {
            db.Insert(new MemberRole { UserId = user.Id, RoleId = role.Id });
        }

        await db.SaveChangesAsync(ct);
    }
}
