using FsCheck;
using FsCheck.Fluent;
using Kernels.Generators.Planning;
using Kernels.Model;

namespace Kernels.Generators.Tests.Planning;

/// <summary>Fusing and sharing buffers changes nothing: every plan computes the term that its wiring says.</summary>
public sealed class PlanTests
{
    [Fact]
    public void Plans_of_random_wirings_compute_what_is_wired()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var network = new RandomGraph(seed).Network();
            var symbols = new Symbols();
            var input = symbols.Term("input");
            return symbols.Of(Planner.Plan(network), input) == symbols.Of(network, input);
        }).Check(Draws.Config.WithMaxTest(3000));
    }

    [Fact]
    public void A_buffer_that_is_overwritten_too_early_would_be_seen()
    {
        var found = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var network = new RandomGraph(seed).Network();
            var plan = Planner.Plan(network);
            var symbols = new Symbols();
            var input = symbols.Term("input");
            var expected = symbols.Of(network, input);
            var steps = plan.Body.Concat(plan.Tail).ToArray();
            for (var i = 0; i < steps.Length; i++)
            {
                if (steps[i] is not FunctionStep step) continue;
                var other = Enumerable.Range(0, plan.Buffers.Count).LastOrDefault(buffer => buffer != step.To && plan.Buffers[buffer].Stride == plan.Buffers[step.To].Stride, -1);
                if (other < 0) continue;
                var broken = steps.ToArray();
                broken[i] = step with { To = other };
                if (symbols.Of(plan with { Body = broken.ToEquatableList(), Tail = EquatableList<StepPlan>.Empty }, input) != expected) found++;
            }
        }

        Assert.InRange(found, 20, int.MaxValue);
    }

    [Fact]
    public void The_last_step_that_mixes_rows_ends_the_body()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var plan = Planner.Plan(new RandomGraph(seed).Network());
            Assert.True(plan.Body.Count == 0 || Mixes(plan.Body[^1]));
            Assert.DoesNotContain(plan.Tail, Mixes);
        }

        static bool Mixes(StepPlan step) => step is AttentionStep || (step is RepeatStep repeat && repeat.Steps.Any(Mixes));
    }
}
