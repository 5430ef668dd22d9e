using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users.Roles;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>People: ASP.NET Core Identity on the platform's tables.</summary>
public static class UsersModule
{
    extension(PlatformDb db)
    {
        /// <summary>All people of the installation.</summary>
        public DbSet<User> Users => db.Set<User>();
    }

    /// <summary>Registers what users need.</summary>
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services.AddIdentityCore<User>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            identity.User.AllowedUserNameCharacters = ""; // any: it is the address, which has rules of its own
            identity.Password.RequiredLength = 12;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version2;
        });
        return services
            .AddScoped<IUserStore<User>>(provider => new UserOnlyStore<User, PlatformDb, long>(provider.GetRequiredService<PlatformDb>()))
            .AddSingleton<AddUser>()
            .AddSingleton<Accounts>()
            .AddSingleton(provider => UserUndo.Guard(provider.GetRequiredService<BearerTokens>()))
            .AddSingleton(new WireTypes(UserJson.Default))
            .AddSingleton(new PlatformModelPart(Configure));
    }

    /// <summary>Maps the endpoints of users and roles.</summary>
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("").WithTags("User");
        ListUsers.Map(users);
        CreateUser.Map(users);
        GetUser.Map(users);
        UpdateUser.Map(users);
        DeleteUser.Map(users);
        RestoreUser.Map(users);
        var roles = api.MapGroup("").WithTags("Role");
        ListRoles.Map(roles);
        GetRole.Map(roles);
    }

    private static void Configure(ModelBuilder model)
    {
        model.Entity<User>(user =>
        {
            user.ToTable("users");
            user.Property(u => u.ConcurrencyStamp).IsConcurrencyToken();
            user.HasIndex(u => u.NormalizedUserName).IsUnique();
            user.HasIndex(u => u.NormalizedEmail).IsUnique();
        });
        model.Entity<Membership>().HasOne<User>().WithMany().HasForeignKey(m => m.UserId);
    }
}
