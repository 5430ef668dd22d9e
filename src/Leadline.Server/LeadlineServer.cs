using Leadline.Account;
using Leadline.Apps;
using Leadline.Audit;
using Leadline.Callers;
using Leadline.Customers;
using Leadline.Geography;
using Leadline.Jobs;
using Leadline.Journal;
using Leadline.Leads;
using Leadline.Limits;
using Leadline.Mail;
using Leadline.Notes;
using Leadline.OAuth;
using Leadline.Operations;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Preferences;
using Leadline.Reports;
using Leadline.SavedViews;
using Leadline.Sessions;
using Leadline.Settings;
using Leadline.SingleSignOn;
using Leadline.Tags;
using Leadline.Tasks;
using Leadline.Tenants;
using Leadline.Users;
using Leadline.WebApp;

namespace Leadline;

/// <summary>The server: its settings, its modules, its pipeline.</summary>
public static class LeadlineServer
{
    /// <summary>Builds the server; nothing is opened or listened to yet.</summary>
    /// <param name="settings">Settings that win over the environment and <c>appsettings.json</c>, by their names in <see cref="LeadlineOptions"/>.</param>
    public static WebApplication Build(IReadOnlyDictionary<string, string?> settings) => Build(settings, TimeProvider.System);

    /// <summary>Builds the server on a clock of its own.</summary>
    /// <param name="settings">Settings that win over the environment and <c>appsettings.json</c>, by their names in <see cref="LeadlineOptions"/>.</param>
    /// <param name="clock">The time.</param>
    public static WebApplication Build(IReadOnlyDictionary<string, string?> settings, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(LeadlineServer).Assembly.GetName().Name, // whatever program it runs in: the files of the web page go by it
        });
        builder.WebHost.UseStaticWebAssets();
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false"; // not published either, files are as they were built: looking for others would add an endpoint for every path
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{LeadlineOptions.Section}:{setting.Key}", setting.Value)));
        builder.Services
            .AddPlatform(builder.Configuration, clock)
            .AddDatabase()
            .AddHttp()
            .AddMail()
            .AddAudit()
            .AddLimits()
            .AddTenants()
            .AddUsers()
            .AddSessions()
            .AddOAuth()
            .AddCallers()
            .AddAccount()
            .AddApps()
            .AddSingleSignOn()
            .AddCustomers()
            .AddLeads()
            .AddReports()
            .AddTags()
            .AddTasks()
            .AddSavedViews()
            .AddPreferences()
            .AddNotes()
            .AddGeography()
            .AddJobs()
            .AddJournal()
            .AddSettings()
            .AddOperations()
            .AddWebApp()
            .AddApiDescription(Scopes.All, CallersModule.AccessOf);

        var app = builder.Build();
        app.Use(app.Services.GetRequiredService<Draining>().PassAsync);
        app.Services.GetRequiredService<InProcessApi>().Take(app);
        app.UseHttp(gate: api => api.UseCallerGate(), limits: others => others.UseOAuthLimits());
        app.UseWebApp();
        app.MapHealth();
        app.MapOAuth();
        app.MapAccountPages();
        app.MapAppPages();
        app.MapSingleSignOnPages();
        app.MapApiDescription();
        app.MapWebApp();
        var api = app.MapGroup("/api/v1");
        api.MapAccount();
        api.MapApps();
        api.MapLeads();
        api.MapTasks();
        api.MapReports();
        api.MapCustomers();
        api.MapTags();
        api.MapSavedViews();
        api.MapPreferences();
        api.MapGeography();
        api.MapUsers();
        api.MapJournal();
        api.MapJobs();
        api.MapSettings();
        api.MapSingleSignOn();
        return app;
    }
}
