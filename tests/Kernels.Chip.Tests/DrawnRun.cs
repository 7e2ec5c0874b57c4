using Kernels.Model;

namespace Kernels.Chip.Tests;

/// <summary>A chip, a program and the activity of a prompt and of steps, all drawn from a seed.</summary>
internal sealed record DrawnRun(ChipModel Chip, ChipProgram Program, OperatingPoint Point, Activity Prompt, Activity Steps)
{
    public ChipReport Run() => Run(Point);

    public ChipReport Run(OperatingPoint point) => Emulator.Run(Chip, Program, point, Phase.Prefill(Prompt), Phase.Decode(Steps));

    public static DrawnRun Of(int seed)
    {
        var random = new Random(seed);
        var chip = Drawn(random);
        var program = new ChipProgram(
            new ChipTile(random.Next(1, 300), random.Next(1, 80)),
            Enumerable.Range(0, random.Next(1, 4)).Select(section => Section(random, section)).ToEquatableList());
        var volts = chip.Curve.Lowest.Volts + (random.NextDouble() * (chip.Curve.Highest.Volts - chip.Curve.Lowest.Volts));
        var highest = chip.Curve.HighestAt(Voltage.FromVolts(volts)).Megahertz;
        var point = OperatingPoint.Of(volts, 50 + (random.NextDouble() * (highest - 50)));
        var (placement, code) = ((Placement)random.Next(1, 4), (SpikeCode)random.Next(2));
        return new(chip, program, point, Recorded(random, program, random.Next(1, 70), placement, code, 0), Recorded(random, program, random.Next(0, 9), placement, code, 70));
    }

    private static ChipModel Drawn(Random random) => CTransformer.Silicon28nm with
    {
        Cores = random.Next(1, 17), RowLanes = 1 << random.Next(0, 7), OutputLanes = random.Next(1, 65), AuxiliaryMultipliers = random.Next(0, 400),
        SpikeLanes = random.Next(1, 9), Policy = (SpikePolicy)random.Next(2), Port = (PortClock)random.Next(2), PortBytesPerCycle = random.Next(1, 33),
        CountSpill = random.Next(2) == 0, SwitchCycles = random.Next(0, 40), SharedMemory = Bytes.FromKibibytes(random.Next(0, 200)),
    };

    private static ChipSection Section(Random random, int number)
    {
        var slot = 0;
        var operations = Enumerable.Range(0, random.Next(1, 6)).Select(i => Operation(random, $"Layer{number}{i}", ref slot)).ToEquatableList();
        return new(number == 1 ? "Blocks" : "", number == 1 ? random.Next(1, 4) : 1, 0, slot, number == 2, operations);
    }

    private static ChipOperation Operation(Random random, string name, ref int slot)
    {
        var kind = Enum.GetValues<ChipKind>()[random.Next(Enum.GetValues<ChipKind>().Length)];
        var (inputs, outputs) = (random.Next(1, 400), random.Next(1, 400));
        return kind switch
        {
            ChipKind.Linear when random.Next(3) == 0 => new(name, kind, slot++, inputs, outputs, random.Next(1, 20), 0, (long)inputs * outputs, 0, Placement.Spiking),
            ChipKind.Linear => new(name, kind, slot++, inputs, outputs, 0, 0, ((long)inputs * outputs) + (4 * outputs), 0, Placement.OfMode),
            ChipKind.Attention => new(name, kind, -1, 3 * outputs, outputs, 0, random.Next(1, 9), 0, 0, Placement.Dense),
            ChipKind.Embedding => new(name, kind, -1, 1, outputs, 0, 0, 0, outputs, Placement.Dense),
            ChipKind.Encoder or ChipKind.Neuron or ChipKind.Integrator => new(name, kind, -1, outputs, outputs, random.Next(1, 20), 0, 0, 0, Placement.Spiking),
            ChipKind.Sum => new(name, kind, -1, 2 * outputs, outputs, 0, 0, 0, 0, Placement.Dense),
            _ => new(name, kind, -1, outputs, outputs, 0, 0, kind == ChipKind.Norm ? 8L * outputs : 0, 0, Placement.Dense),
        };
    }

    private static Activity Recorded(Random random, ChipProgram program, int rows, Placement placement, SpikeCode code, int before)
    {
        var layers = program.Expand().Where(item => item.Operation.Kind == ChipKind.Linear).Select(item =>
        {
            var (inputs, outputs, time) = (item.Operation.Inputs, item.Operation.Outputs, item.Operation.Steps);
            var values = (long)rows * inputs * Math.Max(1, time);
            var magnitudes = new long[SpikeCost.LargestMagnitude + 1];
            for (var i = 0L; i < values; i++) magnitudes[time > 0 ? random.Next(2) : (int)Math.Min(127, -Math.Log(1 - random.NextDouble()) * 9)]++;
            var steps = time > 0 ? time : placement == Placement.Dense ? 0 : new SpikeCost(outputs, code).Steps;
            return new LayerActivity(
                item.Name, inputs, outputs, true, time > 0 ? Placement.Spiking : placement, time > 0 ? SpikeCode.Rate : code, steps, (long)rows * Math.Max(1, time),
                magnitudes.ToEquatableList(), EquatableList<ChannelActivity>.Empty);
        });
        var neurons = program.Expand().Where(item => item.Operation.Kind is ChipKind.Encoder or ChipKind.Neuron or ChipKind.Integrator)
            .Select(item => new NeuronActivity(item.Name, item.Operation.Outputs, item.Operation.Steps, rows, rows));
        var keys = ((long)rows * before) + ((long)rows * (rows + 1) / 2);
        return new(Mode.Complementary, code, rows, keys, layers.ToEquatableList(), neurons.ToEquatableList());
    }
}
