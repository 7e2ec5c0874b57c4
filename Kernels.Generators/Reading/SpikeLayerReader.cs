using Kernels.Generators.Diagnostics;
using Kernels.Model;

namespace Kernels.Generators.Reading;

/// <summary>Annotations of spiking layers. Ranges are judged on the model, as <see cref="LayerReader"/> says.</summary>
internal static class SpikeLayerReader
{
    public static LayerModel? Encode(LayerDeclaration layer) =>
        IsBare(layer) ? new EncodeModel(layer.Method.Name, layer.Has("Steps") ? layer.Number("Steps") : 32) : null;

    public static LayerModel? If(LayerDeclaration layer) => IsBare(layer) ? Neuron(layer, 1f) : null;

    public static LayerModel? Lif(LayerDeclaration layer)
    {
        if (!IsBare(layer)) return null;
        var decay = layer.Float("Decay", 0.9f);
        // A model knows one kind of neuron; that a leaky one leaks is seen here only.
        if (decay != 1f) return Neuron(layer, decay);
        layer.Refuse(KernelDiagnostics.BadDecay, layer.PlaceOf("Decay"), $"Decay of {layer.Method.Name} is 1, so nothing leaks. Give a number below 1, or write [If].");
        return null;
    }

    public static LayerModel? Integrate(LayerDeclaration layer) =>
        IsBare(layer) ? new IntegrateModel(layer.Method.Name, layer.Float("Decay", 1f)) : null;

    private static NeuronModel Neuron(LayerDeclaration layer, float decay) => new(
        layer.Method.Name, decay, layer.Float("Threshold", 1f), layer.Float("Start", 0f), (SpikeReset)layer.Number("Reset"));

    private static bool IsBare(LayerDeclaration layer) =>
        LayerReader.NameAllowed(layer, "time and membranes are no weights") && LayerReader.PrecisionAllowed(layer);
}
