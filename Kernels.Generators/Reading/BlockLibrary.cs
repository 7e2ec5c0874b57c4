using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Reading;

/// <summary>What is known of a block.</summary>
internal enum BlockState
{
    /// <summary>It can be stacked.</summary>
    Sound,

    /// <summary>It has errors, which are reported where it is defined.</summary>
    Broken,

    /// <summary>Its text was written for another version of the format.</summary>
    OtherVersion,

    /// <summary>Its text cannot be read.</summary>
    Damaged,
}

/// <summary>A block by name.</summary>
/// <param name="FullName">The class.</param>
/// <param name="Assembly">The assembly it comes from; empty for this project.</param>
/// <param name="State">Whether it can be stacked.</param>
/// <param name="Graph">The block, when sound.</param>
internal sealed record BlockEntry(string FullName, string Assembly, BlockState State, GraphModel? Graph)
{
    public static BlockEntry OfProject(ReadDefinition block) =>
        block.Graph is { } graph && GraphRules.Check(graph).Count == 0
            ? new(block.Declared.FullName, "", BlockState.Sound, graph)
            : new(block.Declared.FullName, "", BlockState.Broken, null);
}

/// <summary>The blocks that networks of this project may stack. A block of this project hides one of the same name elsewhere.</summary>
internal sealed record BlockLibrary(EquatableList<BlockEntry> Own, EquatableList<BlockEntry> Foreign)
{
    public BlockEntry? Find(string fullName) => Own.Concat(Foreign).FirstOrDefault(entry => entry.FullName == fullName);
}
