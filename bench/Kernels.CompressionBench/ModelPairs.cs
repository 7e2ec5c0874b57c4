namespace Kernels.CompressionBench;

/// <summary>A big and a little model for each format of weights, loaded when they are first asked for.</summary>
/// <param name="load">Loads both.</param>
internal sealed class ModelPairs<TModel>(Func<NetworkOptions, (TModel Big, TModel Little)> load) : IDisposable
    where TModel : IDisposable
{
    private readonly Dictionary<WeightFormat, (TModel Big, TModel Little)> _models = [];

    public (TModel Big, TModel Little) this[Setting setting]
        => _models.TryGetValue(setting.Weights, out var pair) ? pair : _models[setting.Weights] = load(setting.Options);

    public void Dispose()
    {
        foreach (var (big, little) in _models.Values)
        {
            big.Dispose();
            little.Dispose();
        }
    }
}
