using Kernels.PeerBench.Measuring;

namespace Kernels.PeerBench.Peers;

/// <summary>A library that does one sort of work.</summary>
/// <typeparam name="TProblem">The numbers of a case.</typeparam>
internal interface IPeer<in TProblem>
{
    /// <summary>The head of its column.</summary>
    string Name { get; }

    /// <summary>Version and options in one line.</summary>
    string Description { get; }

    /// <summary>Makes it ready for a case, weights packed as it likes them best; null when it has nothing for this work.</summary>
    /// <exception cref="PeerException">It refuses.</exception>
    IRunner? Prepare(TProblem problem);
}

/// <summary>A column of the table.</summary>
/// <typeparam name="TProblem">The numbers of a case.</typeparam>
/// <param name="Name">Its head.</param>
/// <param name="Peer">Null when the library is not there.</param>
/// <param name="Line">What it is, or how to get it.</param>
internal sealed record Seat<TProblem>(string Name, IPeer<TProblem>? Peer, string Line)
{
    /// <summary>A seat that is taken.</summary>
    public Seat(IPeer<TProblem> peer)
        : this(peer.Name, peer, peer.Description)
    {
    }
}

/// <summary>A library that cannot do what it was asked to; the message is one line.</summary>
/// <param name="message">What it said.</param>
internal sealed class PeerException(string message) : Exception(message);
