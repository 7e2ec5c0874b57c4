using FsCheck;
using FsCheck.Fluent;
using Kernels.Generators.Planning;
using Kernels.Model;

namespace Kernels.Generators.Tests.Planning;

/// <summary>The chip program says the same as the plan: the same layers under the same names, the same work.</summary>
public sealed class ChipPlannerTests
{
    [Fact]
    public void Programs_of_random_wirings_have_the_work_of_their_plan()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var plan = Planner.Plan(new RandomGraph(seed).Network());
            var program = ChipPlanner.Program(plan);
            var work = Work.Of(plan.Body) + Work.Of(plan.Tail);
            var linear = program.Expand().Where(item => item.Operation.Kind == ChipKind.Linear).ToArray();
            return program.Products == work.MultiplyAdds
                && linear.Select(item => item.Slot).SequenceEqual(Enumerable.Range(0, linear.Length))
                && linear.Sum(item => item.Operation.Tiles(program.Tile)) == program.Tiles;
        }).Check(Draws.Config.WithMaxTest(500));
    }

    [Fact]
    public void Gpt2_as_a_program()
    {
        var project = GeneratorHarness.RunScalar(Samples.Gpt2Block, Samples.Gpt2);
        project.AssertClean();
        var program = (ChipProgram)project.Load().GetType("Demo.Gpt2Small")!.GetProperty("Program")!.GetValue(null)!;
        Assert.Equal(["", "Blocks", ""], program.Sections.Select(section => section.Stack));
        Assert.Equal([false, false, true], program.Sections.Select(section => section.IsTail));
        Assert.Equal(
            ["Settle", "Split", "Attend", "Join", "+", "Calm", "Grow", "GeluTanh", "Fold", "+"],
            program.Sections[1].Operations.Select(operation => operation.Layer));
        var grow = program.Expand().Single(item => item.Name == "Blocks[3].Grow");
        Assert.Equal(new ChipOperation("Grow", ChipKind.Linear, 2, 768, 3072, 0, 0, (768 * 3072) + (4 * 3072), 0, Placement.OfMode), grow.Operation);
        Assert.Equal((3 * 4) + 2, grow.Slot);
        Assert.Equal(3 * 96, grow.Operation.Tiles(program.Tile));
        var logits = program.Expand().Last();
        Assert.Equal(("Logits", 48, 768, 50257, true), (logits.Name, logits.Slot, logits.Operation.Inputs, logits.Operation.Outputs, logits.IsTail));
        Assert.Equal(1536, program.Sections[0].Operations[0].RowBytes);
    }

    [Fact]
    public void What_is_emitted_is_what_was_planned()
    {
        var project = GeneratorHarness.RunScalar(Samples.Digits);
        project.AssertClean();
        var digits = project.Load().GetType("Demo.Digits")!;
        var plan = (Plan)digits.GetProperty("Plan")!.GetValue(null)!;
        Assert.Equal(ChipPlanner.Program(plan), digits.GetProperty("Program")!.GetValue(null));
        Assert.Contains("new(\"Hidden\", global::Kernels.Model.ChipKind.Linear, 0, 784, 128, 0, 0, 100864, 0, global::Kernels.Placement.OfMode),", project.Source("Demo.Digits.g.cs"));
    }

    [Fact]
    public void Layers_over_time_keep_their_steps()
    {
        var spiking = new EquatableList<StepPlan>(
        [
            new EncodeStep("See", 64, 32, 0, 1), new SpikeDenseStep("Drive", 0, 64, 10, 32, true, Precision.OfMode, 1, 2),
            new NeuronStep("Fire", 10, 32, 0.9f, 1, 0, SpikeReset.Subtract, 2, 3), new IntegrateStep("Vote", 10, 32, 1, 3, 4),
        ]);
        var program = ChipPlanner.Program(new Plan(0, EquatableList<BufferPlan>.Empty, 0, 0, spiking, EquatableList<StepPlan>.Empty));
        var operations = program.Expand().Select(item => item.Operation).ToArray();
        Assert.Equal([ChipKind.Encoder, ChipKind.Linear, ChipKind.Neuron, ChipKind.Integrator], operations.Select(operation => operation.Kind));
        Assert.All(operations, operation => Assert.Equal(32, operation.Steps));
        Assert.Equal([64, 256, 320, 320], operations.Select(operation => operation.InputBytes)); // spikes are bits, currents bytes
        Assert.Equal([256, 320, 40, 10], operations.Select(operation => operation.OutputBytes));
        Assert.Equal(0, program.Products);
        Assert.Equal((64 * 10) + 40, program.WeightBytes);
    }

    [Fact]
    public void A_step_that_nobody_mapped_is_refused()
    {
        var plan = new Plan(0, EquatableList<BufferPlan>.Empty, 0, 0, new EquatableList<StepPlan>([new Unknown()]), EquatableList<StepPlan>.Empty);
        Assert.Throws<InvalidOperationException>(() => ChipPlanner.Program(plan));
    }

    private sealed record Unknown() : StepPlan("unknown");
}
