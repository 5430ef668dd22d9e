using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database.Migrations.Sqlite.Tenant;

/// <summary>
/// Only a live status takes the default from another one. A deleted or restored tag moves the revision of the settings, since filters by
/// tag pass over deleted ones.
/// </summary>
[DbContext(typeof(SqliteTenantDb))]
[Migration("20261124190000_LiveDefaultStatus")]
public sealed class LiveDefaultStatus : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        DROP TRIGGER lead_statuses_one_default;
        DROP TRIGGER lead_statuses_one_default_inserted;
        CREATE TRIGGER lead_statuses_one_default AFTER UPDATE OF is_default, deleted_at ON lead_statuses
        WHEN NEW.is_default AND NEW.deleted_at IS NULL AND (NOT OLD.is_default OR OLD.deleted_at IS NOT NULL) BEGIN
            UPDATE lead_statuses SET is_default = 0, version = version + 1, updated_at = NEW.updated_at
            WHERE tenant_id = NEW.tenant_id AND id <> NEW.id AND is_default;
        END;
        CREATE TRIGGER lead_statuses_one_default_inserted AFTER INSERT ON lead_statuses WHEN NEW.is_default AND NEW.deleted_at IS NULL BEGIN
            UPDATE lead_statuses SET is_default = 0, version = version + 1, updated_at = NEW.updated_at
            WHERE tenant_id = NEW.tenant_id AND id <> NEW.id AND is_default;
        END;
        CREATE TRIGGER tags_live AFTER UPDATE OF deleted_at ON tags WHEN OLD.deleted_at IS NOT NEW.deleted_at BEGIN
            UPDATE tenant_revisions SET settings = settings + 1 WHERE tenant_id = NEW.tenant_id;
        END;
        """);
}
