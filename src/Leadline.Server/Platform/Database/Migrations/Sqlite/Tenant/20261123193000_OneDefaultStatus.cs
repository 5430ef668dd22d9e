using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database.Migrations.Sqlite.Tenant;

/// <summary>A status that becomes the default takes the place of the one before, whoever sets it: an owner, a restored value, an undo.</summary>
[DbContext(typeof(SqliteTenantDb))]
[Migration("20261123193000_OneDefaultStatus")]
public sealed class OneDefaultStatus : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TRIGGER lead_statuses_one_default AFTER UPDATE OF is_default ON lead_statuses WHEN NEW.is_default AND NOT OLD.is_default BEGIN
            UPDATE lead_statuses SET is_default = 0, version = version + 1, updated_at = NEW.updated_at
            WHERE tenant_id = NEW.tenant_id AND id <> NEW.id AND is_default;
        END;
        CREATE TRIGGER lead_statuses_one_default_inserted AFTER INSERT ON lead_statuses WHEN NEW.is_default BEGIN
            UPDATE lead_statuses SET is_default = 0, version = version + 1, updated_at = NEW.updated_at
            WHERE tenant_id = NEW.tenant_id AND id <> NEW.id AND is_default;
        END;
        """);
}
