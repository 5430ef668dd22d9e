using System.Data.Common;
using Leadline.Platform;
using Leadline.Platform.Database;

namespace Leadline.Operations.Moving;

/// <summary>
/// Copies a whole installation from one database to another, of whatever engines. All is read from one snapshot of the source and written page by
/// page, each committed together with the mark of how far it goes, so that a copy that was killed goes on where it stopped. The target refuses
/// to be worked on until both sides were compared and found equal.
/// </summary>
internal sealed class InstallationCopy : IDisposable
{
    private const int PageRows = 2_000;

    private readonly Side source;
    private readonly Side target;
    private readonly CopyMarks marks;
    private readonly IReadOnlyList<MovedTable> tables;
    private readonly ILookup<string, string> references;
    private readonly Dictionary<string, long> rows;

    private InstallationCopy(Side source, Side target, bool isResumed)
    {
        (this.source, this.target, IsResumed) = (source, target, isResumed);
        marks = new CopyMarks(target);
        references = target.References;
        var keepsOrder = source.Tables.Contains(MovedTables.JournalOrder) && target.Tables.Contains(MovedTables.JournalOrder);
        var moved = MovedTables.Of(target.Database).Concat(keepsOrder ? [MovedTables.JournalOrder] : []).ToHashSet();
        tables = [.. InOrder(moved, references).Select(table => MovedTable.Of(source.DescribeSource(table, keepsOrder), target.Describe(table)))];
        rows = tables.ToDictionary(table => table.Name, table => source.Count(table.AtSource));
    }

    /// <summary>Whether an earlier run began it.</summary>
    public bool IsResumed { get; }

    /// <summary>How many rows the source has.</summary>
    public long Rows => rows.Values.Sum();

    /// <summary>How many of them earlier runs copied.</summary>
    public long RowsBefore => marks.Tables.Values.Sum(mark => mark.Rows);

    /// <summary>Opens both sides, and begins the copy unless it was begun before.</summary>
    /// <param name="from">The source, at this version's migrations.</param>
    /// <param name="to">The target; it is made and migrated, and may hold nothing but an unfinished copy of this source.</param>
    /// <param name="name">What the source is called, so that a later run knows its own copy.</param>
    /// <param name="log">Where the target's migrations are told.</param>
    /// <exception cref="SetupException">One of the two is not as it must be.</exception>
    public static InstallationCopy Begin(LeadlineDatabase from, LeadlineDatabase to, string name, ILogger<Migrator> log)
    {
        var source = Side.Of(from, OpenSource(from, log));
        Side? target = null;
        try
        {
            source.BeginSnapshot();
            target = Side.Of(to, OpenTarget(to, log, out var isResumed));
            target.BeginLoad();
            var copy = new InstallationCopy(source, target, isResumed);
            copy.Begin(name);
            return copy;
        }
        catch
        {
            source.Dispose();
            target?.Dispose();
            throw;
        }
    }

    /// <summary>Compares what earlier runs copied with the source as it is now, and empties what differs, with all that refers to it: it is copied anew.</summary>
    /// <param name="progress">Told how many rows were read, on both sides.</param>
    /// <param name="ct">Stops.</param>
    /// <returns>The tables that are copied anew.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(IProgress<long> progress, CancellationToken ct)
    {
        var begun = marks.Tables;
        var changed = new HashSet<string>();
        var read = new Tally(progress);
        foreach (var table in tables)
        {
            if (references[table.Name].Any(changed.Contains) || (begun.TryGetValue(table.Name, out var mark) && !await IsEqualAsync(table, mark.Last, read, ct)))
            {
                changed.Add(table.Name);
            }
        }

        if (changed.Count > 0)
        {
            using var transaction = target.Begin();
            target.Empty(changed);
            marks.Forget(changed);
            transaction.Commit();
        }

        return [.. changed.Where(begun.ContainsKey).Order(StringComparer.Ordinal)];
    }

    /// <summary>Copies what is still to be copied.</summary>
    /// <param name="progress">Told how many rows are copied, those of earlier runs among them.</param>
    /// <param name="ct">Stops after a page.</param>
    /// <exception cref="SetupException">A value cannot be stored in the target.</exception>
    public async Task CopyAsync(IProgress<long> progress, CancellationToken ct)
    {
        var begun = marks.Tables;
        var copied = new Tally(progress);
        copied.Add(begun.Values.Sum(mark => mark.Rows));
        foreach (var table in tables)
        {
            var (last, count) = begun.GetValueOrDefault(table.Name);
            var page = await ReadAsync(table, last);
            while (page.Count > 0)
            {
                ct.ThrowIfCancellationRequested();
                last = table.AtTarget.KeyOf(page[^1]);
                var next = ReadAsync(table, last);
                try
                {
                    Write(table, page, last, count += page.Count);
                }
                finally
                {
                    await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // nothing reads any more once this ends
                }

                copied.Add(page.Count);
                page = await next;
            }
        }
    }

    /// <summary>Compares both sides, all rows.</summary>
    /// <param name="progress">Told how many rows were read, on both sides.</param>
    /// <param name="ct">Stops.</param>
    /// <returns>What differs, a sentence for each table; empty when the sides are equal.</returns>
    public async Task<IReadOnlyList<string>> CompareAsync(IProgress<long> progress, CancellationToken ct)
    {
        var read = new Tally(progress);
        var differences = new List<string>();
        foreach (var table in tables)
        {
            var (ours, theirs) = await SumAsync(table, upTo: null, read, ct);
            if (!ours.IsEqualTo(theirs))
            {
                differences.Add($"The table {table.Name} differs: {ours.Rows} rows in the source, {theirs.Rows} in the target{(ours.Rows == theirs.Rows ? ", with other values" : "")}.");
            }
        }

        return differences;
    }

    /// <summary>Makes what is derived, wakes the triggers and takes the mark away: the target is an installation.</summary>
    public void Finish()
    {
        using (var transaction = target.Begin())
        {
            target.Derive();
            foreach (var table in tables)
            {
                GoOnNumbering(table);
            }

            target.WakeTriggers(tables.Select(table => table.Name), marks);
            marks.End();
            transaction.Commit();
        }

        target.Settle();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        source.Dispose();
        target.Dispose();
    }

    private static DbConnection OpenSource(LeadlineDatabase from, ILogger<Migrator> log)
    {
        if (from.MissingFile is { } file)
        {
            throw new SetupException($"There is no database {file}.");
        }

        DbConnection connection;
        try
        {
            connection = from.OpenForWriting();
        }
        catch (DbException problem)
        {
            throw new SetupException($"The source cannot be opened: {problem.Message}");
        }

        UnfinishedCopy.Refuse(from, connection);
        return new Migrator(from, log).Pending(connection).Count == 0
            ? connection
            : throw new SetupException("The source is not at this version; run leadline migrate on it first.");
    }

    private static DbConnection OpenTarget(LeadlineDatabase to, ILogger<Migrator> log, out bool isResumed)
    {
        var migrator = new Migrator(to, log);
        var connection = migrator.Open();
        isResumed = UnfinishedCopy.IsIn(to, connection);
        var isOlder = migrator.Pending(connection).Count > 0;
        if (!isResumed)
        {
            migrator.Migrate();
        }
        else if (isOlder)
        {
            throw new SetupException("The target holds an unfinished copy that an older version began; empty it and begin anew.");
        }

        return connection;
    }

    private void Begin(string name)
    {
        if (IsResumed)
        {
            if (marks.Source is var other && other != name)
            {
                throw new SetupException($"The target holds an unfinished copy of {other}; finish that one, or empty the target.");
            }

            return;
        }

        if (target.Number("SELECT (SELECT count(*) FROM tenants) + (SELECT count(*) FROM users)") > 0)
        {
            throw new SetupException("The target holds an installation of its own; name a database that is empty.");
        }

        using var transaction = target.Begin();
        marks.Begin(name);
        target.RestTriggers(tables.Select(table => table.Name), marks);
        target.Empty([.. tables.Select(table => table.Name), .. target.Tables.Intersect(MovedTables.Derived.Where(table => !table.StartsWith("lead_search", StringComparison.Ordinal)))]);
        transaction.Commit();
    }

    private Task<List<object?[]>> ReadAsync(MovedTable table, object?[]? after) => Task.Run(() => source.Read(table.AtSource, after, upTo: null, PageRows));

    private void Write(MovedTable table, List<object?[]> page, object?[] last, long count)
    {
        using var transaction = target.Begin();
        target.Write(table.AtTarget, page);
        marks.Set(table.Name, last, count);
        transaction.Commit();
    }

    private async Task<bool> IsEqualAsync(MovedTable table, object?[] upTo, Tally read, CancellationToken ct)
    {
        var (ours, theirs) = await SumAsync(table, upTo, read, ct);
        return ours.IsEqualTo(theirs);
    }

    private async Task<(TableSum Ours, TableSum Theirs)> SumAsync(MovedTable table, object?[]? upTo, Tally read, CancellationToken ct)
    {
        var ours = Task.Run(() => source.Sum(table.AtSource, upTo, PageRows, read.Add, ct), CancellationToken.None);
        var theirs = Task.Run(() => target.Sum(table.AtTarget, upTo, PageRows, read.Add, ct), CancellationToken.None);
        await Task.WhenAll(ours, theirs);
        return (await ours, await theirs);
    }

    private void GoOnNumbering(MovedTable table)
    {
        if (table.AtTarget.Numbered is { } column && source.LastNumber(table.Name, column) is > 0 and var last)
        {
            target.GoOnAfter(last, table.Name, column);
        }
    }

    // What is referred to comes before what refers to it.
    private static List<string> InOrder(HashSet<string> names, ILookup<string, string> references)
    {
        var ordered = new List<string>();
        while (ordered.Count < names.Count)
        {
            var ready = names.Except(ordered).Where(name => references[name].Where(names.Contains).All(ordered.Contains)).ToList();
            ordered.AddRange(ready.Count > 0 ? ready : throw new InvalidOperationException("Tables refer to one another in a circle."));
        }

        return ordered;
    }

    private sealed class Tally(IProgress<long> progress)
    {
        private long count;

        public void Add(long more) => progress.Report(Interlocked.Add(ref count, more));

        public void Add(int more) => Add((long)more);
    }
}
