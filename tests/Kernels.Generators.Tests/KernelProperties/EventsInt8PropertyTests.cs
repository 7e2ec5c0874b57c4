using System.Runtime.InteropServices;
using Kernels.Generators.Emitting;
using Kernels.Model;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>Linear layers event by event: every width, no events at all, quads that fire again and again, everything at +-127.</summary>
public sealed class EventsInt8PropertyTests : IDisposable
{
    private static readonly int[] s_inputs = [129, 1, 2, 3, 4, 5, 7, 16, 17, 63, 64, 100];

    private readonly Guarded[] _memory = [.. Enumerable.Range(0, 7).Select(_ => new Guarded(400_000))];

    [Fact]
    public void Every_width_on_every_isa()
    {
        var keys = Sample.Widths.Select((width, i) => new EventsInt8Key(
            s_inputs[i % s_inputs.Length], width, Bias: i % 2 == 0, (Function)(i % 7), Residual: i % 3 == 0)).ToArray();
        var library = KernelLibrary.Compile(keys.SelectMany(key => new KernelKey[] { key, key.Rows }));
        foreach (var key in keys)
        {
            foreach (var isa in IsaText.All.Where(isa => KernelLibrary.Runs(isa.Isa)))
            {
                for (var round = 0; round < 4; round++)
                    Check(library, key, isa, offset: (key.Outputs + (round * 5)) % 16, round);
            }
        }
    }

    public void Dispose() => Array.ForEach(_memory, memory => memory.Dispose());

    private void Check(KernelLibrary library, EventsInt8Key key, IsaText isa, int offset, int round)
    {
        var sample = new Sample((key.Outputs * 1000) + offset);
        var (quads, stride, atEnd) = ((key.Inputs + 3) / 4, Padding.Up(key.Outputs), offset % 2 == 1);
        var panels = new Panels(key.Inputs, key.Outputs, isa.Lanes, library.Get<PanelColumns>(key.Rows, "PanelColumns")(isa.Isa));
        var count = round switch { 0 => 0, 1 => 1, 2 => quads, _ => 3 * quads };
        var events = _memory[0].Place<int>(Math.Max(1, 2 * count), offset, atEnd);
        var rowScale = _memory[1].Place<float>(1, (offset + 9) % 16, atEnd);
        var weights = _memory[2].Place<sbyte>(panels.ByteCount, (offset + 5) % 16, atEnd);
        var scales = _memory[3].Place<float>(stride, (offset + 1) % 16, atEnd);
        var bias = _memory[4].Place<float>(stride, (offset + 10) % 16, atEnd);
        var residual = _memory[5].Place<float>(stride, (offset + 15) % 16, atEnd);
        var y = _memory[6].Place<float>(stride, (offset + 4) % 16, atEnd);
        rowScale[0] = 0.25f;
        sample.Fill(scales[..key.Outputs], special: false);
        sample.Fill(bias[..key.Outputs], special: false);
        sample.FillRows(residual, key.Outputs, special: true);
        y.Fill(float.NaN);
        var w = new sbyte[key.Inputs * key.Outputs];
        sample.Fill(w, extreme: round == 2);
        for (var k = 0; k < key.Inputs; k++)
            for (var n = 0; n < key.Outputs; n++) weights[panels.ByteAt(k, n)] = w[(k * key.Outputs) + n];

        // What the events carry in all: the definition is the sum over inputs.
        var carried = new int[quads * 4];
        var bytes = new sbyte[4];
        for (var e = 0; e < count; e++)
        {
            var quad = sample.Next(quads);
            sample.Fill(bytes, extreme: round == 2);
            for (var j = 0; j < 4; j++)
            {
                if ((quad * 4) + j >= key.Inputs) bytes[j] = 0;
                carried[(quad * 4) + j] += bytes[j];
            }

            events[2 * e] = quad;
            events[(2 * e) + 1] = MemoryMarshal.Read<int>(MemoryMarshal.AsBytes(bytes.AsSpan()));
        }

        var run = library.Get<EventsInt8Run>(key);
        var split = sample.Next(panels.Count + 1);
        run(isa.Isa, ref events[0], count, ref rowScale[0], ref weights[0], ref scales[0], ref bias[0], ref residual[0], ref y[0], split, panels.Count);
        run(isa.Isa, ref events[0], count, ref rowScale[0], ref weights[0], ref scales[0], ref bias[0], ref residual[0], ref y[0], 0, split);

        var where = $"{key.Name}, ISA {isa.Suffix}, {count} events, offset {offset}";
        Array.ForEach(_memory, memory => memory.Check(where));
        for (var n = 0; n < key.Outputs; n++)
        {
            var sum = 0;
            for (var k = 0; k < key.Inputs; k++) sum = checked(sum + (carried[k] * w[(k * key.Outputs) + n]));
            var value = sum * (rowScale[0] * scales[n]);
            if (key.Bias) value += bias[n];
            value = Sample.Apply(key.Function, value);
            if (key.Residual) value += residual[n];
            Sample.Equal(value, y[n], $"{where}: output {n}");
        }
    }
}
