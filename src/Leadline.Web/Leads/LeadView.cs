using Leadline.Client;
using Leadline.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Leadline.Web.Leads;

/// <summary>What shows a single lead with all its fields, and keeps it as it is while others change it.</summary>
public abstract class LeadView : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly CancellationToken closed;
    private long? shown;

    /// <summary>Makes it.</summary>
    protected LeadView() => closed = closing.Token; // it outlives its source, which is disposed with the view

    /// <summary>The lead's number.</summary>
    [Parameter, EditorRequired]
    public long Id { get; set; }

    /// <summary>The tenant.</summary>
    [Inject]
    protected Workspace Workspace { get; set; } = null!;

    /// <summary>What others change.</summary>
    [Inject]
    protected LiveChanges Live { get; set; } = null!;

    /// <summary>The lead; null until it has been read.</summary>
    protected Lead? Lead { get; private set; }

    /// <summary>Why it cannot be read; null where it can.</summary>
    protected Exception? Fault { get; private set; }

    /// <summary>Moves with every change of the lead or of what belongs to it.</summary>
    protected int News { get; private set; }

    /// <summary>Whether the person may change it as it is now.</summary>
    protected bool MayChange => Lead is { DeletedAt: null } && Workspace.May("leads:write");

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    protected override void OnInitialized() => Live.Arrived += OnChangesAsync;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (shown == Id)
        {
            return;
        }

        (shown, Lead, Fault) = (Id, null, null);
        await ReadAsync();
    }

    /// <summary>Reads the lead, again where it was read.</summary>
    protected async Task ReadAsync()
    {
        var id = Id;
        try
        {
            Lead read = await Workspace.Api.Leads.GetAsync(id, trashed: true, Enum.GetValues<LeadField>(), ct: closed);
            if (id == Id && (Lead is null || read.Version >= Lead.Version))
            {
                (Lead, Fault) = (read, null);
                News++;
            }
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault) when (fault is LeadlineException or HttpRequestException or SessionEndedException)
        {
            if (id == Id && (Lead is null || fault is LeadlineException { Code: ErrorCodes.NotFound } or SessionEndedException))
            {
                (Lead, Fault) = (null, fault);
            }
        }
    }

    /// <summary>Shows the lead as a change left it.</summary>
    protected void Put(Lead lead)
    {
        if (lead.Id == Id)
        {
            Lead = lead;
            News++;
        }
    }

    /// <summary>Ends it.</summary>
    /// <param name="isDisposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool isDisposing)
    {
        if (isDisposing)
        {
            Live.Arrived -= OnChangesAsync;
            closing.Cancel();
            closing.Dispose();
        }
    }

    private Task OnChangesAsync(IReadOnlyList<JournalEntry>? entries) => InvokeAsync(async () =>
    {
        if (entries is null || entries.Any(IsAboutThis))
        {
            await ReadAsync();
            StateHasChanged();
        }
    });

    // Names of statuses, sources, tags and members stand in the lead, too.
    private bool IsAboutThis(JournalEntry entry) =>
        (entry.Subject == "lead" && entry.SubjectId == Id)
        || (entry.Subject == "customer" && entry.SubjectId == Lead?.CustomerId)
        || entry.Entity is "lead_status" or "lead_reference_source" or "tag" or "user";
}
