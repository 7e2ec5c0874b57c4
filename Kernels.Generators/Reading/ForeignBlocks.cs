using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Threading;
using Kernels.Model;
using Microsoft.CodeAnalysis;

namespace Kernels.Generators.Reading;

/// <summary>
/// The blocks of referenced assemblies, from the <c>[assembly: BlockModel]</c> that their generator wrote. Metadata is read
/// directly: asking the compilation for symbols would run again on every edit.
/// </summary>
internal static class ForeignBlocks
{
    private const string AttributeName = "BlockModelAttribute";

    public static EquatableList<BlockEntry> Read(MetadataReference reference, CancellationToken token)
    {
        try
        {
            var texts = reference switch
            {
                CompilationReference project => OfProject(project.Compilation),
                PortableExecutableReference file => OfFile(file, token),
                _ => [],
            };
            return texts.Select(pair => Entry(pair.Block, pair.Text, reference.Display ?? "")).ToEquatableList();
        }
        catch (Exception fault) when (fault is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            // A file that is no assembly is the compiler's to report.
            return EquatableList<BlockEntry>.Empty;
        }
    }

    private static BlockEntry Entry(string block, string text, string display)
    {
        var assembly = Path.GetFileNameWithoutExtension(display);
        if (!ModelText.TryRead(text, out var graph, out var error))
            return new(block, assembly, error!.IsOtherVersion ? BlockState.OtherVersion : BlockState.Damaged, null);
        var isSound = graph!.Kind == GraphKind.Block && graph.FullName == block && GraphRules.Check(graph).Count == 0;
        return new(block, assembly, isSound ? BlockState.Sound : BlockState.Damaged, isSound ? graph : null);
    }

    private static IEnumerable<(string Block, string Text)> OfProject(Compilation project) => project.Assembly.GetAttributes()
        .Where(data => Vocabulary.Is(data.AttributeClass, AttributeName) && data.ConstructorArguments.Length == 2)
        .Select(data => (data.ConstructorArguments[0].Value as string ?? "", data.ConstructorArguments[1].Value as string ?? ""));

    private static IEnumerable<(string Block, string Text)> OfFile(PortableExecutableReference file, CancellationToken token)
    {
        // This metadata belongs to the reference; it is not ours to dispose.
        if (file.GetMetadata() is not AssemblyMetadata assembly) yield break;
        var reader = assembly.GetModules()[0].GetMetadataReader();
        if (!reader.AssemblyReferences.Any(handle => reader.StringComparer.Equals(reader.GetAssemblyReference(handle).Name, "Kernels.Abstractions"))) yield break;
        foreach (var handle in reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            token.ThrowIfCancellationRequested();
            var attribute = reader.GetCustomAttribute(handle);
            if (!IsBlockModel(reader, attribute)) continue;
            var value = reader.GetBlobReader(attribute.Value);
            if (value.ReadUInt16() != 1) continue;
            var block = value.ReadSerializedString();
            var text = value.ReadSerializedString();
            if (block is not null && text is not null) yield return (block, text);
        }
    }

    private static bool IsBlockModel(MetadataReader reader, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return false;
        var parent = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference) return false;
        var type = reader.GetTypeReference((TypeReferenceHandle)parent);
        return reader.StringComparer.Equals(type.Name, AttributeName) && reader.StringComparer.Equals(type.Namespace, "Kernels");
    }
}
