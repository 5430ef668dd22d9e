using Leadline;
using Leadline.Leads;
using Leadline.OAuth;
using Leadline.Operations;
using Leadline.Operations.Moving;
using Leadline.Platform.Cli;
using Leadline.SingleSignOn;
using Leadline.Tenants;
using Leadline.Users;

var commands = new CommandLine(LeadlineServer.Build);
return await commands.RunAsync(
    args,
    Serve.Command(commands),
    Demo.Command(commands),
    Migrate.Command(commands),
    Verify.Command(commands),
    Citus.Command(commands),
    BackUp.Command(commands),
    Restore.Command(commands),
    CopyInstallation.Command(commands),
    AddTenant.Command(commands, SwitchOff.Command(commands)),
    AddUser.Command(commands),
    AddApp.Command(commands),
    PrintToken.Command(commands),
    RotateKeys.Command(commands),
    Seed.Command(commands));
