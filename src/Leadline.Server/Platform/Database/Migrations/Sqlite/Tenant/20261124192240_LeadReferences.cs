using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Leadline.Platform.Database.Migrations.Sqlite.Tenant
{
    /// <inheritdoc />
    public partial class LeadReferences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_leads_tenant_id_is_deleted_import_source_id",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "import_source_id" },
                filter: "import_source_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_leads_tenant_id_is_deleted_status_before_conversion_id",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "status_before_conversion_id" },
                filter: "status_before_conversion_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_leads_tenant_id_is_deleted_import_source_id",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "ix_leads_tenant_id_is_deleted_status_before_conversion_id",
                table: "leads");
        }
    }
}
