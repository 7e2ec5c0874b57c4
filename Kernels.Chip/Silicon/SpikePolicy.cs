namespace Kernels.Chip;

/// <summary>How the lanes of a core go through spikes. Not public; both readings are here.</summary>
public enum SpikePolicy
{
    /// <summary>Only spikes take a cycle; lanes that share a tile wait for the fullest one.</summary>
    Skip,

    /// <summary>Every input takes its cycle in every time step, spike or not; a lane without one is gated and spends nothing.</summary>
    DenseGated,
}
