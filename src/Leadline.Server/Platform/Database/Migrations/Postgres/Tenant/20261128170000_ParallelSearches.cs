using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database.Migrations.Postgres.Tenant;

/// <summary>
/// Lets a search that finds much be shared among workers: each hands on one row for up to thirty-two leads, which the planner, who takes it for one row
/// a lead, would think too dear. Asking a worker at all still has its price, so a search that finds little is done alone.
/// </summary>
[DbContext(typeof(PostgresTenantDb))]
[Migration("20261128170000_ParallelSearches")]
public sealed class ParallelSearches : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER FUNCTION search_leads(boolean, text[], text[], text[], text[]) SET parallel_tuple_cost = 0.004;");
}
