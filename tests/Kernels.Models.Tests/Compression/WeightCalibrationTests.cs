using Kernels.Models.Data;

namespace Kernels.Models.Tests.Compression;

/// <summary>Files whose weights were rounded for what enters the layers.</summary>
public sealed class WeightCalibrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kernels-calibration-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Text of one end of the file calibrates, text of the other is foretold.</summary>
    [Fact]
    public void Four_bits_lose_less_than_rounded_to_the_nearest()
    {
        var options = new NetworkOptions { Mode = Mode.Int8 };
        int[] ids;
        WeightCalibration calibration;
        double whole;
        using (var model = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, options))
        {
            ids = model.Encode(File.ReadAllText(Path.Combine(Fixture.Root, "tests", "fixtures", "novels-heldout.txt")));
            var read = 0L;
            calibration = WeightCalibration.Of(model, ids.AsSpan(0, 4096), done => read = done);
            Assert.Equal((4096, 4096), (read, calibration.Tokens));
            var before = calibration.Of("h.0.mlp.c_fc.weight")!.ToArray();
            whole = Nats(model, ids);
            Assert.Equal(before, calibration.Of("h.0.mlp.c_fc.weight")); // what it reads later is no part of it
        }

        var (nearest, calibrated) = (Loss("nearest", null), Loss("calibrated", calibration));
        Assert.InRange(nearest, 0.005, 0.03);
        Assert.True(calibrated < 0.85 * nearest, $"{calibrated} for {nearest} nats a token");

        double Loss(string name, WeightCalibration? text)
        {
            var file = Path.Combine(_folder, name + ".kweights");
            using (var compression = ModelCompression.Open(typeof(Novels).Assembly, Novels.Name)) compression.Save(file, WeightFormat.Int4Block32, calibration: text);
            using var model = LanguageModel.Load(file, options with { Weights = WeightFormat.Int4Block32 });
            return Nats(model, ids) - whole;
        }
    }

    [Fact]
    public void Every_matrix_of_an_encoder_decoders_blocks_is_calibrated()
    {
        using var model = EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name, new() { Mode = Mode.Int8 });
        var source = model.Encode("translate English to French: The cat sleeps.");
        var calibration = WeightCalibration.Of(model, [(source, null), (source, [17, 301, 1])]);
        var config = (T5Config)model.Config.Network;
        var names = T5Tensors.Layers(config, "encoder").Concat(T5Tensors.Layers(config, "decoder")).SelectMany(layer => layer).ToList();
        Assert.Equal((3 * 7) + (3 * 11), names.Count);
        using var weights = new ResourceFiles(typeof(Phrases).Assembly, Phrases.Name).OpenWeights();
        foreach (var name in names)
        {
            var inputs = weights.Find(name).Dims[1];
            var moments = calibration.Of(name);
            Assert.Equal(inputs * inputs, moments!.Length);
            Assert.True(moments[0] > 0 && moments[1] == moments[inputs]);
        }

        var file = Path.Combine(_folder, "phrases.kweights");
        using (var compression = ModelCompression.Open(typeof(Phrases).Assembly, Phrases.Name)) compression.Save(file, WeightFormat.Int4Block32, calibration: calibration);
        using var packed = EncoderDecoderModel.Load(file, new() { Mode = Mode.Int8, Weights = WeightFormat.Int4Block32 });
        Assert.NotEmpty(string.Concat(packed.Generate("translate English to French: The cat sleeps.")));
    }

    [Fact]
    public void What_cannot_calibrate_is_refused()
    {
        using var dense = LanguageModel.Load(typeof(Novels).Assembly, Novels.Little);
        Assert.Contains("integer mode", Assert.Throws<ArgumentException>(() => WeightCalibration.Of(dense, [1])).Message);
        using var integers = LanguageModel.Load(typeof(Novels).Assembly, Novels.Little, new() { Mode = Mode.Int8 });
        Assert.Throws<ArgumentException>(() => WeightCalibration.Of(integers, []));
        Assert.Throws<ArgumentException>(() => WeightCalibration.Of(integers, [4096]));
        using var big = ModelCompression.Open(typeof(Novels).Assembly, Novels.Name);
        var file = Path.Combine(_folder, "other.kweights");
        Assert.Contains("another matrix", Assert.Throws<ArgumentException>(() => big.Save(file, WeightFormat.Int4Block32, calibration: WeightCalibration.Of(integers, [1, 2, 3]))).Message);
        Assert.False(File.Exists(file));
    }

    private static double Nats(LanguageModel model, int[] ids) => Perplexity.Measure(model.Network, ids.AsSpan(8192, 4096)).NatsPerToken;
}
