using System.Text.RegularExpressions;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Leadline.Tests.Rules;

/// <summary>
/// While a new version is started process by process, those of the version before work on the database that it has migrated. So a migration adds; what is
/// no longer needed goes one version later, in a migration that says so in its name: <c>Remove…</c>.
/// </summary>
public sealed partial class MigrationRulesTests(LeadlineHost host)
{
    // What there was before processes of two versions were first allowed side by side.
    private const string Baseline = "20261128090000";

    [Fact]
    public void What_a_migration_does_leaves_the_version_before_working()
    {
        using var platform = host.Database.Platform();
        using var tenant = host.Database.For(new TenantId(1).Whole);

        Assert.Empty(FaultsOf(platform).Concat(FaultsOf(tenant)));
    }

    [Theory]
    [InlineData("DROP TABLE tags", true)]
    [InlineData("ALTER TABLE tags RENAME COLUMN name TO label", true)]
    [InlineData("ALTER TABLE tags ADD COLUMN shade text NOT NULL", true)]
    [InlineData("ALTER TABLE tags ALTER COLUMN shade SET NOT NULL", true)]
    [InlineData("ALTER TABLE tags DROP name", true)]
    [InlineData("ALTER TABLE tags ALTER name SET DATA TYPE varchar(10)", true)]
    [InlineData("CREATE UNIQUE INDEX tags_by_shade ON tags (shade)", true)]
    [InlineData("ALTER TABLE tags ADD CONSTRAINT short CHECK (length(name) < 10)", true)]
    [InlineData("DROP VIEW tenant_state", true)]
    [InlineData("ALTER TABLE tags ADD COLUMN shade text", false)]
    [InlineData("ALTER TABLE tags ADD COLUMN shade text NOT NULL DEFAULT ''", false)]
    [InlineData("CREATE TABLE shades (id bigint NOT NULL)", false)]
    [InlineData("CREATE INDEX tags_by_shade ON tags (shade)", false)]
    [InlineData("ALTER INDEX tags_by_shade RENAME TO tags_by_tint", true)]
    [InlineData("DROP INDEX tags_by_shade; ALTER INDEX tags_by_tint RENAME TO tags_by_shade", false)]
    [InlineData("DROP INDEX tags_by_shade; ALTER INDEX tags_by_tint RENAME TO tags_by_tone", true)]
    public void Statements_that_would_break_it_are_told_from_those_that_would_not(string sql, bool breaks) =>
        Assert.Equal(breaks, Breaks(new SqlOperation { Sql = sql }));

    [Fact]
    public void Operations_that_would_break_it_are_told_from_those_that_would_not()
    {
        Assert.True(Breaks(new DropColumnOperation { Name = "name", Table = "tags" }));
        Assert.True(Breaks(new RenameTableOperation { Name = "tags", NewName = "labels" }));
        Assert.True(Breaks(new AddColumnOperation { Name = "shade", Table = "tags" }));
        Assert.True(Breaks(new CreateIndexOperation { Name = "tags_by_shade", Table = "tags", IsUnique = true }));
        Assert.True(Breaks(new AddForeignKeyOperation { Name = "tags_of_shades", Table = "tags" }));
        Assert.False(Breaks(new AddColumnOperation { Name = "shade", Table = "tags", IsNullable = true }));
        Assert.False(Breaks(new AddColumnOperation { Name = "shade", Table = "tags", DefaultValue = "" }));
        Assert.False(Breaks(new CreateIndexOperation { Name = "tags_by_shade", Table = "tags" }));
    }

    private static IEnumerable<string> FaultsOf(DbContext db)
    {
        var migrations = db.GetService<IMigrationsAssembly>();
        return migrations.Migrations
            .Where(known => string.CompareOrdinal(known.Key, 0, Baseline, 0, Baseline.Length) > 0 && !known.Key[(Baseline.Length + 1)..].StartsWith(Migrator.Removing, StringComparison.Ordinal))
            .SelectMany(known =>
            {
                var operations = migrations.CreateMigration(known.Value, db.Database.ProviderName!).UpOperations;
                var fresh = operations.OfType<CreateTableOperation>().Select(table => table.Name).ToHashSet();
                return operations.Where(operation => operation is not ITableMigrationOperation { Table: var table } || !fresh.Contains(table)).Where(Breaks)
                    .Select(operation => $"{known.Key}: {operation.GetType().Name} breaks the version before.");
            });
    }

    private static bool Breaks(MigrationOperation operation) => operation switch
    {
        SqlOperation { Sql: var sql } => BreakingSql().IsMatch(ExchangedIndex().Replace(sql, "")),
        AddColumnOperation added => !added.IsNullable && added.DefaultValue is null && added.DefaultValueSql is null && added.ComputedColumnSql is null,
        AlterColumnOperation altered => !altered.IsNullable && altered.OldColumn.IsNullable || altered.ColumnType != altered.OldColumn.ColumnType,
        DropColumnOperation or DropTableOperation or DropSchemaOperation or DropSequenceOperation => true,
        RenameColumnOperation or RenameTableOperation or RenameSequenceOperation => true,
        CreateIndexOperation { IsUnique: true } or AddUniqueConstraintOperation or AddForeignKeyOperation or AddCheckConstraintOperation => true,
        _ => false,
    };

    // An index that takes another's place and name.
    [GeneratedRegex(@"\bDROP\s+INDEX\s+(\w+);\s*ALTER\s+INDEX\s+\w+\s+RENAME\s+TO\s+\1\b", RegexOptions.IgnoreCase)]
    private static partial Regex ExchangedIndex();

    // Functions, triggers, policies and plain indexes may be replaced as a whole.
    [GeneratedRegex(
        @"\bDROP\s+(TABLE|COLUMN|SEQUENCE|TYPE|VIEW)\b|\bALTER\s+TABLE\s+\w+\s+DROP\s+(?!CONSTRAINT\b)|\bRENAME\b|\bSET\s+NOT\s+NULL\b|\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b"
        + @"|\bADD\s+CONSTRAINT\b|\bCREATE\s+UNIQUE\b|\bADD\s+(COLUMN\s+)?\w+\s+\w+[^,;]*\bNOT\s+NULL(?![^,;]*\bDEFAULT\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex BreakingSql();
}
