using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore.Design;

namespace Leadline;

/// <summary>Gives <c>dotnet ef</c> the contexts it writes migrations for.</summary>
internal sealed class DesignTimePlatformDb : IDesignTimeDbContextFactory<SqlitePlatformDb>
{
    public SqlitePlatformDb CreateDbContext(string[] args) =>
        (SqlitePlatformDb)LeadlineServer.Build(new Dictionary<string, string?>()).Services.GetRequiredService<LeadlineDatabase>().Platform();
}

/// <summary>The same for the tenants' tables.</summary>
internal sealed class DesignTimeTenantDb : IDesignTimeDbContextFactory<SqliteTenantDb>
{
    public SqliteTenantDb CreateDbContext(string[] args) =>
        (SqliteTenantDb)LeadlineServer.Build(new Dictionary<string, string?>()).Services.GetRequiredService<LeadlineDatabase>().For(new TenantId(0).Whole);
}

/// <summary>The same on PostgreSQL, which need not be there.</summary>
internal sealed class DesignTimePostgresPlatformDb : IDesignTimeDbContextFactory<PostgresPlatformDb>
{
    public PostgresPlatformDb CreateDbContext(string[] args) => (PostgresPlatformDb)DesignTimePostgres.Database().Platform();
}

/// <summary>The same for the tenants' tables.</summary>
internal sealed class DesignTimePostgresTenantDb : IDesignTimeDbContextFactory<PostgresTenantDb>
{
    public PostgresTenantDb CreateDbContext(string[] args) => (PostgresTenantDb)DesignTimePostgres.Database().For(new TenantId(0).Whole);
}

internal static class DesignTimePostgres
{
    public static LeadlineDatabase Database() => LeadlineServer
        .Build(new Dictionary<string, string?> { [nameof(LeadlineOptions.Database)] = "Host=localhost;Database=leadline" })
        .Services.GetRequiredService<LeadlineDatabase>();
}
