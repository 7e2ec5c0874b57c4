namespace Kernels.Models;

/// <summary>
/// A GPT-2 checkpoint in the Hugging Face layout with the weights that training would start from, for benchmarks and tests of sizes whose
/// trained weights are not at hand. What it writes means nothing; how fast it writes is what the trained model does.
/// </summary>
public static class RandomCheckpoint
{
    private const string Config = "config.json";
    private const string Weights = "model.safetensors";

    /// <summary>Bytes of the weights.</summary>
    public static long BytesOf(Gpt2Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.Parameters * sizeof(float);
    }

    /// <summary>
    /// Writes <c>config.json</c> and <c>model.safetensors</c> (F32), tensor by tensor: no more than a slice is in memory. Equal arguments give
    /// equal bytes. The configuration comes last, so that a folder that holds one is whole.
    /// </summary>
    /// <param name="folder">An existing folder; files of these names are replaced.</param>
    /// <param name="config">The sizes.</param>
    /// <param name="seed">Start of the random numbers.</param>
    /// <param name="progress">Told how many bytes of the weights have been made.</param>
    /// <param name="cancellation">Breaks off; nothing is left then.</param>
    /// <exception cref="IOException">The folder is missing, full or not writable; nothing is left.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string folder, Gpt2Config config, ulong seed, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(config);
        var made = 0L;
        using var weights = new RandomWeights(config, seed)
        {
            Read = bytes =>
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(made += bytes);
            },
        };
        var (configFile, weightsFile) = (Path.Combine(folder, Config), Path.Combine(folder, Weights));
        SafeTensorsWriter.Save(weightsFile, weights, new Dictionary<string, string> { ["format"] = "pt" });
        var unfinished = $"{configFile}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(unfinished, ConfigWriter.Write(config));
            File.Move(unfinished, configFile, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            File.Delete(weightsFile);
            throw;
        }
    }
}
