using Kernels.Model;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;
using Kernels.PeerBench.Reporting;

namespace Kernels.PeerBench.Gpt2;

/// <summary>GPT-2 with 124 million random weights, ours and ONNX Runtime's, decoding and taking a prompt.</summary>
internal static class Gpt2Bench
{
    /// <summary>How far scores may lie from ours in f32, as a share of the largest, where everything is f32.</summary>
    private const double Tolerance = 1e-3;

    /// <summary>The same where weights have fewer bits: what is farther off computes something else.</summary>
    private const double RoughTolerance = 0.5;

    public static int Run(PeerOptions options)
    {
        var isa = options.RequireIsa();
        var notes = new List<string>();
        var onnx = PeerList.Library(options.OnnxRuntime, out var aboutOnnx);
        Head.Write(options,
        [
            $"Kernels: ISA {Machine.Name(isa)}, f32, int8 mode, and int8 mode on weights in blocks of 32, 1 thread, .NET {Environment.Version}; a prompt of {Passage.PromptLength} tokens, {Passage.NextLength} after it one by one",
            onnx is null ? aboutOnnx : $"{aboutOnnx}, all graph optimizations, 1 thread, attention over a cache in place; int8, dynamic: a scale per output, rows quantised as they come; "
                + $"bits: blocks of {OnnxForm.Block} weights with a scale each, level 4 multiplies integers, level 1 f32",
        ]);
        using var checkpoint = new Gpt2Checkpoint();
        var entries = new List<Entry>();
        try
        {
            entries.Add(Ours(checkpoint, isa, "f32", WeightBits.Float, new() { Mode = Mode.Dense }));
            entries.Add(Ours(checkpoint, isa, "int8", WeightBits.Eight, new() { Mode = Mode.Int8 }));
            entries.Add(Ours(checkpoint, isa, "int8, 8 bits in blocks", WeightBits.Eight, new() { Mode = Mode.Int8, Weights = WeightFormat.Int8Block32 }));
            entries.Add(Ours(checkpoint, isa, "int8, 4 bits in blocks", WeightBits.Four, new() { Mode = Mode.Int8, Weights = WeightFormat.Int4Block32 }));
            if (onnx is not null) entries.AddRange(OnnxForm.All.Select(form => Theirs(onnx, checkpoint, form, notes)).OfType<Entry>());
            var rotation = new Rotation(options.Clock, options.Rounds, options.Sample);
            var roofs = new Roofs(isa);
            var results = options.TextWorks.SelectMany(work => Measure(work, entries, roofs, rotation, notes)).ToArray();
            var table = new SpeedTable(results, notes);
            Console.Write(table.Write());
            if (options.CsvFile is { } csv) File.WriteAllText(csv, table.WriteCsv());
        }
        finally
        {
            foreach (var entry in entries) entry.Reader.Dispose();
        }

        return 0;
    }

    private static Entry Ours(Gpt2Checkpoint checkpoint, Isa isa, string name, WeightBits bits, NetworkOptions options)
    {
        Console.Error.WriteLine($"Kernels {name} is loaded ...");
        var bytes = options.Weights.IsBlocks() ? Gpt2Matrices.BytesInBlocks(bits) : new OnnxForm(bits, null).WeightBytes;
        return new("Kernels " + name, true, bits, bytes, new KernelsGpt2(checkpoint, options with { Isa = isa, Threads = 1 }));
    }

    private static Entry? Theirs(OnnxLibrary library, Gpt2Checkpoint checkpoint, OnnxForm form, List<string> notes)
    {
        var name = $"{OnnxPeer.Title} {form.Name}";
        Console.Error.WriteLine($"{name} is loaded ...");
        try
        {
            return new(name, false, form.Bits, form.WeightBytes, new OnnxGpt2(library, checkpoint, form));
        }
        catch (PeerException error)
        {
            notes.Add($"{name} takes no part, {error.Message}");
            return null;
        }
    }

    private static IEnumerable<TextResult> Measure(TextWork work, IReadOnlyList<Entry> entries, Roofs roofs, Rotation rotation, List<string> notes)
    {
        Console.Error.WriteLine($"{work} ...");
        using var contest = new Contest($"gpt2 {work.ToString().ToLowerInvariant()}", Tolerance);
        contest.Start(entries[0].Name, entries[0].Reader.Runner(work));
        var differences = new Dictionary<string, double> { [entries[0].Name] = 0 };
        foreach (var entry in entries.Skip(1))
            if (contest.Join(entry.Name, () => entry.Reader.Runner(work), entry.Bits == WeightBits.Float ? Tolerance : RoughTolerance) is { } difference) differences[entry.Name] = difference;
        var found = contest.Measure(rotation, [roofs.Multiply(integers: false), roofs.Multiply(integers: true), .. roofs.Read()], warm: false);
        notes.AddRange(found.Notes);
        var floats = Roof.Of(roofs.Operations(integers: false), found.Limits[0]).Median;
        var integers = Roof.Of(roofs.Operations(integers: true), found.Limits[1]).Median;
        var read = found.Limits.Skip(2).Max(times => Roof.Of(Roofs.Bytes, times).Median);
        return entries.Where(entry => differences.ContainsKey(entry.Name)).Select(entry => new TextResult(
            work, entry.Name, entry.IsOurs, entry.Bits, found.Times[entry.Name], entry.WeightBytes, differences[entry.Name],
            work == TextWork.Decode ? TextResult.ReadingBound(read, entry.WeightBytes) : TextResult.MultiplyingBound(entry.Bits == WeightBits.Float ? floats : integers)));
    }

    /// <summary>A participant in both works.</summary>
    private sealed record Entry(string Name, bool IsOurs, WeightBits Bits, long WeightBytes, Gpt2Reader Reader);
}
