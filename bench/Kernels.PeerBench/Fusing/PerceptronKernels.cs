using Kernels.Generated;
using Kernels.Model;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Peers;

namespace Kernels.PeerBench.Fusing;

/// <summary>The kernels of <see cref="Perceptron"/> one after the other, without the network around them: on memory of its own, since a time does not depend on values.</summary>
internal sealed class PerceptronKernels(Isa isa) : IRunner
{
    // Panels are padded to whole registers of the widest tier.
    private readonly NativeBlock _panels = NativeBlock.Of<float>(new float[3 * 64 * 64]);
    private readonly int _wide = (64 + Dense_64x64_Relu.PanelColumns(isa) - 1) / Dense_64x64_Relu.PanelColumns(isa);
    private readonly int _narrow = (10 + Dense_64x10.PanelColumns(isa) - 1) / Dense_64x10.PanelColumns(isa);
    private readonly NativeBlock _rows = NativeBlock.Of<float>(new float[5 * 64]);

    public void Run(int times)
    {
        var rows = _rows.Values<float>(5 * 64);
        var panels = _panels.Values<float>(3 * 64 * 64);
        for (var i = 0; i < times; i++)
        {
            Dense_64x64_Relu.Run(isa, ref rows[0], 1, ref panels[0], ref rows[256], ref rows[64], ref rows[64], 0, _wide);
            Dense_64x64_Relu.Run(isa, ref rows[64], 1, ref panels[4096], ref rows[256], ref rows[128], ref rows[128], 0, _wide);
            Dense_64x10.Run(isa, ref rows[128], 1, ref panels[8192], ref rows[256], ref rows[192], ref rows[192], 0, _narrow);
        }
    }

    public float[] Result() => [];

    public void Dispose()
    {
        _panels.Dispose();
        _rows.Dispose();
    }
}
