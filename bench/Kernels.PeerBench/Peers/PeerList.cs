using Kernels.PeerBench.Cases;

namespace Kernels.PeerBench.Peers;

/// <summary>Whom we are held against.</summary>
internal static class PeerList
{
    /// <summary>One seat per library, taken or empty, in the order of the columns.</summary>
    /// <param name="options">Where libraries lie that are not installed.</param>
    /// <param name="aboutOpenBlas">How its kernel set was chosen.</param>
    public static IEnumerable<Seat<Problem>> Find(PeerOptions options, string aboutOpenBlas)
    {
        yield return OpenBlasLibrary.Load() is { } blas ? About(new(new OpenBlasPeer(blas)), aboutOpenBlas) : new("OpenBLAS", null, OpenBlasPeer.Absent);
        yield return OfOneDnn<Problem>(library => new OneDnnPeer(library));
        yield return new(new TensorsPeer());
        yield return OfOnnx<Problem>(options.OnnxRuntime, library => new OnnxPeer(library));
    }

    /// <summary>A seat for oneDNN.</summary>
    public static Seat<TProblem> OfOneDnn<TProblem>(Func<OneDnnLibrary, IPeer<TProblem>> create) =>
        OneDnnLibrary.Load() is { } library ? new(create(library)) : new(OneDnnPeer.Title, null, OneDnnPeer.Absent);

    /// <summary>A seat for ONNX Runtime.</summary>
    public static Seat<TProblem> OfOnnx<TProblem>(string? file, Func<OnnxLibrary, IPeer<TProblem>> create)
    {
        if (file is null) return new(OnnxPeer.Title, null, OnnxPeer.Absent);
        try
        {
            return new(create(OnnxLibrary.Load(file)));
        }
        catch (PeerException error)
        {
            return new(OnnxPeer.Title, null, $"{OnnxPeer.Title}: {error.Message}");
        }
    }

    private static Seat<Problem> About(Seat<Problem> seat, string words) => words.Length > 0 ? seat with { Line = $"{seat.Line} ({words})" } : seat;
}
