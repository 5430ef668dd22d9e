namespace Leadline.Client;

/// <summary>
/// Leadline over HTTP, as one caller in one tenant. A client is cheap: make one for each user on top of a shared <see cref="HttpClient"/>.
/// It may be used by many threads at once.
/// </summary>
/// <remarks>
/// Every call throws <see cref="LeadlineException"/> when it is refused, <see cref="HttpRequestException"/> when there was no answer after all
/// attempts, and <see cref="OperationCanceledException"/> when it was cancelled. What is set wrongly throws <see cref="ArgumentException"/> before
/// anything is sent. Times are in UTC.
/// </remarks>
public sealed class LeadlineClient
{
    /// <summary>A client with connections of its own, shared with all clients that are made in this way.</summary>
    /// <param name="options">Where it calls, and as whom.</param>
    /// <exception cref="ArgumentException">The options have no base address.</exception>
    public LeadlineClient(LeadlineClientOptions options)
        : this(new Transport(null, options))
    {
    }

    /// <summary>A client on top of an <see cref="HttpClient"/>, which may be shared and stays the caller's to dispose.</summary>
    /// <param name="http">Sends the calls. Its timeout is obeyed; waits for news are shortened to fit into it.</param>
    /// <param name="options">As whom it calls, and where, unless the <see cref="HttpClient"/> knows that.</param>
    /// <exception cref="ArgumentException">Neither has a base address.</exception>
    public LeadlineClient(HttpClient http, LeadlineClientOptions options)
        : this(new Transport(http, options))
    {
    }

    private LeadlineClient(Transport transport)
    {
        Account = new AccountClient(transport);
        Leads = new LeadsClient(transport);
        Reports = new ReportsClient(transport);
        LeadStatuses = new LeadStatusesClient(transport);
        ReferenceSources = new ReferenceSourcesClient(transport);
        ImportSources = new ImportSourcesClient(transport);
        Customers = new CustomersClient(transport);
        Tasks = new TasksClient(transport);
        Tags = new TagsClient(transport);
        SavedViews = new SavedViewsClient(transport);
        Users = new UsersClient(transport);
        Roles = new RolesClient(transport);
        Teams = new TeamsClient(transport);
        Countries = new CountriesClient(transport);
        Settings = new SettingsClient(transport);
        Tenant = new TenantClient(transport);
        SingleSignOn = new SingleSignOnClient(transport);
        Apps = new AppsClient(transport);
        PersonalTokens = new PersonalTokensClient(transport);
        Changes = new ChangesClient(transport);
        Batches = new BatchesClient(transport);
        Jobs = new JobsClient(transport);
        Audit = new AuditClient(transport);
    }

    /// <summary>What the caller is and may do.</summary>
    public AccountClient Account { get; }

    /// <summary>The leads of the tenant.</summary>
    public LeadsClient Leads { get; }

    /// <summary>Reports on leads.</summary>
    public ReportsClient Reports { get; }

    /// <summary>The steps of the sale.</summary>
    public LeadStatusesClient LeadStatuses { get; }

    /// <summary>Where leads heard of the tenant.</summary>
    public ReferenceSourcesClient ReferenceSources { get; }

    /// <summary>The systems from which leads are taken over.</summary>
    public ImportSourcesClient ImportSources { get; }

    /// <summary>The customers of the tenant.</summary>
    public CustomersClient Customers { get; }

    /// <summary>What is to be done about leads.</summary>
    public TasksClient Tasks { get; }

    /// <summary>The tags, for leads and customers.</summary>
    public TagsClient Tags { get; }

    /// <summary>The lists as people like to see them.</summary>
    public SavedViewsClient SavedViews { get; }

    /// <summary>The people of the tenant.</summary>
    public UsersClient Users { get; }

    /// <summary>The roles of the tenant, with their permissions.</summary>
    public RolesClient Roles { get; }

    /// <summary>The teams of the tenant.</summary>
    public TeamsClient Teams { get; }

    /// <summary>The countries and territories of ISO 3166-1.</summary>
    public CountriesClient Countries { get; }

    /// <summary>The settings of the tenant.</summary>
    public SettingsClient Settings { get; }

    /// <summary>What the tenant says of itself.</summary>
    public TenantClient Tenant { get; }

    /// <summary>By which provider members sign in to the tenant, for its owners.</summary>
    public SingleSignOnClient SingleSignOn { get; }

    /// <summary>The apps of the tenant, for its owners.</summary>
    public AppsClient Apps { get; }

    /// <summary>The tokens that the caller made for scripts of theirs.</summary>
    public PersonalTokensClient PersonalTokens { get; }

    /// <summary>The change feed.</summary>
    public ChangesClient Changes { get; }

    /// <summary>What was done; every batch can be taken back.</summary>
    public BatchesClient Batches { get; }

    /// <summary>Changes of many rows, done in the background.</summary>
    public JobsClient Jobs { get; }

    /// <summary>Sign-ins, tokens, apps and role changes of the tenant, for its owners.</summary>
    public AuditClient Audit { get; }
}
