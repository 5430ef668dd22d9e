using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Leadline.Platform.Database.Migrations.Sqlite.Platform
{
    /// <inheritdoc />
    public partial class SingleSignOn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "provider_tenant_id",
                table: "personal_tokens",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "identity_providers",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tenant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    issuer = table.Column<string>(type: "TEXT", nullable: false),
                    client_id = table.Column<string>(type: "TEXT", nullable: false),
                    client_secret = table.Column<byte[]>(type: "BLOB", nullable: false),
                    is_required = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_providers", x => x.id);
                    table.ForeignKey(
                        name: "FK_identity_providers_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "proven_domains",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tenant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    domain = table.Column<string>(type: "TEXT", nullable: false),
                    proof = table.Column<string>(type: "TEXT", nullable: false),
                    proven_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proven_domains", x => x.id);
                    table.ForeignKey(
                        name: "FK_proven_domains_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_identity_providers_tenant_id",
                table: "identity_providers",
                column: "tenant_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_proven_domains_domain",
                table: "proven_domains",
                column: "domain",
                unique: true,
                filter: "proven_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_proven_domains_tenant_id_domain",
                table: "proven_domains",
                columns: new[] { "tenant_id", "domain" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "identity_providers");

            migrationBuilder.DropTable(
                name: "proven_domains");

            migrationBuilder.DropColumn(
                name: "provider_tenant_id",
                table: "personal_tokens");
        }
    }
}
