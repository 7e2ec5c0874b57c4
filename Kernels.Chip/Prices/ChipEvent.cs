namespace Kernels.Chip;

/// <summary>Everything that costs energy. What happens in a chip is counted in these and in nothing else.</summary>
public enum ChipEvent
{
    /// <summary>An 8-bit multiply-accumulate in a core.</summary>
    Product,

    /// <summary>A gated addition of one 8-bit weight: one spike for one output.</summary>
    Addition,

    /// <summary>An addition of a shifted weight: one spike of the binary-weighted code for one output.</summary>
    ShiftedAddition,

    /// <summary>One time step of the encoder of one input.</summary>
    EncoderStep,

    /// <summary>An update of a membrane: compare, subtract, store.</summary>
    NeuronUpdate,

    /// <summary>One operation of the auxiliary unit (norms, functions, softmax, sums of rows).</summary>
    AuxiliaryOperation,

    /// <summary>A bit read from or written to the memory of a core.</summary>
    CoreMemoryBit,

    /// <summary>A bit read from or written to the memory that the cores share.</summary>
    SharedMemoryBit,

    /// <summary>A bit that crosses the port to external memory.</summary>
    ExternalMemoryBit,

    /// <summary>A cycle of clock and control.</summary>
    ClockCycle,

    /// <summary>Leakage in the time of one cycle.</summary>
    LeakageCycle,
}
