using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Leadline.Platform.Database.Migrations.Sqlite.Tenant
{
    /// <inheritdoc />
    public partial class NoteKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "content_key",
                table: "lead_notes",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "content_key",
                table: "customer_notes",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            // What is derived is not journalled; the trigger is made anew after the migrations.
            migrationBuilder.Sql("""
                DROP TRIGGER IF EXISTS journal_of_lead_notes_updated;
                DROP TRIGGER IF EXISTS journal_of_customer_notes_updated;
                UPDATE lead_notes SET content_key = fold(content);
                UPDATE customer_notes SET content_key = fold(content);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "content_key",
                table: "lead_notes");

            migrationBuilder.DropColumn(
                name: "content_key",
                table: "customer_notes");
        }
    }
}
