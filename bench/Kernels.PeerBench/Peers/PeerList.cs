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
        var library = Library(file, out var words);
        return library is null ? new(OnnxPeer.Title, null, words) : new(create(library));
    }

    /// <summary>ONNX Runtime itself.</summary>
    /// <param name="file">Where it lies.</param>
    /// <param name="words">Its name and version, or why it is not there.</param>
    public static OnnxLibrary? Library(string? file, out string words)
    {
        words = OnnxPeer.Absent;
        if (file is null) return null;
        try
        {
            var library = OnnxLibrary.Load(file);
            words = $"{OnnxPeer.Title}: {library.Version}";
            return library;
        }
        catch (PeerException error)
        {
            words = $"{OnnxPeer.Title}: {error.Message}";
            return null;
        }
    }

    private static Seat<Problem> About(Seat<Problem> seat, string words) => words.Length > 0 ? seat with { Line = $"{seat.Line} ({words})" } : seat;
}
