using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kernels.Model;

namespace Kernels.Execution.Tests.Passes;

/// <summary>The list of events of a row against what each input's train carries.</summary>
public sealed class SpikeEventsTests
{
    [Theory]
    [InlineData(Placement.Spiking, SpikeCode.Rate, 127, 127)]
    [InlineData(Placement.Spiking, SpikeCode.Rate, 5, 5)]
    [InlineData(Placement.Spiking, SpikeCode.Phase, 127, 7)]
    [InlineData(Placement.Complementary, SpikeCode.Rate, 127, 32)]
    [InlineData(Placement.Complementary, SpikeCode.Phase, 127, 7)]
    public void Every_step_holds_the_quads_that_carry_something_in_order(Placement placement, SpikeCode code, int levels, int steps)
    {
        var random = new System.Random(3);
        foreach (var inputs in new[] { 1, 2, 3, 4, 5, 31, 64, 127 })
        {
            var layer = new LinearLayer("L", inputs, 40, new(true, placement, code, levels, steps), SpikeStrategy.Events);
            var events = new SpikeEvents([layer]);
            for (var round = 0; round < 4; round++)
            {
                var q = new sbyte[(inputs + 3) / 4 * 4];
                for (var k = 0; k < inputs; k++) q[k] = random.Next(4) < round ? (sbyte)random.Next(-levels, levels + 1) : (sbyte)0;
                events.Fill(layer, ref q[0]);
                Assert.Equal(Expected(layer, q), Actual(events));
            }
        }
    }

    [Fact]
    public void A_row_of_zeros_has_no_events()
    {
        var layer = new LinearLayer("L", 9, 4, new(true, Placement.Spiking, SpikeCode.Rate, 127, 127), SpikeStrategy.Events);
        var events = new SpikeEvents([layer]);
        var q = new sbyte[12];
        q[3] = 5;
        events.Fill(layer, ref q[0]);
        Assert.Equal(5, events.Count);
        q[3] = 0;
        events.Fill(layer, ref q[0]);
        Assert.Equal(0, events.Count);
    }

    private static List<(int Quad, int Carried)> Expected(LinearLayer layer, sbyte[] q)
    {
        var all = new List<(int, int)>();
        for (var step = -1; step < layer.Arithmetic.Steps; step++)
        {
            var carried = new sbyte[q.Length];
            for (var k = 0; k < q.Length; k++)
            {
                var magnitude = Math.Abs((int)q[k]);
                var spikes = layer.Arithmetic.DomainOf(magnitude, layer.Outputs) == Domain.Spiking;
                carried[k] = step < 0
                    ? spikes ? (sbyte)0 : q[k]
                    : spikes ? (sbyte)(Math.Sign(q[k]) * layer.Arithmetic.Carried(magnitude, step)) : (sbyte)0;
            }

            var quads = MemoryMarshal.Cast<sbyte, int>(carried);
            for (var quad = 0; quad < quads.Length; quad++)
                if (quads[quad] != 0) all.Add((quad, quads[quad]));
        }

        return all;
    }

    private static List<(int Quad, int Carried)> Actual(SpikeEvents events) =>
        [.. Enumerable.Range(0, events.Count).Select(i => (Unsafe.Add(ref events.First, 2 * i), Unsafe.Add(ref events.First, (2 * i) + 1)))];
}
