using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Leadline.Platform.Database.Migrations.Postgres.Platform
{
    /// <inheritdoc />
    public partial class InitialPlatform : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "app_scopes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    description = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    descriptions = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    display_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    display_names = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    properties = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    resources = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_app_scopes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    tenant_id = table.Column<long>(type: "bigint", nullable: true),
                    user_id = table.Column<long>(type: "bigint", nullable: true),
                    author_kind = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    author_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    app_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    user_agent = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    details = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "countries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_countries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "id_counters",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    next = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_id_counters", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "installation_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    purpose = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    used_from = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_installation_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "limit_counts",
                columns: table => new
                {
                    key = table.Column<byte[]>(type: "bytea", nullable: false),
                    ends_at = table.Column<long>(type: "bigint", nullable: false),
                    calls = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_limit_counts", x => new { x.key, x.ends_at });
                });

            migrationBuilder.CreateTable(
                name: "mails",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    sealed_order = table.Column<byte[]>(type: "bytea", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    next_attempt_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mails", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "protection_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    xml = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tenants",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    logo_url = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    default_country = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    tier = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tenants", x => x.id);
                    table.CheckConstraint("tenant_id_range", "id BETWEEN 1 AND 2097151");
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    normalized_user_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    email = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    normalized_email = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    security_stamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone_number = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_users", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "apps",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: true),
                    default_scopes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    former_secret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    former_secret_ends_at = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    deleted_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    application_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    client_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    client_secret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    client_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    consent_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    display_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    display_names = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    json_web_key_set = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    permissions = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    post_logout_redirect_uris = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    properties = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    redirect_uris = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    requirements = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    settings = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_apps", x => x.id);
                    table.ForeignKey(
                        name: "FK_apps_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "identity_providers",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    issuer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    client_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    client_secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    is_required = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
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
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    domain = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    proof = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    proven_at = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "account_links",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    key_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    inviting_tenant_id = table.Column<long>(type: "bigint", nullable: true),
                    email = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    stamp = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_links", x => x.id);
                    table.ForeignKey(
                        name: "FK_account_links_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "memberships",
                columns: table => new
                {
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    title = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    emergency_contact_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    emergency_contact_surname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    emergency_contact_phone_number = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    blood_group = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    language = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    avatar_url = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    bio = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    credentials_changed_at = table.Column<long>(type: "bigint", nullable: true),
                    invited_at = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    deleted_at = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_memberships", x => new { x.tenant_id, x.user_id });
                    table.ForeignKey(
                        name: "FK_memberships_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_memberships_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "personal_tokens",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<long>(type: "bigint", nullable: false),
                    provider_tenant_id = table.Column<long>(type: "bigint", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    scopes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    last_used_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personal_tokens", x => x.id);
                    table.ForeignKey(
                        name: "FK_personal_tokens_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_personal_tokens_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    key_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    provider_tenant_id = table.Column<long>(type: "bigint", nullable: true),
                    ticket = table.Column<byte[]>(type: "bytea", nullable: false),
                    address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    user_agent = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    last_seen_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sessions", x => x.id);
                    table.ForeignKey(
                        name: "FK_sessions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "used_codes",
                columns: table => new
                {
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    step = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_used_codes", x => x.user_id);
                    table.ForeignKey(
                        name: "FK_used_codes_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_claims",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    claim_value = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_claims", x => x.id);
                    table.ForeignKey(
                        name: "FK_user_claims_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_logins",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    provider_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    provider_display_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    user_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_logins", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "FK_user_logins_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_passkeys",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    data = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_passkeys", x => x.credential_id);
                    table.ForeignKey(
                        name: "FK_user_passkeys_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_tokens",
                columns: table => new
                {
                    user_id = table.Column<long>(type: "bigint", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_tokens", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "FK_user_tokens_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "app_authorizations",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    application_id = table.Column<long>(type: "bigint", nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    creation_date = table.Column<long>(type: "bigint", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    scopes = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_app_authorizations", x => x.id);
                    table.ForeignKey(
                        name: "FK_app_authorizations_apps_application_id",
                        column: x => x.application_id,
                        principalTable: "apps",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "app_tokens",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    application_id = table.Column<long>(type: "bigint", nullable: true),
                    authorization_id = table.Column<long>(type: "bigint", nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    creation_date = table.Column<long>(type: "bigint", nullable: true),
                    expiration_date = table.Column<long>(type: "bigint", nullable: true),
                    payload = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    properties = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    redemption_date = table.Column<long>(type: "bigint", nullable: true),
                    reference_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    type = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_app_tokens", x => x.id);
                    table.ForeignKey(
                        name: "FK_app_tokens_app_authorizations_authorization_id",
                        column: x => x.authorization_id,
                        principalTable: "app_authorizations",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "FK_app_tokens_apps_application_id",
                        column: x => x.application_id,
                        principalTable: "apps",
                        principalColumn: "id");
                });

            migrationBuilder.InsertData(
                table: "countries",
                columns: new[] { "id", "code", "name" },
                values: new object[,]
                {
                    { 4L, "AF", "Afghanistan" },
                    { 8L, "AL", "Albania" },
                    { 10L, "AQ", "Antarctica" },
                    { 12L, "DZ", "Algeria" },
                    { 16L, "AS", "American Samoa" },
                    { 20L, "AD", "Andorra" },
                    { 24L, "AO", "Angola" },
                    { 28L, "AG", "Antigua and Barbuda" },
                    { 31L, "AZ", "Azerbaijan" },
                    { 32L, "AR", "Argentina" },
                    { 36L, "AU", "Australia" },
                    { 40L, "AT", "Austria" },
                    { 44L, "BS", "Bahamas" },
                    { 48L, "BH", "Bahrain" },
                    { 50L, "BD", "Bangladesh" },
                    { 51L, "AM", "Armenia" },
                    { 52L, "BB", "Barbados" },
                    { 56L, "BE", "Belgium" },
                    { 60L, "BM", "Bermuda" },
                    { 64L, "BT", "Bhutan" },
                    { 68L, "BO", "Bolivia" },
                    { 70L, "BA", "Bosnia and Herzegovina" },
                    { 72L, "BW", "Botswana" },
                    { 74L, "BV", "Bouvet Island" },
                    { 76L, "BR", "Brazil" },
                    { 84L, "BZ", "Belize" },
                    { 86L, "IO", "British Indian Ocean Territory" },
                    { 90L, "SB", "Solomon Islands" },
                    { 92L, "VG", "British Virgin Islands" },
                    { 96L, "BN", "Brunei" },
                    { 100L, "BG", "Bulgaria" },
                    { 104L, "MM", "Myanmar" },
                    { 108L, "BI", "Burundi" },
                    { 112L, "BY", "Belarus" },
                    { 116L, "KH", "Cambodia" },
                    { 120L, "CM", "Cameroon" },
                    { 124L, "CA", "Canada" },
                    { 132L, "CV", "Cabo Verde" },
                    { 136L, "KY", "Cayman Islands" },
                    { 140L, "CF", "Central African Republic" },
                    { 144L, "LK", "Sri Lanka" },
                    { 148L, "TD", "Chad" },
                    { 152L, "CL", "Chile" },
                    { 156L, "CN", "China" },
                    { 158L, "TW", "Taiwan" },
                    { 162L, "CX", "Christmas Island" },
                    { 166L, "CC", "Cocos (Keeling) Islands" },
                    { 170L, "CO", "Colombia" },
                    { 174L, "KM", "Comoros" },
                    { 175L, "YT", "Mayotte" },
                    { 178L, "CG", "Republic of the Congo" },
                    { 180L, "CD", "Democratic Republic of the Congo" },
                    { 184L, "CK", "Cook Islands" },
                    { 188L, "CR", "Costa Rica" },
                    { 191L, "HR", "Croatia" },
                    { 192L, "CU", "Cuba" },
                    { 196L, "CY", "Cyprus" },
                    { 203L, "CZ", "Czechia" },
                    { 204L, "BJ", "Benin" },
                    { 208L, "DK", "Denmark" },
                    { 212L, "DM", "Dominica" },
                    { 214L, "DO", "Dominican Republic" },
                    { 218L, "EC", "Ecuador" },
                    { 222L, "SV", "El Salvador" },
                    { 226L, "GQ", "Equatorial Guinea" },
                    { 231L, "ET", "Ethiopia" },
                    { 232L, "ER", "Eritrea" },
                    { 233L, "EE", "Estonia" },
                    { 234L, "FO", "Faroe Islands" },
                    { 238L, "FK", "Falkland Islands" },
                    { 239L, "GS", "South Georgia and the South Sandwich Islands" },
                    { 242L, "FJ", "Fiji" },
                    { 246L, "FI", "Finland" },
                    { 248L, "AX", "Åland Islands" },
                    { 250L, "FR", "France" },
                    { 254L, "GF", "French Guiana" },
                    { 258L, "PF", "French Polynesia" },
                    { 260L, "TF", "French Southern Territories" },
                    { 262L, "DJ", "Djibouti" },
                    { 266L, "GA", "Gabon" },
                    { 268L, "GE", "Georgia" },
                    { 270L, "GM", "Gambia" },
                    { 275L, "PS", "Palestine" },
                    { 276L, "DE", "Germany" },
                    { 288L, "GH", "Ghana" },
                    { 292L, "GI", "Gibraltar" },
                    { 296L, "KI", "Kiribati" },
                    { 300L, "GR", "Greece" },
                    { 304L, "GL", "Greenland" },
                    { 308L, "GD", "Grenada" },
                    { 312L, "GP", "Guadeloupe" },
                    { 316L, "GU", "Guam" },
                    { 320L, "GT", "Guatemala" },
                    { 324L, "GN", "Guinea" },
                    { 328L, "GY", "Guyana" },
                    { 332L, "HT", "Haiti" },
                    { 334L, "HM", "Heard Island and McDonald Islands" },
                    { 336L, "VA", "Vatican City" },
                    { 340L, "HN", "Honduras" },
                    { 344L, "HK", "Hong Kong" },
                    { 348L, "HU", "Hungary" },
                    { 352L, "IS", "Iceland" },
                    { 356L, "IN", "India" },
                    { 360L, "ID", "Indonesia" },
                    { 364L, "IR", "Iran" },
                    { 368L, "IQ", "Iraq" },
                    { 372L, "IE", "Ireland" },
                    { 376L, "IL", "Israel" },
                    { 380L, "IT", "Italy" },
                    { 384L, "CI", "Côte d'Ivoire" },
                    { 388L, "JM", "Jamaica" },
                    { 392L, "JP", "Japan" },
                    { 398L, "KZ", "Kazakhstan" },
                    { 400L, "JO", "Jordan" },
                    { 404L, "KE", "Kenya" },
                    { 408L, "KP", "North Korea" },
                    { 410L, "KR", "South Korea" },
                    { 414L, "KW", "Kuwait" },
                    { 417L, "KG", "Kyrgyzstan" },
                    { 418L, "LA", "Laos" },
                    { 422L, "LB", "Lebanon" },
                    { 426L, "LS", "Lesotho" },
                    { 428L, "LV", "Latvia" },
                    { 430L, "LR", "Liberia" },
                    { 434L, "LY", "Libya" },
                    { 438L, "LI", "Liechtenstein" },
                    { 440L, "LT", "Lithuania" },
                    { 442L, "LU", "Luxembourg" },
                    { 446L, "MO", "Macao" },
                    { 450L, "MG", "Madagascar" },
                    { 454L, "MW", "Malawi" },
                    { 458L, "MY", "Malaysia" },
                    { 462L, "MV", "Maldives" },
                    { 466L, "ML", "Mali" },
                    { 470L, "MT", "Malta" },
                    { 474L, "MQ", "Martinique" },
                    { 478L, "MR", "Mauritania" },
                    { 480L, "MU", "Mauritius" },
                    { 484L, "MX", "Mexico" },
                    { 492L, "MC", "Monaco" },
                    { 496L, "MN", "Mongolia" },
                    { 498L, "MD", "Moldova" },
                    { 499L, "ME", "Montenegro" },
                    { 500L, "MS", "Montserrat" },
                    { 504L, "MA", "Morocco" },
                    { 508L, "MZ", "Mozambique" },
                    { 512L, "OM", "Oman" },
                    { 516L, "NA", "Namibia" },
                    { 520L, "NR", "Nauru" },
                    { 524L, "NP", "Nepal" },
                    { 528L, "NL", "Netherlands" },
                    { 531L, "CW", "Curaçao" },
                    { 533L, "AW", "Aruba" },
                    { 534L, "SX", "Sint Maarten" },
                    { 535L, "BQ", "Caribbean Netherlands" },
                    { 540L, "NC", "New Caledonia" },
                    { 548L, "VU", "Vanuatu" },
                    { 554L, "NZ", "New Zealand" },
                    { 558L, "NI", "Nicaragua" },
                    { 562L, "NE", "Niger" },
                    { 566L, "NG", "Nigeria" },
                    { 570L, "NU", "Niue" },
                    { 574L, "NF", "Norfolk Island" },
                    { 578L, "NO", "Norway" },
                    { 580L, "MP", "Northern Mariana Islands" },
                    { 581L, "UM", "United States Minor Outlying Islands" },
                    { 583L, "FM", "Micronesia" },
                    { 584L, "MH", "Marshall Islands" },
                    { 585L, "PW", "Palau" },
                    { 586L, "PK", "Pakistan" },
                    { 591L, "PA", "Panama" },
                    { 598L, "PG", "Papua New Guinea" },
                    { 600L, "PY", "Paraguay" },
                    { 604L, "PE", "Peru" },
                    { 608L, "PH", "Philippines" },
                    { 612L, "PN", "Pitcairn Islands" },
                    { 616L, "PL", "Poland" },
                    { 620L, "PT", "Portugal" },
                    { 624L, "GW", "Guinea-Bissau" },
                    { 626L, "TL", "Timor-Leste" },
                    { 630L, "PR", "Puerto Rico" },
                    { 634L, "QA", "Qatar" },
                    { 638L, "RE", "Réunion" },
                    { 642L, "RO", "Romania" },
                    { 643L, "RU", "Russia" },
                    { 646L, "RW", "Rwanda" },
                    { 652L, "BL", "Saint Barthélemy" },
                    { 654L, "SH", "Saint Helena, Ascension and Tristan da Cunha" },
                    { 659L, "KN", "Saint Kitts and Nevis" },
                    { 660L, "AI", "Anguilla" },
                    { 662L, "LC", "Saint Lucia" },
                    { 663L, "MF", "Saint Martin" },
                    { 666L, "PM", "Saint Pierre and Miquelon" },
                    { 670L, "VC", "Saint Vincent and the Grenadines" },
                    { 674L, "SM", "San Marino" },
                    { 678L, "ST", "São Tomé and Príncipe" },
                    { 682L, "SA", "Saudi Arabia" },
                    { 686L, "SN", "Senegal" },
                    { 688L, "RS", "Serbia" },
                    { 690L, "SC", "Seychelles" },
                    { 694L, "SL", "Sierra Leone" },
                    { 702L, "SG", "Singapore" },
                    { 703L, "SK", "Slovakia" },
                    { 704L, "VN", "Vietnam" },
                    { 705L, "SI", "Slovenia" },
                    { 706L, "SO", "Somalia" },
                    { 710L, "ZA", "South Africa" },
                    { 716L, "ZW", "Zimbabwe" },
                    { 724L, "ES", "Spain" },
                    { 728L, "SS", "South Sudan" },
                    { 729L, "SD", "Sudan" },
                    { 732L, "EH", "Western Sahara" },
                    { 740L, "SR", "Suriname" },
                    { 744L, "SJ", "Svalbard and Jan Mayen" },
                    { 748L, "SZ", "Eswatini" },
                    { 752L, "SE", "Sweden" },
                    { 756L, "CH", "Switzerland" },
                    { 760L, "SY", "Syria" },
                    { 762L, "TJ", "Tajikistan" },
                    { 764L, "TH", "Thailand" },
                    { 768L, "TG", "Togo" },
                    { 772L, "TK", "Tokelau" },
                    { 776L, "TO", "Tonga" },
                    { 780L, "TT", "Trinidad and Tobago" },
                    { 784L, "AE", "United Arab Emirates" },
                    { 788L, "TN", "Tunisia" },
                    { 792L, "TR", "Türkiye" },
                    { 795L, "TM", "Turkmenistan" },
                    { 796L, "TC", "Turks and Caicos Islands" },
                    { 798L, "TV", "Tuvalu" },
                    { 800L, "UG", "Uganda" },
                    { 804L, "UA", "Ukraine" },
                    { 807L, "MK", "North Macedonia" },
                    { 818L, "EG", "Egypt" },
                    { 826L, "GB", "United Kingdom" },
                    { 831L, "GG", "Guernsey" },
                    { 832L, "JE", "Jersey" },
                    { 833L, "IM", "Isle of Man" },
                    { 834L, "TZ", "Tanzania" },
                    { 840L, "US", "United States" },
                    { 850L, "VI", "U.S. Virgin Islands" },
                    { 854L, "BF", "Burkina Faso" },
                    { 858L, "UY", "Uruguay" },
                    { 860L, "UZ", "Uzbekistan" },
                    { 862L, "VE", "Venezuela" },
                    { 876L, "WF", "Wallis and Futuna" },
                    { 882L, "WS", "Samoa" },
                    { 887L, "YE", "Yemen" },
                    { 894L, "ZM", "Zambia" }
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_links_expires_at",
                table: "account_links",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_account_links_key_hash",
                table: "account_links",
                column: "key_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_account_links_user_id",
                table: "account_links",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_app_authorizations_application_id_status_subject_type",
                table: "app_authorizations",
                columns: new[] { "application_id", "status", "subject", "type" });

            migrationBuilder.CreateIndex(
                name: "ix_app_scopes_name",
                table: "app_scopes",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_app_tokens_application_id_status_subject_type",
                table: "app_tokens",
                columns: new[] { "application_id", "status", "subject", "type" });

            migrationBuilder.CreateIndex(
                name: "ix_app_tokens_authorization_id",
                table: "app_tokens",
                column: "authorization_id");

            migrationBuilder.CreateIndex(
                name: "ix_app_tokens_expiration_date",
                table: "app_tokens",
                column: "expiration_date");

            migrationBuilder.CreateIndex(
                name: "ix_app_tokens_reference_id",
                table: "app_tokens",
                column: "reference_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_apps_client_id",
                table: "apps",
                column: "client_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_apps_tenant_id",
                table: "apps",
                column: "tenant_id");

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_created_at",
                table: "audit_events",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_tenant_id_created_at_id",
                table: "audit_events",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_user_id_created_at_id",
                table: "audit_events",
                columns: new[] { "user_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_identity_providers_tenant_id",
                table: "identity_providers",
                column: "tenant_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_limit_counts_ends_at",
                table: "limit_counts",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "ix_mails_next_attempt_at",
                table: "mails",
                column: "next_attempt_at");

            migrationBuilder.CreateIndex(
                name: "ix_memberships_user_id",
                table: "memberships",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_personal_tokens_hash",
                table: "personal_tokens",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_personal_tokens_tenant_id",
                table: "personal_tokens",
                column: "tenant_id");

            migrationBuilder.CreateIndex(
                name: "ix_personal_tokens_user_id_tenant_id",
                table: "personal_tokens",
                columns: new[] { "user_id", "tenant_id" });

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

            migrationBuilder.CreateIndex(
                name: "ix_sessions_expires_at",
                table: "sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_key_hash",
                table: "sessions",
                column: "key_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sessions_user_id",
                table: "sessions",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_claims_user_id",
                table: "user_claims",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_logins_user_id",
                table: "user_logins",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_passkeys_user_id",
                table: "user_passkeys",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_users_normalized_email",
                table: "users",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_normalized_user_name",
                table: "users",
                column: "normalized_user_name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_links");

            migrationBuilder.DropTable(
                name: "app_scopes");

            migrationBuilder.DropTable(
                name: "app_tokens");

            migrationBuilder.DropTable(
                name: "audit_events");

            migrationBuilder.DropTable(
                name: "countries");

            migrationBuilder.DropTable(
                name: "id_counters");

            migrationBuilder.DropTable(
                name: "identity_providers");

            migrationBuilder.DropTable(
                name: "installation_keys");

            migrationBuilder.DropTable(
                name: "limit_counts");

            migrationBuilder.DropTable(
                name: "mails");

            migrationBuilder.DropTable(
                name: "memberships");

            migrationBuilder.DropTable(
                name: "personal_tokens");

            migrationBuilder.DropTable(
                name: "protection_keys");

            migrationBuilder.DropTable(
                name: "proven_domains");

            migrationBuilder.DropTable(
                name: "sessions");

            migrationBuilder.DropTable(
                name: "used_codes");

            migrationBuilder.DropTable(
                name: "user_claims");

            migrationBuilder.DropTable(
                name: "user_logins");

            migrationBuilder.DropTable(
                name: "user_passkeys");

            migrationBuilder.DropTable(
                name: "user_tokens");

            migrationBuilder.DropTable(
                name: "app_authorizations");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "apps");

            migrationBuilder.DropTable(
                name: "tenants");
        }
    }
}
