using System.Text.Json.Serialization;
using Leadline.Platform.Http;

namespace Leadline.Reports;

/// <summary>Reports on leads.</summary>
public static class ReportsModule
{
    /// <summary>Registers what reports need.</summary>
    public static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton<LeadReports>()
        .AddSingleton(new WireTypes(ReportJson.Default));

    /// <summary>Maps the reports' endpoints.</summary>
    public static void MapReports(this IEndpointRouteBuilder api)
    {
        var reports = api.MapGroup("").WithTags("Report");
        ReportLeadsOverTime.Map(reports);
        ReportLeadsBy.Map(reports);
        ReportFunnel.Map(reports);
        ReportAttribution.Map(reports);
        ReportFirstResponse.Map(reports);
    }
}

/// <summary>Generated JSON contracts of the reports' wire types.</summary>
[JsonSerializable(typeof(Report<LeadsOverTime>))]
[JsonSerializable(typeof(Report<LeadsByKind>))]
[JsonSerializable(typeof(Report<Funnel>))]
[JsonSerializable(typeof(Report<Attribution>))]
[JsonSerializable(typeof(Report<FirstResponse>))]
internal sealed partial class ReportJson : JsonSerializerContext;
