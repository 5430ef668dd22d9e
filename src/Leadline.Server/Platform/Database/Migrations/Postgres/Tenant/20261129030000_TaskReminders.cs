using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Leadline.Platform.Database.Migrations.Postgres.Tenant
{
    /// <inheritdoc />
    public partial class TaskReminders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "open_tasks_by_reminder",
                table: "tasks",
                columns: new[] { "tenant_id", "assigned_user_id", "remind_at" },
                filter: "completed_at IS NULL AND deleted_at IS NULL AND remind_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "open_tasks_by_reminder",
                table: "tasks");
        }
    }
}
