namespace Leadline.Platform.Database.Postgres;

/// <summary>Asks the primary how many entries tenants' journals have. All who ask while one question is under way share the next.</summary>
/// <param name="ask">Asks for some tenants, by their numbers; those without a row have none.</param>
internal sealed class JournalPositions(Func<long[], Task<Dictionary<long, long>>> ask)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private Question? next;
    private bool isAsking;

    /// <summary>How many entries a tenant's journal has, at some moment after the call.</summary>
    public Task<long> OfAsync(TenantId tenant)
    {
        lock (gate)
        {
            next ??= new Question();
            next.Tenants.Add(tenant.Value);
            var answer = next.Answer.Task;
            if (!isAsking)
            {
                isAsking = true;
                _ = Task.Run(AskAsync);
            }

            return OfAsync(answer, tenant);
        }
    }

    private static async Task<long> OfAsync(Task<Dictionary<long, long>> answer, TenantId tenant) => (await answer).GetValueOrDefault(tenant.Value);

    private async Task AskAsync()
    {
        while (Take() is { } question)
        {
            try
            {
                question.Answer.SetResult(await ask([.. question.Tenants]).WaitAsync(Patience));
            }
            catch (Exception fault)
            {
                question.Answer.SetException(fault); // which is theirs who asked
            }
        }
    }

    private Question? Take()
    {
        lock (gate)
        {
            var question = next;
            (next, isAsking) = (null, question is not null);
            return question;
        }
    }

    private sealed class Question
    {
        public HashSet<long> Tenants { get; } = [];

        public TaskCompletionSource<Dictionary<long, long>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
