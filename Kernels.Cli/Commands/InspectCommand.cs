using System.CommandLine;
using System.Globalization;

namespace Kernels.Cli;

/// <summary><c>kernels inspect</c>: what a file of weights holds, and whether its checksums fit.</summary>
internal sealed class InspectCommand
{
    public static Command Build(Session session)
    {
        var command = new Command("inspect", Messages.InspectHelp);
        var file = new Argument<string>("FILE") { Description = Messages.InspectFileHelp };
        var asJson = CommonOptions.Json();
        command.Arguments.Add(file);
        command.Options.Add(asJson);
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            if (path.Length == 0) throw new UsageException(Messages.Empty(file.Name));
            using var source = WeightSource.Open(path);
            if (source is KWeightsFile packed)
            {
                session.Output.WithProgress(Messages.Checking, new FileInfo(packed.Name).Length, progress =>
                {
                    packed.Verify(progress, session.Cancellation);
                    return true;
                });
            }

            var lines = Lines(source).ToList();
            if (parsed.GetValue(asJson)) WriteJson(session.Output, source, lines);
            else WriteTables(session.Output, source, lines);
            return ExitCode.Success;
        });
        return command;
    }

    private static IEnumerable<Line> Lines(WeightSource source) => source is KWeightsFile packed
        ? packed.Sections.Select(section => new Line(section.Name, Kind(section), [.. section.Dims], section.ByteCount, section.Kind == KWeightsKind.File ? 0 : section.Elements))
        : source.Tensors.Select(tensor => new Line(tensor.Name, tensor.Type.Label(), [.. tensor.Dims], tensor.ByteCount, tensor.ElementCount));

    private static string Kind(KWeightsSection section) => section.Kind switch
    {
        KWeightsKind.Stored => section.Type.Label(),
        KWeightsKind.Int8 => ModeName.Of(WeightFormat.Int8),
        KWeightsKind.Coded8 => ModeName.Of(WeightFormat.Int8) + "+code",
        KWeightsKind.Int8Block32 => ModeName.Of(WeightFormat.Int8Block32),
        KWeightsKind.Int4Block32 => ModeName.Of(WeightFormat.Int4Block32),
        _ => "file",
    };

    private static void WriteJson(StandardOutput output, WeightSource source, IReadOnlyList<Line> lines) => output.WriteJson(json =>
    {
        json.WriteString("file", source.Name);
        json.WriteString("format", source is KWeightsFile ? "kweights" : "safetensors");
        json.WriteNumber("bytes", lines.Sum(line => line.Bytes));
        json.WriteNumber("elements", lines.Sum(line => line.Elements));
        json.WriteStartArray("sections");
        foreach (var line in lines)
        {
            json.WriteStartObject();
            json.WriteString("name", line.Name);
            json.WriteString("kind", line.Kind);
            json.WriteStartArray("shape");
            foreach (var dim in line.Shape) json.WriteNumberValue(dim);
            json.WriteEndArray();
            json.WriteNumber("bytes", line.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void WriteTables(StandardOutput output, WeightSource source, IReadOnlyList<Line> lines)
    {
        output.WriteTable(
            [Messages.SectionName, Messages.KindName, Messages.ShapeName, Messages.BytesName],
            lines.Select(line => (IReadOnlyList<string>)[line.Name, line.Kind, string.Join(" x ", line.Shape), line.Bytes.ToString("N0", CultureInfo.InvariantCulture)]), words: 3);
        output.Writer.WriteLine();
        var (bytes, elements) = (lines.Sum(line => line.Bytes), lines.Sum(line => line.Elements));
        output.WriteTable(
        [
            (Messages.FileName, source.Name),
            (Messages.BytesName, Messages.BytesOfElements(bytes, elements, elements == 0 ? 0 : 8.0 * lines.Where(line => line.Elements > 0).Sum(line => line.Bytes) / elements)),
            (Messages.ChecksumsName, source is KWeightsFile ? Messages.ChecksumsFit : Messages.NoChecksums),
        ]);
    }

    private sealed record Line(string Name, string Kind, long[] Shape, long Bytes, long Elements);
}
