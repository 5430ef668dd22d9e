using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Leadline.Platform.Database.Migrations.Sqlite.Tenant
{
    /// <inheritdoc />
    public partial class Batches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_batches_tenant_id_created_at_id",
                table: "batches",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_batches_tenant_id_undoes_batch_id",
                table: "batches",
                columns: new[] { "tenant_id", "undoes_batch_id" },
                filter: "undoes_batch_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_batches_tenant_id_created_at_id",
                table: "batches");

            migrationBuilder.DropIndex(
                name: "ix_batches_tenant_id_undoes_batch_id",
                table: "batches");
        }
    }
}
