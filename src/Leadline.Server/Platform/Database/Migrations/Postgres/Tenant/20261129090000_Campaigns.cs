using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database.Migrations.Postgres.Tenant;

/// <summary>The campaign of a lead's first or last marketing touch, by which filters and reports go: the same as <c>Campaign.Of</c>, which SQLite asks.</summary>
[DbContext(typeof(PostgresTenantDb))]
[Migration("20261129090000_Campaigns")]
public sealed class Campaigns : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(CampaignOf);

    // A number is told as it was written, and of two values of one name the last counts, as json has it and jsonb has not. What trims is what .NET takes
    // for white space. A document with an escape of what is in no text, NUL or half a surrogate pair, cannot be read.
    private const string CampaignOf = """
        CREATE FUNCTION campaign_of(attribution text, is_first boolean) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
        DECLARE
            blanks CONSTANT text := E'\t\n\x0B\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000';
            touch json;
            name text;
            campaign text;
        BEGIN
            IF attribution ~ '\\u(0000|[dD][89a-fA-F])' THEN
                BEGIN
                    PERFORM attribution::json -> 0;
                EXCEPTION WHEN data_exception THEN
                    RETURN NULL;
                END;
            END IF;
            touch := attribution::json -> CASE WHEN is_first THEN 0 ELSE -1 END;
            FOREACH name IN ARRAY ARRAY['utm_campaign', 'campaign'] LOOP
                IF json_typeof(touch -> name) IN ('string', 'number') THEN
                    campaign := rtrim(left(btrim(touch ->> name, blanks), 255), blanks);
                    IF campaign <> '' THEN
                        RETURN campaign;
                    END IF;
                END IF;
            END LOOP;
            RETURN NULL;
        END $$;
        """;
}
