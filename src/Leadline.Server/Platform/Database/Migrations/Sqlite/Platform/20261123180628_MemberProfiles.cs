using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Leadline.Platform.Database.Migrations.Sqlite.Platform
{
    /// <inheritdoc />
    public partial class MemberProfiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "memberships",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "avatar_url",
                table: "memberships",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "bio",
                table: "memberships",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "blood_group",
                table: "memberships",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "deleted_at",
                table: "memberships",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "emergency_contact_name",
                table: "memberships",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "emergency_contact_phone_number",
                table: "memberships",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "emergency_contact_surname",
                table: "memberships",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_active",
                table: "memberships",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "language",
                table: "memberships",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "phone",
                table: "memberships",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "title",
                table: "memberships",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "updated_at",
                table: "memberships",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "memberships",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "avatar_url",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "bio",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "blood_group",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "deleted_at",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "emergency_contact_name",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "emergency_contact_phone_number",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "emergency_contact_surname",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "is_active",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "language",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "phone",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "title",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "updated_at",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "version",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "name",
                table: "memberships");
        }
    }
}
