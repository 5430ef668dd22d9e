using System.CommandLine;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>Makes a person a member of a tenant: <c>leadline user add EMAIL --tenant ID --role ROLE</c>.</summary>
public sealed class AddUser(IServiceScopeFactory scopes, TimeProvider clock)
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
    public async Task<long> HandleAsync(TenantId tenant, string email, string role, string? name, string? password, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        if (!Membership.Roles.Contains(role))
        {
            throw new SetupException($"The role must be one of {string.Join(", ", Membership.Roles)}.");
        }

        if (!await db.Tenants.AnyAsync(known => known.Id == tenant.Value, ct))
        {
            throw new SetupException($"There is no tenant {tenant}.");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow().UtcDateTime;
        var user = await users.FindByEmailAsync(email);
        if (user is null)
        {
            user = new User { UserName = email, Email = email, Name = name ?? email, CreatedAt = now };
            Demand(password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password));
        }
        else if (password is not null)
        {
            throw new SetupException("This person has an account already; only they change its password.");
        }

        if (await db.Memberships.FindAsync([tenant.Value, user.Id], ct) is { } membership)
        {
            membership.Role = role;
        }
        else
        {
            db.Memberships.Add(new Membership { TenantId = tenant.Value, UserId = user.Id, Role = role, CreatedAt = now });
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return user.Id;
    }

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new SetupException(string.Join(" ", result.Errors.Select(error => error.Description)));
        }
    }
}
