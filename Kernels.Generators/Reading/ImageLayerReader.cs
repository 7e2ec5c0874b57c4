using Kernels.Model;

namespace Kernels.Generators.Reading;

/// <summary>Annotations of layers for images. Ranges are judged on the model, as <see cref="LayerReader"/> says.</summary>
internal static class ImageLayerReader
{
    public static LayerModel? Conv2d(LayerDeclaration layer) => LayerReader.PlacementAllowed(layer)
        ? new Conv2dModel(
            layer.Method.Name, layer.Weights, layer.Number("Outputs"), WindowOf(layer, stride: 1), layer.Flag("Bias", true), LayerReader.PrecisionOf(layer), LayerReader.PlacementOf(layer))
        : null;

    public static LayerModel? DepthwiseConv2d(LayerDeclaration layer) => LayerReader.PrecisionAllowed(layer)
        ? new DepthwiseConv2dModel(layer.Method.Name, layer.Weights, WindowOf(layer, stride: 1), layer.Flag("Bias", true))
        : null;

    public static LayerModel? MaxPool2d(LayerDeclaration layer) => Pool(layer, PoolKind.Max);

    public static LayerModel? AveragePool2d(LayerDeclaration layer) => Pool(layer, PoolKind.Average);

    private static LayerModel? Pool(LayerDeclaration layer, PoolKind kind) =>
        LayerReader.NameAllowed(layer, "pooling has no weights") && LayerReader.PrecisionAllowed(layer)
            ? new Pool2dModel(layer.Method.Name, kind, WindowOf(layer, stride: Height(layer)))
            : null;

    private static Window WindowOf(LayerDeclaration layer, int stride) => new(
        Height(layer), layer.Has("KernelWidth") ? layer.Number("KernelWidth") : Height(layer), layer.Has("Stride") ? layer.Number("Stride") : stride,
        layer.Number("Padding"), layer.Flag("Same", false));

    private static int Height(LayerDeclaration layer) => layer.Number(layer.Has("Kernel") ? "Kernel" : "KernelHeight");
}
