using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Kernels.Generators.Diagnostics;

/// <summary>
/// Every diagnostic. Ids never change their meaning: KRN00 the class, KRN01 widths, KRN02 the wiring, KRN03 layers, KRN04 the
/// network's own annotation, KRN05 blocks, KRN06 settings of the build. Messages are made where the fault is seen, as data.
/// </summary>
internal static class KernelDiagnostics
{
    private const string Category = "Kernels.Definition";
    private const string HelpRoot = "docs/diagnostics/";
    private static readonly Dictionary<string, DiagnosticDescriptor> s_all = new();

    public static readonly DiagnosticDescriptor NotPartial = Error("KRN0001", "A definition is a partial class");
    public static readonly DiagnosticDescriptor OuterNotPartial = Error("KRN0002", "The types around a definition are partial");
    public static readonly DiagnosticDescriptor Generic = Error("KRN0003", "A definition has no type parameters");
    public static readonly DiagnosticDescriptor NotAnOrdinaryClass = Error("KRN0004", "A definition is an ordinary class");
    public static readonly DiagnosticDescriptor BaseClass = Error("KRN0005", "A definition has no base class");
    public static readonly DiagnosticDescriptor Constructor = Error("KRN0006", "A definition declares no constructor");
    public static readonly DiagnosticDescriptor State = Error("KRN0007", "A definition holds no state");
    public static readonly DiagnosticDescriptor NetworkAndBlock = Error("KRN0008", "A definition is a network or a block");
    public static readonly DiagnosticDescriptor ReservedName = Error("KRN0009", "The name belongs to a generated member");

    public static readonly DiagnosticDescriptor WidthMismatch = Error("KRN0101", "A layer gets rows of the wrong width");
    public static readonly DiagnosticDescriptor JoinMismatch = Error("KRN0102", "An operator joins rows of different widths");
    public static readonly DiagnosticDescriptor ShrinkDoesNotDivide = Error("KRN0103", "Shrink does not divide the width");
    public static readonly DiagnosticDescriptor AttentionWidth = Error("KRN0104", "Attention takes queries, keys and values side by side");
    public static readonly DiagnosticDescriptor HeadsDoNotDivide = Error("KRN0105", "The heads do not divide the width");
    public static readonly DiagnosticDescriptor TooLarge = Error("KRN0106", "A row or a matrix is too large");
    public static readonly DiagnosticDescriptor BlockChangesWidth = Error("KRN0107", "A stacked block keeps the width of its input");
    public static readonly DiagnosticDescriptor StepsMismatch = Error("KRN0108", "An operator joins currents of different numbers of time steps");

    public static readonly DiagnosticDescriptor NotAnImage = Error("KRN0120", "A layer for images gets a flat row");
    public static readonly DiagnosticDescriptor WindowTooLarge = Error("KRN0121", "A window is larger than the image");

    public static readonly DiagnosticDescriptor NoForward = Error("KRN0201", "A definition has a wiring");
    public static readonly DiagnosticDescriptor SeveralForwards = Error("KRN0202", "A definition has one wiring");
    public static readonly DiagnosticDescriptor ForwardModifiers = Error("KRN0203", "The wiring is an ordinary method with a body");
    public static readonly DiagnosticDescriptor ForwardSignature = Error("KRN0204", "The wiring takes and gives one value");
    public static readonly DiagnosticDescriptor Statement = Error("KRN0205", "A wiring has no such statement");
    public static readonly DiagnosticDescriptor Expression = Error("KRN0206", "A wiring has no such expression");
    public static readonly DiagnosticDescriptor UnknownCall = Error("KRN0207", "A wiring calls layers and functions only");
    public static readonly DiagnosticDescriptor Operator = Error("KRN0208", "A wiring has no such operator");
    public static readonly DiagnosticDescriptor LocalType = Error("KRN0209", "Locals of a wiring hold what flows");
    public static readonly DiagnosticDescriptor LayerUsedTwice = Error("KRN0210", "A layer has one place in the wiring");
    public static readonly DiagnosticDescriptor UnusedValue = Error("KRN0211", "A computed value is not used");
    public static readonly DiagnosticDescriptor NothingComputed = Error("KRN0212", "A wiring computes something");
    public static readonly DiagnosticDescriptor UnusedLayer = Warning("KRN0213", "A layer is not used");
    public static readonly DiagnosticDescriptor TooLong = Error("KRN0214", "A wiring is too long");

    public static readonly DiagnosticDescriptor LayerNotPartial = Error("KRN0301", "A layer is a partial method");
    public static readonly DiagnosticDescriptor LayerHasBody = Error("KRN0302", "The body of a layer is generated");
    public static readonly DiagnosticDescriptor LayerSignature = Error("KRN0303", "A layer takes and gives the types of its kind");
    public static readonly DiagnosticDescriptor LayerModifiers = Error("KRN0304", "A layer is an ordinary instance method");
    public static readonly DiagnosticDescriptor SeveralAnnotations = Error("KRN0305", "A method is one layer");
    public static readonly DiagnosticDescriptor SizeOutOfRange = Error("KRN0306", "A size is out of range");
    public static readonly DiagnosticDescriptor TwoWidths = Error("KRN0307", "A width is given once");
    public static readonly DiagnosticDescriptor HeadsAmbiguous = Error("KRN0308", "Attention has Heads or HeadSize");
    public static readonly DiagnosticDescriptor TiedToNoEmbedding = Error("KRN0309", "A tied layer names an embedding");
    public static readonly DiagnosticDescriptor BadWeightName = Error("KRN0310", "The name of weights is not usable");
    public static readonly DiagnosticDescriptor DuplicateWeightName = Error("KRN0311", "Two layers would read the same tensors");
    public static readonly DiagnosticDescriptor BadEpsilon = Error("KRN0312", "Epsilon is not usable");
    public static readonly DiagnosticDescriptor NameWithoutWeights = Error("KRN0313", "There is nothing to be named");
    public static readonly DiagnosticDescriptor UnknownLayer = Error("KRN0314", "The annotation is no known layer");
    public static readonly DiagnosticDescriptor DuplicateLayerName = Error("KRN0315", "Layers have different names");
    public static readonly DiagnosticDescriptor PrecisionWithoutEffect = Error("KRN0316", "The layer has one arithmetic");
    public static readonly DiagnosticDescriptor PlacementWithoutEffect = Error("KRN0330", "The layer has no side to be placed on");
    public static readonly DiagnosticDescriptor BadThreshold = Error("KRN0317", "A threshold is not usable");
    public static readonly DiagnosticDescriptor BadDecay = Error("KRN0318", "A decay is not usable");
    public static readonly DiagnosticDescriptor BadStart = Error("KRN0319", "The start of a membrane is not usable");

    public static readonly DiagnosticDescriptor BadPadding = Error("KRN0331", "A padding is not usable");

    public static readonly DiagnosticDescriptor InputMissing = Error("KRN0401", "The width of the input is missing");
    public static readonly DiagnosticDescriptor InputRank = Error("KRN0402", "The input is a flat row or an image");
    public static readonly DiagnosticDescriptor InputOfTokens = Error("KRN0403", "Tokens have no shape");
    public static readonly DiagnosticDescriptor ContextOutOfRange = Error("KRN0404", "The context is out of range");
    public static readonly DiagnosticDescriptor ContextWithoutAttention = Error("KRN0405", "There is no sequence to limit");
    public static readonly DiagnosticDescriptor ContextAndPositions = Error("KRN0406", "The context is given twice");

    public static readonly DiagnosticDescriptor BadFormat = Error("KRN0407", "The weights have no such format");

    public static readonly DiagnosticDescriptor NotABlock = Error("KRN0501", "A stack repeats a block");
    public static readonly DiagnosticDescriptor BlockWithoutModel = Error("KRN0502", "The block's project was built without the generator");
    public static readonly DiagnosticDescriptor BlockOfOtherVersion = Error("KRN0503", "The block is of another version");
    public static readonly DiagnosticDescriptor BlockDamaged = Error("KRN0504", "The block's model cannot be read");
    public static readonly DiagnosticDescriptor NestedStack = Error("KRN0505", "A block holds no stack");
    public static readonly DiagnosticDescriptor EmbeddingInBlock = Error("KRN0506", "A block sees no tokens");

    public static readonly DiagnosticDescriptor UnknownIsa = Error("KRN0601", "KernelsIsa names no register width");

    public static IEnumerable<DiagnosticDescriptor> All => s_all.Values.OrderBy(rule => rule.Id, System.StringComparer.Ordinal);

    public static DiagnosticDescriptor Of(string id) => s_all[id];

    private static DiagnosticDescriptor Error(string id, string title) => Rule(id, title, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title) => Rule(id, title, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Rule(string id, string title, DiagnosticSeverity severity) =>
        s_all[id] = new(id, title, "{0}", Category, severity, isEnabledByDefault: true, helpLinkUri: HelpRoot + id + ".md");
}
