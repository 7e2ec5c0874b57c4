using Kernels.Models.Data;

namespace Kernels.Models.Tests.Compression;

/// <summary>A <c>.kweights</c> file is the model: the bits of weights quantised on loading, and its text.</summary>
public sealed class ModelCompressionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kernels-compression-").FullName;

    public static TheoryData<WeightFormat, Mode> Cases =>
        [.. from format in (WeightFormat[])[WeightFormat.Int8, WeightFormat.Int8Block32, WeightFormat.Int4Block32] from mode in Enum.GetValues<Mode>() select new TheoryDataRow<WeightFormat, Mode>(format, mode)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_are_those_of_weights_quantised_on_loading(WeightFormat format, Mode mode)
    {
        var file = Path.Combine(_folder, "novels.kweights");
        using (var compression = ModelCompression.Open(typeof(Novels).Assembly, Novels.Name)) compression.Save(file, format);
        var options = new NetworkOptions { Mode = mode, Weights = mode != Mode.Dense && format == WeightFormat.Int8 ? WeightFormat.Float32 : format };
        using var expected = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, options);
        using var actual = LanguageModel.Load(file, options);
        var ids = actual.Encode("It is a truth universally acknowledged");
        Assert.Equal(expected.Encode("It is a truth universally acknowledged"), ids);
        Assert.Equal(Logits(expected, ids), Logits(actual, ids));
    }

    [Theory]
    [InlineData(WeightFormat.Int8, WeightCoding.None)]
    [InlineData(WeightFormat.Int8, WeightCoding.Sign)]
    [InlineData(WeightFormat.Int8Block32, WeightCoding.None)]
    [InlineData(WeightFormat.Int4Block32, WeightCoding.None)]
    public void A_T5s_decoder_is_what_it_is_with_weights_quantised_on_loading(WeightFormat format, WeightCoding coding)
    {
        var file = Path.Combine(_folder, "phrases.kweights");
        using (var compression = ModelCompression.Open(typeof(Phrases).Assembly, Phrases.Name)) compression.Save(file, format, coding: coding);
        Assert.True(EncoderDecoderModel.IsMeant(file));
        var options = new NetworkOptions { Mode = Mode.Int8, Weights = format == WeightFormat.Int8 ? WeightFormat.Float32 : format };
        using var expected = EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name, options);
        using var actual = EncoderDecoderModel.Load(file, options);
        var source = actual.Encode("translate English to French: Where is the station?");

        // The encoder's embedding of a file has the integers of the head's table, which a checkpoint's has not: the decoders are given one memory.
        var states = new float[source.Length * expected.Encoder.StateWidth];
        expected.Encoder.Encode(source, states);
        var scores = new int[2][];
        foreach (var (at, model) in ((int, EncoderDecoderModel)[])[(0, expected), (1, actual)])
        {
            model.Decoder.SetMemory(states);
            var row = new float[3 * model.Decoder.Vocabulary];
            model.Decoder.AppendAll([0, 17, 301], row);
            scores[at] = [.. row.Select(BitConverter.SingleToInt32Bits)];
        }

        Assert.Equal(scores[0], scores[1]);
        Assert.Equal(string.Concat(expected.Generate("translate English to French: Where is the station?")), string.Concat(actual.Generate("translate English to French: Where is the station?")));
    }

    [Theory]
    [InlineData(WeightCoding.Sign)]
    [InlineData(WeightCoding.Generated)]
    public void Codes_lose_nothing(WeightCoding coding)
    {
        var file = Path.Combine(_folder, "little.kweights");
        using (var compression = ModelCompression.Open(typeof(Novels).Assembly, Novels.Little)) compression.Save(file, WeightFormat.Int8, coding: coding);
        using var expected = LanguageModel.Load(typeof(Novels).Assembly, Novels.Little, new() { Mode = Mode.Int8 });
        using var actual = LanguageModel.Load(file, new() { Mode = Mode.Int8 });
        int[] ids = [5, 80, 4000, 17];
        Assert.Equal(Logits(expected, ids), Logits(actual, ids));
    }

    [Fact]
    public void A_folder_that_holds_the_file_is_the_model_too()
    {
        using (var compression = ModelCompression.Open(typeof(Novels).Assembly, Novels.Name))
        {
            var told = 0L;
            compression.Save(Path.Combine(_folder, KWeightsFile.InFolder), WeightFormat.Int4Block32, done => told = done);
            Assert.True(told >= compression.Weights, $"{told} of {compression.Weights} weights were told of");
        }

        using var model = LanguageModel.Load(_folder, new() { Mode = Mode.Int8, Weights = WeightFormat.Int4Block32 });
        Assert.NotEmpty(string.Concat(model.Generate("The night", new() { Tokens = 5 })));
        Assert.True(new FileInfo(Path.Combine(_folder, KWeightsFile.InFolder)).Length < 4_000_000);
    }

    private static int[] Logits(LanguageModel model, int[] ids)
    {
        var scores = new float[ids.Length * model.Network.Vocabulary];
        model.Network.AppendAll(ids, scores);
        return [.. scores.Select(BitConverter.SingleToInt32Bits)];
    }
}
