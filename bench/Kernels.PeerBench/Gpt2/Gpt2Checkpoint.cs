using Kernels.Models;

namespace Kernels.PeerBench.Gpt2;

/// <summary>Random weights in the shape of GPT-2 with 124 million, in a folder of its own that goes when this goes.</summary>
internal sealed class Gpt2Checkpoint : IDisposable
{
    /// <summary>The file of the weights.</summary>
    public const string WeightsFile = "model.safetensors";

    private const ulong Seed = 7;

    /// <exception cref="IOException">There is no room for them.</exception>
    public Gpt2Checkpoint()
    {
        Folder = Directory.CreateTempSubdirectory("kernels-peers-").FullName;
        try
        {
            RandomCheckpoint.Write(Folder, Gpt2Config.Small, Seed);
            Weights = SafeTensorsFile.Open(Path.Combine(Folder, WeightsFile));
        }
        catch
        {
            Directory.Delete(Folder, recursive: true);
            throw;
        }
    }

    public string Folder { get; }

    public WeightSource Weights { get; }

    public void Dispose()
    {
        Weights.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
