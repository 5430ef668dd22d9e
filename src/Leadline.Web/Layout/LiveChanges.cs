using Leadline.Client;

namespace Leadline.Web.Layout;

/// <summary>Other people's changes, as they come: the change feed of the open tenant, from now on.</summary>
public sealed class LiveChanges(Workspace workspace, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private const int MostEntries = 1000;

    private CancellationTokenSource? following;
    private long? tenant;

    /// <summary>Told of what has changed, in the order in which it did; null when so much may have been missed that all is to be read anew.</summary>
    public event Func<IReadOnlyList<JournalEntry>?, Task>? Arrived;

    /// <summary>Follows the open tenant.</summary>
    public void Follow()
    {
        if (tenant == workspace.Tenant.Id)
        {
            return;
        }

        following?.Cancel();
        following?.Dispose();
        following = new CancellationTokenSource();
        tenant = workspace.Tenant.Id;
        _ = FollowAsync(workspace.Api, following.Token);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        following?.Cancel();
        following?.Dispose();
        following = null;
    }

    private async Task FollowAsync(LeadlineClient api, CancellationToken ct)
    {
        string? cursor = null;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                cursor ??= (await api.Changes.ListAsync(ChangesClient.Now, ct: ct)).Meta.Cursor;
                var news = await api.Changes.ListAsync(cursor, MostEntries, Wait, ct);
                cursor = news.Meta.Cursor;
                if (news.Data.Count > 0)
                {
                    Tell(news.Data);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (LeadlineException refused) when (refused.Code == ErrorCodes.ValidationFailed)
            {
                cursor = null; // entries behind it are gone
                Tell(null);
            }
            catch (SessionEndedException)
            {
                return;
            }
            catch (Exception)
            {
                await Task.Delay(Pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // what people do themselves tells them of the fault
            }
        }
    }

    // Nobody waits for what a listener makes of it: it may take longer than the next change to come.
    private void Tell(IReadOnlyList<JournalEntry>? entries)
    {
        foreach (var listener in (Arrived?.GetInvocationList() ?? []).Cast<Func<IReadOnlyList<JournalEntry>?, Task>>())
        {
            _ = listener(entries);
        }
    }
}
