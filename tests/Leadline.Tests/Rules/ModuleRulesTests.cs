using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Leadline.Tests.Rules;

/// <summary>The table of modules in ARCHITECTURE.md, compared with what the compiled server really refers to.</summary>
public sealed partial class ModuleRulesTests
{
    private const string Root = "Leadline";
    private const string Platform = "Platform";

    private static readonly SortedSet<string> Used = ReferencesOf(typeof(LeadlineServer).Assembly.Location);

    private static readonly SortedSet<string> Listed = TableOf(Repository.Read("ARCHITECTURE.md"));

    [Fact]
    public void A_module_uses_of_another_exactly_what_the_table_lists()
    {
        Assert.NotEmpty(Used);
        Assert.True(Listed.SetEquals(Used), $"Not listed: {string.Join(", ", Used.Except(Listed))}. Not used: {string.Join(", ", Listed.Except(Used))}.");
    }

    [Fact]
    public void The_platform_uses_no_module() =>
        Assert.DoesNotContain(Used, use => use.StartsWith(Platform, StringComparison.Ordinal));

    [Fact]
    public void Modules_do_not_use_one_another_in_a_circle()
    {
        var uses = Used.Select(use => use.Split(" → ")).ToLookup(use => use[0], use => use[1].Split('.')[0]);

        foreach (var module in uses.Select(use => use.Key))
        {
            Assert.DoesNotContain(module, ReachedFrom(module));
        }

        HashSet<string> ReachedFrom(string module)
        {
            var reached = new HashSet<string>();
            var open = new Stack<string>(uses[module]);
            while (open.TryPop(out var next))
            {
                if (reached.Add(next))
                {
                    foreach (var further in uses[next])
                    {
                        open.Push(further);
                    }
                }
            }

            return reached;
        }
    }

    // Rows read: | Leads | Tenants.Tenant, Tenants.Membership, ... |
    private static SortedSet<string> TableOf(string page) =>
    [
        .. from row in ModuleRow().Matches(page)
           from type in row.Groups["types"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           select $"{row.Groups["module"].Value} → {type}",
    ];

    private static SortedSet<string> ReferencesOf(string assembly)
    {
        using var server = ModuleDefinition.ReadModule(assembly);
        return
        [
            .. from type in server.GetAllTypes()
               let module = ModuleOf(type)
               where module is not null
               from used in TypesIn(type).Select(Outermost)
               let other = ModuleOf(used)
               where other is not null and not Platform && other != module
               select $"{module} → {other}.{used.Name.Split('`')[0]}",
        ];
    }

    private static string? ModuleOf(TypeReference type)
    {
        var folders = Outermost(type).Namespace.Split('.');
        return folders is [Root, var module, ..] ? module : null;
    }

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<TypeReference> TypesIn(TypeDefinition type) =>
        new[] { type.BaseType }
            .Concat(type.Interfaces.Select(implemented => implemented.InterfaceType))
            .Concat(type.Fields.Select(field => field.FieldType))
            .Concat(type.Methods.SelectMany(TypesIn))
            .OfType<TypeReference>()
            .SelectMany(Parts);

    private static IEnumerable<TypeReference> TypesIn(MethodDefinition method)
    {
        yield return method.ReturnType;
        foreach (var parameter in method.Parameters)
        {
            yield return parameter.ParameterType;
        }

        if (!method.HasBody)
        {
            yield break;
        }

        foreach (var variable in method.Body.Variables)
        {
            yield return variable.VariableType;
        }

        foreach (var operand in method.Body.Instructions.Select(instruction => instruction.Operand))
        {
            switch (operand)
            {
                case TypeReference type:
                    yield return type;
                    break;
                case MemberReference member:
                    yield return member.DeclaringType;
                    foreach (var argument in (member as GenericInstanceMethod)?.GenericArguments ?? [])
                    {
                        yield return argument;
                    }

                    break;
            }
        }
    }

    private static IEnumerable<TypeReference> Parts(TypeReference type) =>
        type is GenericInstanceType generic ? generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType)
        : type is TypeSpecification special ? Parts(special.ElementType)
        : [type];

    [GeneratedRegex(@"^\| (?<module>[A-Z]\w+) \| (?<types>[A-Z]\w+\.[\w., ]+?) \|$", RegexOptions.Multiline)]
    private static partial Regex ModuleRow();
}
