namespace Leadline.OAuth;

/// <summary>The claims that Leadline's access tokens carry beside the registered ones.</summary>
public static class LeadlineClaims
{
    /// <summary>The one tenant the token works in; absent for a person, who may work in each tenant they are a member of.</summary>
    public const string Tenant = "tenant";

    /// <summary>The tenant whose provider vouched for the person, and for which alone the token counts; absent for a person who signed in with Leadline itself.</summary>
    public const string Provider = "provider_tenant";

    /// <summary>The session of the web page the token is for, and with which it ends; absent for all others.</summary>
    public const string Session = "session";

    /// <summary>What acts: <see cref="Person"/>, <see cref="App"/> or <see cref="Operator"/>. Not <c>actor</c>, which OpenIddict keeps for a principal.</summary>
    public const string Actor = "actor_kind";

    /// <summary>A person; <c>sub</c> is the user's id.</summary>
    public const string Person = "person";

    /// <summary>A program with a client id of its own; <c>sub</c> is the client id.</summary>
    public const string App = "app";

    /// <summary>Whoever runs the installation, through the command line.</summary>
    public const string Operator = "operator";
}
