using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Leadline.Platform.Database.Migrations.Sqlite.Platform
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
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    concurrency_token = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    descriptions = table.Column<string>(type: "TEXT", nullable: true),
                    display_name = table.Column<string>(type: "TEXT", nullable: true),
                    display_names = table.Column<string>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    properties = table.Column<string>(type: "TEXT", nullable: true),
                    resources = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_app_scopes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "countries",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_countries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "id_counters",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    next = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_id_counters", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "installation_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    purpose = table.Column<string>(type: "TEXT", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "BLOB", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_installation_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tenants",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    logo_url = table.Column<string>(type: "TEXT", nullable: true),
                    default_country = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", nullable: true),
                    normalized_user_name = table.Column<string>(type: "TEXT", nullable: true),
                    email = table.Column<string>(type: "TEXT", nullable: true),
                    normalized_email = table.Column<string>(type: "TEXT", nullable: true),
                    email_confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    security_stamp = table.Column<string>(type: "TEXT", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "TEXT", nullable: true),
                    phone_number = table.Column<string>(type: "TEXT", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "TEXT", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    access_failed_count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_users", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "apps",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tenant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    application_type = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    client_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    client_secret = table.Column<string>(type: "TEXT", nullable: true),
                    client_type = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    concurrency_token = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    consent_type = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    display_name = table.Column<string>(type: "TEXT", nullable: true),
                    display_names = table.Column<string>(type: "TEXT", nullable: true),
                    json_web_key_set = table.Column<string>(type: "TEXT", nullable: true),
                    permissions = table.Column<string>(type: "TEXT", nullable: true),
                    post_logout_redirect_uris = table.Column<string>(type: "TEXT", nullable: true),
                    properties = table.Column<string>(type: "TEXT", nullable: true),
                    redirect_uris = table.Column<string>(type: "TEXT", nullable: true),
                    requirements = table.Column<string>(type: "TEXT", nullable: true),
                    settings = table.Column<string>(type: "TEXT", nullable: true)
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
                name: "memberships",
                columns: table => new
                {
                    tenant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                name: "app_authorizations",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    application_id = table.Column<long>(type: "INTEGER", nullable: true),
                    concurrency_token = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    creation_date = table.Column<long>(type: "INTEGER", nullable: true),
                    properties = table.Column<string>(type: "TEXT", nullable: true),
                    scopes = table.Column<string>(type: "TEXT", nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    type = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true)
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
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    application_id = table.Column<long>(type: "INTEGER", nullable: true),
                    authorization_id = table.Column<long>(type: "INTEGER", nullable: true),
                    concurrency_token = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    creation_date = table.Column<long>(type: "INTEGER", nullable: true),
                    expiration_date = table.Column<long>(type: "INTEGER", nullable: true),
                    payload = table.Column<string>(type: "TEXT", nullable: true),
                    properties = table.Column<string>(type: "TEXT", nullable: true),
                    redemption_date = table.Column<long>(type: "INTEGER", nullable: true),
                    reference_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    type = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true)
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
                name: "ix_memberships_user_id",
                table: "memberships",
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
                name: "app_scopes");

            migrationBuilder.DropTable(
                name: "app_tokens");

            migrationBuilder.DropTable(
                name: "countries");

            migrationBuilder.DropTable(
                name: "id_counters");

            migrationBuilder.DropTable(
                name: "installation_keys");

            migrationBuilder.DropTable(
                name: "memberships");

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
