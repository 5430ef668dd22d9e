using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database.Migrations.Sqlite.Platform;

/// <summary>Apps that former versions deleted lead nobody anywhere after signing out, as those deleted since.</summary>
[DbContext(typeof(SqlitePlatformDb))]
[Migration("20261128021500_DeletedApps")]
public sealed class DeletedApps : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("UPDATE apps SET post_logout_redirect_uris = NULL WHERE deleted_at IS NOT NULL;");
}
