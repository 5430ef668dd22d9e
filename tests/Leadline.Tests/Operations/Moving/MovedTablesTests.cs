using Leadline.Operations.Moving;

namespace Leadline.Tests.Operations.Moving;

/// <summary>No table is forgotten when an installation moves.</summary>
public sealed class MovedTablesTests(LeadlineHost host)
{
    [Fact]
    public void Every_table_is_moved_or_named_as_one_that_is_not()
    {
        using var side = Side.Of(host.Database, host.Database.OpenForWriting());
        var moved = MovedTables.Of(host.Database);
        var others = MovedTables.Derived.Concat(MovedTables.Passing).Concat(MovedTables.OfTheDatabase).ToList();

        Assert.Contains("leads", moved);
        Assert.Empty(moved.Intersect(others));
        Assert.Empty(moved.Except(side.Tables));
        Assert.Equal([], side.Tables.Except(moved).Except(others));
    }

    [Fact]
    public void What_is_moved_refers_to_what_is_moved_and_never_to_its_own_table()
    {
        using var connection = host.Database.OpenForWriting();
        using var side = Side.Of(host.Database, connection);
        var moved = MovedTables.Of(host.Database);

        Assert.NotEmpty(side.References);
        Assert.All(side.References, table => Assert.True(table.All(moved.Contains) && !table.Contains(table.Key), table.Key));
    }

    [Fact]
    public void Every_moved_table_has_a_key_of_numbers_texts_or_bytes()
    {
        using var side = Side.Of(host.Database, host.Database.OpenForWriting());

        Assert.All(MovedTables.Of(host.Database).Select(side.Describe), table =>
        {
            Assert.NotEmpty(table.Key);
            Assert.All(
                table.Columns.Where(column => table.Key.Contains(column.Name)),
                column => Assert.Contains(column.Kind, new[] { ValueKind.Integer, ValueKind.Text, ValueKind.Bytes }));
        });
    }
}
