using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Leadline.Platform.Database.Migrations.Sqlite.Tenant
{
    /// <inheritdoc />
    public partial class LeadFilters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "leads_by_converted_at",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_created_at",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_first_name",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_last_name",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_last_synced_at",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_source",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_status",
                table: "leads");

            migrationBuilder.CreateIndex(
                name: "leads_by_assignee",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "assigned_user_id", "created_at", "id", "lead_status_id", "lead_reference_source_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_converted_at",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "converted_at", "id", "lead_status_id", "lead_reference_source_id", "assigned_user_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_created_at",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "created_at", "id", "lead_status_id", "lead_reference_source_id", "assigned_user_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_email",
                table: "leads",
                columns: new[] { "tenant_id", "email_key" },
                filter: "email_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "leads_by_external_id",
                table: "leads",
                columns: new[] { "tenant_id", "external_id" },
                filter: "external_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "leads_by_first_name",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "first_name_key", "id", "lead_status_id", "lead_reference_source_id", "assigned_user_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_last_name",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "last_name_key", "id", "lead_status_id", "lead_reference_source_id", "assigned_user_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_last_synced_at",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "last_synced_at", "id", "lead_status_id", "lead_reference_source_id", "assigned_user_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_phone",
                table: "leads",
                columns: new[] { "tenant_id", "phone_key" },
                filter: "phone_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "leads_by_source",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "lead_reference_source_id", "created_at", "id", "lead_status_id", "assigned_user_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_status",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "lead_status_id", "created_at", "id", "lead_reference_source_id", "assigned_user_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_updated_at",
                table: "leads",
                columns: new[] { "tenant_id", "updated_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "leads_by_assignee",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_converted_at",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_created_at",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_email",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_external_id",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_first_name",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_last_name",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_last_synced_at",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_phone",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_source",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_status",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_by_updated_at",
                table: "leads");

            migrationBuilder.CreateIndex(
                name: "leads_by_converted_at",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "converted_at", "id", "lead_status_id", "lead_reference_source_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_created_at",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "created_at", "id", "lead_status_id", "lead_reference_source_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_first_name",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "first_name_key", "id", "lead_status_id", "lead_reference_source_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_last_name",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "last_name_key", "id", "lead_status_id", "lead_reference_source_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_last_synced_at",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "last_synced_at", "id", "lead_status_id", "lead_reference_source_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_source",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "lead_reference_source_id", "created_at", "id", "lead_status_id", "is_converted" });

            migrationBuilder.CreateIndex(
                name: "leads_by_status",
                table: "leads",
                columns: new[] { "tenant_id", "is_deleted", "lead_status_id", "created_at", "id", "lead_reference_source_id", "is_converted" });
        }
    }
}
