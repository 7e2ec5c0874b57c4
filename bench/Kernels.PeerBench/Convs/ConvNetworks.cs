namespace Kernels.PeerBench.Convs;

/// <summary>Windows of 7 x 7 over 224 x 224 x 3 alone.</summary>
[Network(Input = [224, 224, 3])]
public sealed partial class Conv224x3To64By7
{
    [Conv2d(64, 7, Stride = 2, Padding = 3)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}

/// <summary>Windows of 3 x 3 over 56 x 56 x 64 alone.</summary>
[Network(Input = [56, 56, 64])]
public sealed partial class Conv56x64To64By3
{
    [Conv2d(64, 3, Padding = 1)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}

/// <summary>Windows of 3 x 3 over 28 x 28 x 128 alone.</summary>
[Network(Input = [28, 28, 128])]
public sealed partial class Conv28x128To128By3
{
    [Conv2d(128, 3, Padding = 1)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}

/// <summary>Windows of 3 x 3 over 14 x 14 x 256 alone.</summary>
[Network(Input = [14, 14, 256])]
public sealed partial class Conv14x256To256By3
{
    [Conv2d(256, 3, Padding = 1)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}

/// <summary>Windows of 3 x 3 over 7 x 7 x 512 alone.</summary>
[Network(Input = [7, 7, 512])]
public sealed partial class Conv7x512To512By3
{
    [Conv2d(512, 3, Padding = 1)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}

/// <summary>Windows of 1 x 1 over 56 x 56 x 64 alone.</summary>
[Network(Input = [56, 56, 64])]
public sealed partial class Conv56x64To256By1
{
    [Conv2d(256, 1)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}

/// <summary>Windows of 1 x 1 over 14 x 14 x 256 alone.</summary>
[Network(Input = [14, 14, 256])]
public sealed partial class Conv14x256To512By1
{
    [Conv2d(512, 1)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}

/// <summary>Windows of 3 x 3 over 28 x 28 x 1 alone.</summary>
[Network(Input = [28, 28, 1])]
public sealed partial class Conv28x1To8By3
{
    [Conv2d(8, 3)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}

/// <summary>Windows of 3 x 3 over 26 x 26 x 8 alone.</summary>
[Network(Input = [26, 26, 8])]
public sealed partial class Conv26x8To16By3
{
    [Conv2d(16, 3)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}

/// <summary>Windows of 1 x 1 over 25 x 5 x 64 alone.</summary>
[Network(Input = [25, 5, 64])]
public sealed partial class Conv25x64To64By1
{
    [Conv2d(64, 1)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}

/// <summary>Windows of 3 x 3 over each channel of 112 x 112 x 32 alone.</summary>
[Network(Input = [112, 112, 32])]
public sealed partial class Depthwise112x32
{
    [DepthwiseConv2d(3, Padding = 1)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}

/// <summary>Windows of 3 x 3 over each channel of 14 x 14 x 512 alone.</summary>
[Network(Input = [14, 14, 512])]
public sealed partial class Depthwise14x512
{
    [DepthwiseConv2d(3, Padding = 1)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}

/// <summary>Windows of 3 x 3 over each channel of 25 x 5 x 64 alone.</summary>
[Network(Input = [25, 5, 64])]
public sealed partial class Depthwise25x64
{
    [DepthwiseConv2d(3, Padding = 1)] private partial Tensor Conv(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Conv(x);
}
