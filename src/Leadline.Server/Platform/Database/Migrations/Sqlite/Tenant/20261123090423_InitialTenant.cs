using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Leadline.Platform.Database.Migrations.Sqlite.Tenant
{
    /// <inheritdoc />
    public partial class InitialTenant : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "customers",
                columns: table => new
                {
                    tenant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    first_name = table.Column<string>(type: "TEXT", nullable: true),
                    last_name = table.Column<string>(type: "TEXT", nullable: true),
                    phone_number = table.Column<string>(type: "TEXT", nullable: true),
                    email = table.Column<string>(type: "TEXT", nullable: true),
                    country_id = table.Column<long>(type: "INTEGER", nullable: true),
                    related_user_id = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    deleted_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_customers", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_customers_countries_country_id",
                        column: x => x.country_id,
                        principalTable: "countries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_customers_memberships_tenant_id_related_user_id",
                        columns: x => new { x.tenant_id, x.related_user_id },
                        principalTable: "memberships",
                        principalColumns: new[] { "tenant_id", "user_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_customers_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "import_sources",
                columns: table => new
                {
                    tenant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    deleted_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_sources", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_import_sources_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "lead_reference_sources",
                columns: table => new
                {
                    tenant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    external_id = table.Column<string>(type: "TEXT", nullable: true),
                    color = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    deleted_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lead_reference_sources", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_lead_reference_sources_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "lead_statuses",
                columns: table => new
                {
                    tenant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", nullable: false),
                    color = table.Column<string>(type: "TEXT", nullable: true),
                    sort_order = table.Column<int>(type: "INTEGER", nullable: false),
                    is_default = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_terminal = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_system = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    deleted_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lead_statuses", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_lead_statuses_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "leads",
                columns: table => new
                {
                    tenant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    lead_status_id = table.Column<long>(type: "INTEGER", nullable: true),
                    lead_reference_source_id = table.Column<long>(type: "INTEGER", nullable: true),
                    assigned_user_id = table.Column<long>(type: "INTEGER", nullable: true),
                    import_source_id = table.Column<long>(type: "INTEGER", nullable: true),
                    customer_id = table.Column<long>(type: "INTEGER", nullable: true),
                    country_id = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    deleted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    converted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_synced_at = table.Column<long>(type: "INTEGER", nullable: true),
                    external_created_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    is_deleted = table.Column<bool>(type: "INTEGER", nullable: false, computedColumnSql: "deleted_at IS NOT NULL", stored: true),
                    is_converted = table.Column<bool>(type: "INTEGER", nullable: false, computedColumnSql: "converted_at IS NOT NULL", stored: true),
                    external_id = table.Column<string>(type: "TEXT", nullable: true),
                    external_branch_id = table.Column<string>(type: "TEXT", nullable: true),
                    first_name = table.Column<string>(type: "TEXT", nullable: true),
                    last_name = table.Column<string>(type: "TEXT", nullable: true),
                    email = table.Column<string>(type: "TEXT", nullable: true),
                    phone_number = table.Column<string>(type: "TEXT", nullable: true),
                    preferred_contact = table.Column<string>(type: "TEXT", nullable: true),
                    first_name_key = table.Column<string>(type: "TEXT", nullable: true),
                    last_name_key = table.Column<string>(type: "TEXT", nullable: true),
                    email_key = table.Column<string>(type: "TEXT", nullable: true),
                    phone_key = table.Column<string>(type: "TEXT", nullable: true),
                    search_key = table.Column<string>(type: "TEXT", nullable: false),
                    source_page_url = table.Column<string>(type: "TEXT", nullable: true),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    message = table.Column<string>(type: "TEXT", nullable: true),
                    marketing_attribution = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_leads", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_leads_countries_country_id",
                        column: x => x.country_id,
                        principalTable: "countries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_leads_customers_tenant_id_customer_id",
                        columns: x => new { x.tenant_id, x.customer_id },
                        principalTable: "customers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_leads_import_sources_tenant_id_import_source_id",
                        columns: x => new { x.tenant_id, x.import_source_id },
                        principalTable: "import_sources",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_leads_lead_reference_sources_tenant_id_lead_reference_source_id",
                        columns: x => new { x.tenant_id, x.lead_reference_source_id },
                        principalTable: "lead_reference_sources",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_leads_lead_statuses_tenant_id_lead_status_id",
                        columns: x => new { x.tenant_id, x.lead_status_id },
                        principalTable: "lead_statuses",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_leads_memberships_tenant_id_assigned_user_id",
                        columns: x => new { x.tenant_id, x.assigned_user_id },
                        principalTable: "memberships",
                        principalColumns: new[] { "tenant_id", "user_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_leads_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_import_sources_tenant_id_name",
                table: "import_sources",
                columns: new[] { "tenant_id", "name" },
                unique: true,
                filter: "deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_lead_reference_sources_tenant_id_name",
                table: "lead_reference_sources",
                columns: new[] { "tenant_id", "name" },
                unique: true,
                filter: "deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_lead_statuses_tenant_id_slug",
                table: "lead_statuses",
                columns: new[] { "tenant_id", "slug" },
                unique: true,
                filter: "deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_leads_tenant_id_import_source_id_external_id",
                table: "leads",
                columns: new[] { "tenant_id", "import_source_id", "external_id" },
                unique: true,
                filter: "deleted_at IS NULL AND external_id IS NOT NULL");

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

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "leads");

            migrationBuilder.DropTable(
                name: "customers");

            migrationBuilder.DropTable(
                name: "import_sources");

            migrationBuilder.DropTable(
                name: "lead_reference_sources");

            migrationBuilder.DropTable(
                name: "lead_statuses");
        }
    }
}
