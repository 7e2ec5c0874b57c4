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
