using System.Reflection;

namespace Kernels.Generators.Tests;

/// <summary>A layer or wiring may have any name: the class then compiles without a warning, or one line says that the name is taken.</summary>
public sealed class MemberNameTests
{
    public static TheoryData<string> Names => [.. typeof(Network).GetMembers(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(member => member is PropertyInfo)
        .Select(member => member.Name).Concat(["Model", "Plan", "Program", "Load", "Define", "Context", "Position", "Vocabulary", "Append", "AppendAll", "CopyFrom", "CopySequence", "Rewind", "Reset", "Share", "Evaluate", "Dense", "Run", "Dispose"]).Distinct().Order()];

    [Fact]
    public void No_name_of_a_layer_or_wiring_breaks_the_generated_class()
    {
        var broken = new List<string>();
        foreach (var name in Names.Select(row => row.Data))
        {
            foreach (var (layer, wiring) in new[] { (name, "Compute"), ("Inner", name) })
            {
                var project = GeneratorHarness.RunScalar($$"""
                    using Kernels;
                    namespace Demo;
                    [Network]
                    public sealed partial class Net
                    {
                        [Embed(5, 3, Positions = 4)] private partial Tensor First(Tokens tokens);
                        [Dense(4)] private partial Tensor {{layer}}(Tensor x);
                        [Forward] private Tensor {{wiring}}(Tokens tokens) => {{layer}}(First(tokens));
                    }
                    """);
                Assert.Null(project.Result.Exception);
                if (project.Reported.Any(item => item.Id == "KRN0009")) continue;
                var wrong = project.Compiled.FirstOrDefault();
                if (wrong is not null) broken.Add($"{name} as {(layer == name ? "layer" : "wiring")}: {wrong.Id} {wrong.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
            }
        }

        Assert.True(broken.Count == 0, string.Join("\n", broken));
    }
}
