using static Kernels.Functions;

namespace Kernels.Testing.Tests;

/// <summary>A residual block over images.</summary>
[Block]
public sealed partial class SmallResidual
{
    [DepthwiseConv2d(3, Padding = 1)] private partial Tensor Each(Tensor x);

    [Conv2d(17, 1), Placement(Placement.Complementary)] private partial Tensor Mix(Tensor x);

    [Forward] private Tensor Step(Tensor x) => x + Mix(Relu(Each(x)));
}

/// <summary>Convolutions of all kinds, pooling with and without padding, and an order of channels to be turned.</summary>
[Network(Input = [7, 9, 3])]
public sealed partial class SmallImages
{
    [Conv2d(17, 3, Padding = 1)] private partial Tensor Edges(Tensor x);

    [Stack<SmallResidual>(2)] private partial Tensor Blocks(Tensor x);

    [AveragePool2d(3, Stride = 2, Padding = 1)] private partial Tensor Mean(Tensor x);

    [Conv2d(6, 2, 3, Same = true, Stride = 2, Bias = false), Precision(Precision.Float32)] private partial Tensor Shapes(Tensor x);

    [MaxPool2d(2, Stride = 1, Same = true)] private partial Tensor Most(Tensor x);

    [Dense(10, Flatten = FlattenOrder.ChannelsFirst)] private partial Tensor Logits(Tensor x);

    [Forward] private Tensor Predict(Tensor x) => Logits(Most(Gelu(Shapes(Mean(Blocks(Relu(Edges(x))))))));
}
