using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Planning;

/// <summary>
/// Where a network's rows need no copy: its first steps read them where the caller has them, its last steps write where the caller wants the
/// results. So it is where rows have no padding and only kernels touch them that stay within whole rows.
/// </summary>
internal static class CallerRows
{
    /// <summary>Whether the planner should leave the buffer of the input as it is, so that it can be the caller's.</summary>
    /// <remarks>A stack works in place; windows and heads are read in whole registers, which may go on beyond the last value.</remarks>
    public static bool CouldRead(NetworkModel network) =>
        network.Graph.Input != EdgeKind.Tokens && Padding.Up(network.InputWidth) == network.InputWidth
        && network.Graph.Layers.All(layer => layer is DenseModel or NormModel);

    /// <summary>Whether the steps of a plan can read the caller's rows.</summary>
    public static bool CanRead(NetworkModel network, Plan plan) =>
        CouldRead(network) && plan.Output != plan.Input && Touching(plan, plan.Input).All(step => KeepsToRows(step) && Buffers(step)[0] != plan.Input);

    /// <summary>Whether the steps of a plan can write to the caller's rows, and meanwhile keep there what they keep in that buffer.</summary>
    public static bool CanWrite(NetworkModel network, Plan plan) =>
        network.Graph.Input != EdgeKind.Tokens && Padding.Up(network.OutputWidth) == network.OutputWidth && plan.Output != plan.Input
        && plan.Buffers[plan.Output].Width == network.OutputWidth && Touching(plan, plan.Output).All(KeepsToRows);

    /// <summary>The steps that read or write a buffer. Of those that do not keep to rows it is not asked which buffers they touch.</summary>
    private static IEnumerable<StepPlan> Touching(Plan plan, int buffer) =>
        All(plan.Body.Concat(plan.Tail)).Where(step => !KeepsToRows(step) || Buffers(step).Contains(buffer));

    private static IEnumerable<StepPlan> All(IEnumerable<StepPlan> steps) => steps.SelectMany(step => step is RepeatStep repeat ? All(repeat.Steps) : [step]);

    private static bool KeepsToRows(StepPlan step) => step is DenseStep or NormStep or FunctionStep or AddStep or MultiplyStep;

    /// <summary>The buffers of a step, that of its result first.</summary>
    private static int[] Buffers(StepPlan step) => step switch
    {
        DenseStep s => [s.To, s.From, s.Residual],
        NormStep s => [s.To, s.From],
        FunctionStep s => [s.To, s.From],
        AddStep s => [s.To, s.Left, s.Right],
        MultiplyStep s => [s.To, s.Left, s.Right],
        _ => [],
    };
}
