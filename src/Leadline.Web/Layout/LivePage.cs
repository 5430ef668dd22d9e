using Leadline.Client;
using Microsoft.AspNetCore.Components;

namespace Leadline.Web.Layout;

/// <summary>A page, or a part of one, that reads something of the tenant, and reads it again when somebody changes it.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource closing = new();
    private CancellationTokenSource? reading;
    private Task latest = Task.CompletedTask;
    private bool isRefreshing;
    private bool isStale;

    /// <summary>Makes it.</summary>
    protected LivePage() => Closing = closing.Token; // it outlives its source, which is disposed with the page

    /// <summary>The tenant.</summary>
    [Parameter]
    public long Tenant { get; set; }

    /// <summary>The tenant in which the page works.</summary>
    [Inject]
    protected Workspace Workspace { get; private set; } = null!;

    /// <summary>What is said of what was done.</summary>
    [Inject]
    protected Toasts Toasts { get; private set; } = null!;

    /// <summary>What only the browser can do.</summary>
    [Inject]
    protected Browser Browser { get; private set; } = null!;

    /// <summary>Why it could not be read; null when it was.</summary>
    protected Exception? Fault { get; private set; }

    /// <summary>True once it was read.</summary>
    protected bool IsRead { get; private set; }

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Closing { get; }

    [Inject]
    private LiveChanges Live { get; set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        Live.Arrived -= OnChangesAsync;
        Browser.ZoneKnown -= OnZoneKnown;
        Leave();
        closing.Cancel();
        closing.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Live.Arrived += OnChangesAsync;
        Browser.ZoneKnown += OnZoneKnown;
        await LoadAsync();
    }

    /// <summary>Reads what is shown.</summary>
    protected abstract Task ReadAsync(CancellationToken ct);

    /// <summary>Whether a change is one of what is shown.</summary>
    protected abstract bool Concerns(JournalEntry entry);

    /// <summary>Takes back what the page offered elsewhere.</summary>
    protected virtual void Leave()
    {
    }

    /// <summary>Reads it, again, in place of a reading that is under way; what goes wrong is kept in <see cref="Fault"/>.</summary>
    /// <returns>Done once it was read, by this call or by one that took its place.</returns>
    protected Task LoadAsync()
    {
        reading?.Cancel();
        reading = CancellationTokenSource.CreateLinkedTokenSource(Closing);
        return latest = LoadAsync(reading);
    }

    private async Task LoadAsync(CancellationTokenSource mine)
    {
        try
        {
            await ReadAsync(mine.Token);
            (Fault, IsRead) = (null, true);
        }
        catch (OperationCanceledException)
        {
            await (mine == reading ? Task.CompletedTask : latest);
            return;
        }
        catch (Exception refused) when (refused is LeadlineException or HttpRequestException or SessionEndedException)
        {
            Fault = refused;
            if (refused is SessionEndedException or LeadlineException { Code: ErrorCodes.Unauthorized })
            {
                Workspace.SignIn();
            }
        }

        StateHasChanged();
    }

    /// <summary>Does something that changes the tenant, says what went wrong if it fails, and reads again what is shown.</summary>
    /// <returns>Whether it was done.</returns>
    protected async Task<bool> DoAsync(Func<Task> work)
    {
        var isDone = await Toasts.TryAsync(work);
        await LoadAsync();
        return isDone;
    }

    // Days begin and end by the person's clock.
    private void OnZoneKnown() => _ = InvokeAsync(LoadAsync);

    private Task OnChangesAsync(IReadOnlyList<JournalEntry>? entries) =>
        entries is null || entries.Any(Concerns) ? InvokeAsync(RefreshAsync) : Task.CompletedTask;

    // What comes while it is read is read after it: a stream of changes does not keep it from ending.
    private async Task RefreshAsync()
    {
        isStale = true;
        if (isRefreshing)
        {
            return;
        }

        isRefreshing = true;
        while (isStale && !Closing.IsCancellationRequested)
        {
            isStale = false;
            await LoadAsync();
        }

        isRefreshing = false;
    }
}
