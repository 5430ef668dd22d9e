using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database.Migrations.Sqlite.Tenant;

/// <summary>
/// The names under which hand-written SQL reads what is kept beside the rows, on both engines. Here they are the tables themselves: with one writer
/// nothing is left to be settled, and an entry's own number is its place in the feed.
/// </summary>
[DbContext(typeof(SqliteTenantDb))]
[Migration("20261128080000_Views")]
public sealed class Views : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE VIEW tenant_state AS SELECT tenant_id, leads, settings, journal, journal AS numbered FROM tenant_revisions;
        CREATE VIEW lead_totals AS
            SELECT tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, leads FROM lead_counts;
        CREATE VIEW journal_feed AS SELECT id AS number, journal.* FROM journal;
        """);

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        DROP VIEW journal_feed;
        DROP VIEW lead_totals;
        DROP VIEW tenant_state;
        """);
}
