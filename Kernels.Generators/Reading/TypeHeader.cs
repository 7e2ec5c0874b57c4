using Kernels.Model;

namespace Kernels.Generators.Reading;

/// <summary>What it takes to write a further part of a partial class.</summary>
/// <param name="Namespace">As written in code; empty for the global namespace.</param>
/// <param name="Outer">The declarations of the outer types, outermost first, as in <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Declaration">The class's own, as in <c>partial class Digits</c>.</param>
/// <param name="Name">The class's identifier, as written in code.</param>
/// <param name="Reference">The class as other code names it, as in <c>global::Demo.Digits</c>.</param>
/// <param name="Accessibility">As in <c>public</c>; the declared one, outer types not considered.</param>
/// <param name="HintName">The start of the names of generated files; differs from every other definition's.</param>
internal sealed record TypeHeader(
    string Namespace, EquatableList<string> Outer, string Declaration, string Name, string Reference, string Accessibility, string HintName);
