using Leadline.Platform.Database;
using Leadline.Tenants;
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
            .AddSingleton(new PlatformModelPart(Configure));
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
