using System.Collections.Concurrent;
using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Leadline.Platform.Database.Postgres;

/// <summary>
/// Changes on PostgreSQL: each in a transaction and on a connection of its own. Those of single records run side by side; one that finds a record
/// changed by another meanwhile, or a key taken, is run again, alone in its tenant, where it sees all that the other did.
/// </summary>
internal sealed class ChangesSideBySide(PostgresDatabase database, IdBlocks ids, Commits commits, TimeProvider clock, ILogger<ChangesSideBySide> logger)
    : TenantWrites(ids, clock)
{
    private readonly ConcurrentBag<PostgresWriter> idle = [];
    private readonly SemaphoreSlim turns = new(database.MostWriters);
    private readonly Settling settling = new(database, logger);

    public override async ValueTask DisposeAsync()
    {
        await settling.DisposeAsync();
        while (idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        turns.Dispose();
    }

    private protected override async Task RunAsync(Job job)
    {
        await turns.WaitAsync(job.Cancellation);
        try
        {
            if (job.Reach == Reach.Tenant || !await TryBesideOthersAsync(job))
            {
                await RunAsync(job, isAlone: true);
            }
        }
        finally
        {
            turns.Release();
        }

        settling.Note(job.View.Tenant);
        commits.Tell(job.View.Tenant);
    }

    private async Task<bool> TryBesideOthersAsync(Job job)
    {
        try
        {
            await RunAsync(job, isAlone: false);
            return true;
        }
        catch (Exception fault) when (IsConflict(fault))
        {
            return false;
        }
    }

    private async Task RunAsync(Job job, bool isAlone)
    {
        var connection = await BeginAsync(job.View.Tenant, isAlone);
        try
        {
            await using (var write = Begin(job, connection))
            {
                await job.Work(write);
            }

            await connection.CommitAsync();
        }
        catch
        {
            await RollBackAsync(connection);
            throw;
        }

        idle.Add(connection);
    }

    // One that was kept may have been cut meanwhile: then a new one is tried.
    private async Task<PostgresWriter> BeginAsync(TenantId tenant, bool isAlone)
    {
        while (idle.TryTake(out var kept))
        {
            try
            {
                await kept.BeginAsync(tenant, isAlone);
                return kept;
            }
            catch (NpgsqlException) when (kept.Connection.State != ConnectionState.Open)
            {
                kept.Dispose();
            }
            catch
            {
                kept.Dispose();
                throw;
            }
        }

        var connection = database.OpenWriter();
        try
        {
            await connection.BeginAsync(tenant, isAlone);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private async Task RollBackAsync(PostgresWriter connection)
    {
        try
        {
            await connection.RollBackAsync();
        }
        catch (Exception)
        {
            connection.Dispose(); // which takes back whatever it had begun
            return;
        }

        idle.Add(connection);
    }

    private static bool IsConflict(Exception fault) => fault switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => IsConflict(inner),
        PostgresException refused => refused.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        _ => false,
    };
}
