using System.Globalization;
using Kernels.Models;

namespace Kernels.CompilerBench;

/// <summary>A GPT-2 checkpoint of sizes that nobody ships, with weights from a fixed seed.</summary>
internal static class RandomCheckpoint
{
    public static Gpt2Config Config { get; } = new(Vocabulary: 8000, Width: 320, Layers: 6, Heads: 5, Positions: 512);

    /// <summary>Writes the folder.</summary>
    public static void Write(string folder)
    {
        var c = Config;
        File.WriteAllText(Path.Combine(folder, "config.json"), string.Create(CultureInfo.InvariantCulture,
            $$"""{"model_type":"gpt2","vocab_size":{{c.Vocabulary}},"n_embd":{{c.Width}},"n_layer":{{c.Layers}},"n_head":{{c.Heads}},"n_positions":{{c.Positions}}}"""));
        var random = new Random(7);
        using var weights = new MemoryWeights();
        Add("wte.weight", c.Vocabulary, c.Width);
        Add("wpe.weight", c.Positions, c.Width);
        for (var layer = 0; layer < c.Layers; layer++)
        {
            var h = string.Create(CultureInfo.InvariantCulture, $"h.{layer}.");
            Norm(h + "ln_1");
            Linear(h + "attn.c_attn", c.Width, 3 * c.Width);
            Linear(h + "attn.c_proj", c.Width, c.Width);
            Norm(h + "ln_2");
            Linear(h + "mlp.c_fc", c.Width, c.Inner);
            Linear(h + "mlp.c_proj", c.Inner, c.Width);
        }

        Norm("ln_f");
        SafeTensorsWriter.Save(Path.Combine(folder, "model.safetensors"), weights);

        void Linear(string name, int inputs, int outputs)
        {
            Add(name + ".weight", inputs, outputs);
            Add(name + ".bias", outputs);
        }

        void Norm(string name)
        {
            Add(name + ".weight", c.Width);
            Add(name + ".bias", c.Width);
        }

        void Add(string name, params int[] shape)
        {
            var values = new float[shape.Aggregate((a, b) => a * b)];
            for (var i = 0; i < values.Length; i++) values[i] = (random.NextSingle() - 0.5f) * 0.08f;
            weights.Add(name, [.. shape.Select(size => (long)size)], values);
        }
    }
}
