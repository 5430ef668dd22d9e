using System.Globalization;
using System.Text;
using Leadline.Platform.Text;

namespace Leadline.Leads.Seeding;

/// <summary>
/// Invents leads that look like those of a real tenant: the same for the same arguments, on every machine.
/// Ids, tenant, customers and folded keys are left to the caller.
/// </summary>
public sealed class LeadGenerator
{
    private readonly int seed;
    private readonly DateTime until;
    private readonly string? defaultCountry;
    private readonly LeadCalendar calendar;
    private readonly string[] notes;
    private readonly Weighted<LeadStatus> statuses;
    private readonly Weighted<(long Id, Channel[] Channels)> sources;
    private readonly Weighted<(long Id, string IdPrefix)> importSources;
    private readonly Weighted<long> users;
    private readonly Channel[] channelsWithoutSource = Marketing.ChannelsOf(null);
    private readonly long firstExternalId;

    /// <summary>Prepares to invent leads.</summary>
    /// <param name="seed">Chooses the leads: another seed gives others.</param>
    /// <param name="targets">What the leads refer to.</param>
    /// <param name="until">The latest time of the leads, in UTC; they begin three years earlier.</param>
    /// <param name="defaultCountry">The ISO 3166-1 alpha-2 code of the tenant's country, whose numbers are often typed without it; or null.</param>
    /// <exception cref="ArgumentException"><paramref name="until"/> is not in UTC.</exception>
    public LeadGenerator(int seed, SeedTargets targets, DateTime until, string? defaultCountry)
    {
        if (until.Kind != DateTimeKind.Utc)
        {
            throw new ArgumentException("The time must be in UTC.", nameof(until));
        }

        this.seed = seed;
        this.until = new(until.Ticks - until.Ticks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);
        this.defaultCountry = defaultCountry?.ToUpperInvariant();
        calendar = new(this.until);
        notes = NotesIn(this.defaultCountry);
        statuses = new(targets.Statuses, (status, _) => WeightOf(status.Slug));
        sources = Weighted<(long, Channel[])>.Falling([.. targets.Sources.Select(source => (source.Id, Marketing.ChannelsOf(source.Name)))]);
        importSources = Weighted<(long, string)>.Falling([.. targets.ImportSources.Select(source => (source.Id, Initials(source.Name)))]);
        users = Weighted<long>.Falling(targets.UserIds);

        // Twelve digits that differ from run to run, so that a tenant can be seeded again without using an external id twice.
        firstExternalId = targets.LeadsBefore + 100_000_000_000 + new SeededRandom(seed, Purpose.ExternalIds, this.until.Ticks).Below(800_000_000_000);
    }

    /// <summary>Invents leads in the order of their creation.</summary>
    /// <param name="count">How many; another number gives other times.</param>
    public IEnumerable<Lead> Generate(long count)
    {
        var text = new StringBuilder();
        var createdAt = until;
        for (var index = 0L; index < count; index++)
        {
            var random = new SeededRandom(seed, Purpose.Lead, index);
            createdAt = index > 0 && random.Chance(0.015) ? createdAt : calendar.At(index, count, random);
            yield return Invent(index, createdAt, random, text);
        }
    }

    private Lead Invent(long index, DateTime createdAt, SeededRandom random, StringBuilder text)
    {
        var lead = new Lead { CreatedAt = createdAt };
        var person = PersonOf(index, random);
        Introduce(lead, person, random);
        TakeOver(lead, index, random);
        Place(lead, random);
        Attract(lead, random, text);
        lead.Message = Correspondence.Message(person, random, text);
        lead.Description = random.Chance(0.12) ? Correspondence.Note(notes, random, text) : null;
        return lead;
    }

    // Now and then somebody asks a second time.
    private Person PersonOf(long index, SeededRandom random)
    {
        var number = index > 0 && random.Chance(0.02) ? index - 1 - random.Below(Math.Min(index, 5000)) : index;
        return Person.Invent(new SeededRandom(seed, Purpose.Person, number));
    }

    private void Introduce(Lead lead, Person person, SeededRandom random)
    {
        (lead.FirstName, lead.LastName) = Typing.Name(person, random);
        lead.Email = Typing.Email(person, random);
        lead.PhoneNumber = person.PhoneNumber is { } number ? person.Home.Type(number, defaultCountry, random) : null;
        lead.PreferredContact = Typing.PreferredContact(lead, random);
        lead.CountryId = random.Chance(0.08) ? null : person.Home.Country.Id;
    }

    private void TakeOver(Lead lead, long index, SeededRandom random)
    {
        var externalId = firstExternalId + index;
        if (importSources.IsEmpty || !random.Chance(0.3))
        {
            lead.ExternalId = random.Chance(0.02) ? string.Create(CultureInfo.InvariantCulture, $"WEB-{externalId}") : null;
            return;
        }

        var (sourceId, prefix) = importSources.Pick(random);
        lead.ImportSourceId = sourceId;
        lead.ExternalId = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{externalId}");
        lead.ExternalBranchId = random.Chance(0.4) ? string.Create(CultureInfo.InvariantCulture, $"branch-{1 + random.Below(12)}") : null;
        lead.ExternalCreatedAt = lead.CreatedAt.AddTicks(-TimeSpan.TicksPerMicrosecond * (1 + random.Below(30 * 60 * 1_000_000L)));
        lead.LastSyncedAt = After(lead.CreatedAt, days: 30, random);
    }

    private void Place(Lead lead, SeededRandom random)
    {
        var status = statuses.IsEmpty || random.Chance(0.01) ? null : statuses.Pick(random);
        lead.LeadStatusId = status?.Id;
        lead.AssignedUserId = users.IsEmpty || random.Chance(0.2) ? null : users.Pick(random);
        lead.ConvertedAt = status?.Slug == "converted" ? After(lead.CreatedAt, days: 90, random) : null;
        lead.DeletedAt = random.Chance(0.03) ? After(lead.ConvertedAt ?? lead.CreatedAt, days: 200, random) : null;
        var wasWorked = status?.Slug != "new" || random.Chance(0.25);
        lead.UpdatedAt = lead.DeletedAt ?? (wasWorked ? After(lead.ConvertedAt ?? lead.CreatedAt, days: 60, random) : lead.CreatedAt);
    }

    private void Attract(Lead lead, SeededRandom random, StringBuilder text)
    {
        var channels = channelsWithoutSource;
        if (!sources.IsEmpty && !random.Chance(0.04))
        {
            (lead.LeadReferenceSourceId, channels) = sources.Pick(random);
        }

        var touch = Marketing.Draw(channels, random);
        lead.SourcePageUrl = random.Chance(0.3) ? null : Marketing.PageUrl(touch, text);
        lead.MarketingAttribution = random.Chance(0.45)
            ? null
            : Marketing.Attribution(touch, lead.ExternalCreatedAt ?? lead.CreatedAt, random, text);
    }

    // The smaller of two draws: most things happen soon.
    private DateTime After(DateTime time, int days, SeededRandom random)
    {
        var latest = Math.Min(days * TimeSpan.TicksPerDay, (until - time).Ticks) / TimeSpan.TicksPerMicrosecond;
        return time.AddTicks(Math.Min(random.Below(latest + 1), random.Below(latest + 1)) * TimeSpan.TicksPerMicrosecond);
    }

    private static int WeightOf(string statusSlug) => statusSlug switch
    {
        "new" => 45,
        "contacted" => 25,
        "qualified" => 12,
        "converted" => 8,
        "lost" => 10,
        _ => 2,
    };

    // In the language of most people of the country.
    private static string[] NotesIn(string? country)
    {
        var languages =
            from culture in Culture.All
            where culture.Notes.Length > 0
            from home in culture.Homes
            where home.Country.Code == country
            orderby home.Share * culture.Share descending
            select culture.Notes;
        return languages.FirstOrDefault() ?? Culture.English.Notes;
    }

    // "Meta Lead Ads" numbers its leads MLA-1, MLA-2 and so on.
    private static string Initials(string name)
    {
        var letters = Folding.Fold(name).Split(' ').Select(word => word.FirstOrDefault()).Where(char.IsAsciiLetterOrDigit);
        return string.Concat(letters).ToUpperInvariant() is { Length: > 0 } initials ? initials : "EXT";
    }
}
