using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database.Migrations.Sqlite.Tenant;

/// <summary>
/// Which records each kept answer shows or was about, so that erasing one finds its answers; and what a job was asked is kept only until
/// it has ended, whoever ends it.
/// </summary>
[DbContext(typeof(SqliteTenantDb))]
[Migration("20261124193000_ReplySubjects")]
public sealed class ReplySubjects : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE TABLE idempotency_subjects (
            tenant_id INTEGER NOT NULL,
            subject TEXT NOT NULL,
            subject_id INTEGER NOT NULL,
            caller TEXT NOT NULL,
            key TEXT NOT NULL,
            PRIMARY KEY (tenant_id, subject, subject_id, caller, key),
            FOREIGN KEY (tenant_id, caller, key) REFERENCES idempotency_keys (tenant_id, caller, key) ON DELETE CASCADE
        ) WITHOUT ROWID;
        CREATE INDEX idempotency_subjects_by_key ON idempotency_subjects (tenant_id, caller, key);
        DELETE FROM idempotency_keys;
        CREATE TRIGGER jobs_ended AFTER UPDATE OF state ON jobs WHEN NEW.state NOT IN ('queued', 'running') AND NEW.payload <> '{}' BEGIN
            UPDATE jobs SET payload = '{}' WHERE tenant_id = NEW.tenant_id AND id = NEW.id;
        END;
        UPDATE jobs SET payload = '{}' WHERE state NOT IN ('queued', 'running');
        """);
}
