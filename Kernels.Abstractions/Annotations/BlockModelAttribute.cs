using System;
using System.ComponentModel;

namespace Kernels;

/// <summary>
/// Written by the generator, once per block: the block as text, so that a network of another project can use it. A generator
/// sees no method bodies of referenced assemblies.
/// </summary>
/// <param name="block">The full name of the block's class.</param>
/// <param name="model">The block in the canonical text form, which starts with its version.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BlockModelAttribute(string block, string model) : Attribute
{
    /// <summary>The full name of the block's class.</summary>
    public string Block { get; } = block;

    /// <summary>The block as text.</summary>
    public string Model { get; } = model;
}
