using Leadline.Web.Layout;
using Leadline.Web.Leads;
using Leadline.Web.Tasks;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Leadline.Web;

/// <summary>The page that sales people work in.</summary>
public static class WebModule
{
    /// <summary>Registers what the page needs, beside an <see cref="IApiDoor"/>. What is scoped lives as long as a browser's tab is open.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            mud.SnackbarConfiguration.ShowTransitionDuration = 100;
            mud.SnackbarConfiguration.HideTransitionDuration = 200;
            mud.SnackbarConfiguration.VisibleStateDuration = 8000;
            mud.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
            mud.SnackbarConfiguration.PreventDuplicates = false;
        });
        services.AddTransient<MudLocalizer, MudTexts>();
        services.AddCascadingAuthenticationState();
        return services
            .AddScoped<Browser>()
            .AddScoped<Workspace>()
            .AddScoped<LiveChanges>()
            .AddScoped<Toasts>()
            .AddScoped<LeadWrites>()
            .AddScoped<Moments>()
            .AddScoped<TaskChanges>()
            .AddScoped<Commands>();
    }
}
