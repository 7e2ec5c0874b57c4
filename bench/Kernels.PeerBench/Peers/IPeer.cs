using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Peers;

/// <summary>A library that multiplies.</summary>
internal interface IPeer
{
    /// <summary>The head of its column.</summary>
    string Name { get; }

    /// <summary>Version and options in one line.</summary>
    string Description { get; }

    /// <summary>Makes it ready for a case, weights packed as it likes them best; null when it has nothing for this work.</summary>
    /// <exception cref="PeerException">It refuses.</exception>
    IRunner? Prepare(Problem problem);
}

/// <summary>A column of the table.</summary>
/// <param name="Name">Its head.</param>
/// <param name="Peer">Null when the library is not there.</param>
/// <param name="Line">What it is, or how to get it.</param>
internal sealed record Seat(string Name, IPeer? Peer, string Line)
{
    public static Seat Of(IPeer peer) => new(peer.Name, peer, peer.Description);
}

/// <summary>A library that cannot do what it was asked to; the message is one line.</summary>
/// <param name="message">What it said.</param>
internal sealed class PeerException(string message) : Exception(message);
