using System.Globalization;
using Leadline.Bench;

// bench DATA_FOLDER [--engines sqlite,postgresql] [--sizes N,N] [--seconds N], or floor DATABASE_FOLDER URL for the process that the first starts.
if (args is ["floor", var floorData, var floorUrl])
{
    await Floor.RunAsync(floorData, floorUrl);
    return;
}

Engine[] engines =
[
    new("SQLite", null, null),
    new("PostgreSQL", Environment.GetEnvironmentVariable("LEADLINE_BENCH_POSTGRES"), Environment.GetEnvironmentVariable("LEADLINE_BENCH_PGBENCH")),
];
var sizes = (Option("--sizes") ?? "10000,1000000").Split(',').Select(size => long.Parse(size, CultureInfo.InvariantCulture)).ToList();
var seconds = int.Parse(Option("--seconds") ?? "8", CultureInfo.InvariantCulture);
var wanted = (Option("--engines") ?? "sqlite,postgresql").Split(',');
if (args.Length % 2 == 0 || args.Skip(1).Where((_, at) => at % 2 == 0).Except(["--engines", "--sizes", "--seconds"]).Any()
    || wanted.Except(engines.Select(engine => engine.Name), StringComparer.OrdinalIgnoreCase).Any())
{
    Console.Error.WriteLine("Options: --engines sqlite,postgresql --sizes 10000,1000000 --seconds 8");
    Environment.ExitCode = 2;
    return;
}

foreach (var engine in engines.Where(engine => wanted.Contains(engine.Name, StringComparer.OrdinalIgnoreCase)))
{
    var columns = new List<Measurements>();
    foreach (var size in sizes)
    {
        columns.Add(await Measurements.TakeAsync(engine, args[0], size, seconds));
        Console.WriteLine(Report.Table(columns[^1]));
    }

    Console.WriteLine(Report.Growth(columns));
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
