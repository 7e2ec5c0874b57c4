using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Kernels;

/// <summary>
/// The choices for processors of one family, as a text of one line per choice (docs/decisions/0010-tuning.md). What a table does not say is
/// chosen as usual.
/// </summary>
internal sealed class TuningTable
{
    /// <summary>The processor that stands in a table for every one.</summary>
    public const string AnyProcessor = "any";

    /// <summary>The longest text that is read.</summary>
    public const int LongestText = 64 * 1024;

    private const string Head = "kernels-tuning 1";
    private const string ProcessorWord = "processor ";

    private readonly IReadOnlyDictionary<TuningChoice, int> _values;

    /// <param name="processor">The family of processors, as <see cref="ProcessorFamily"/> names it, or <see cref="AnyProcessor"/>.</param>
    /// <param name="values">What is chosen otherwise than usual, or expressly so.</param>
    public TuningTable(string processor, IReadOnlyDictionary<TuningChoice, int> values)
    {
        Processor = processor;
        _values = values;
    }

    /// <summary>What is chosen where nothing was measured.</summary>
    public static TuningTable Usual { get; } = new(AnyProcessor, TuningChoice.All.ToDictionary(choice => choice, UsualValue));

    /// <summary>The family of processors that it is for.</summary>
    public string Processor { get; }

    /// <summary>What is chosen.</summary>
    public int this[TuningChoice choice] => _values.TryGetValue(choice, out var value) ? value : UsualValue(choice);

    /// <summary>This table but for one choice.</summary>
    public TuningTable With(TuningChoice choice, int value) => new(Processor, new Dictionary<TuningChoice, int>(_values) { [choice] = value });

    /// <summary>Reads a table.</summary>
    /// <param name="path">What errors call it.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ModelFormatException">It is none, says what cannot be chosen or says it twice.</exception>
    public static TuningTable Parse(string path, string text)
    {
        if (text.Length > LongestText) throw new ModelFormatException(path, Messages.TuningTooLong(LongestText / 1024));
        string? processor = null;
        var (values, headed, number) = (new Dictionary<TuningChoice, int>(), false, 0);
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (!headed)
            {
                headed = line == Head ? true : throw new ModelFormatException(path, Messages.TuningNotATable(number, Head));
            }
            else if (processor is null)
            {
                processor = line.StartsWith(ProcessorWord, StringComparison.Ordinal) && line.Length > ProcessorWord.Length
                    ? line[ProcessorWord.Length..]
                    : throw new ModelFormatException(path, Messages.TuningNoProcessor(number, ProcessorWord + ProcessorFamily.NameOrAny));
            }
            else
            {
                var (choice, value) = Find(line) ?? throw new ModelFormatException(path, Messages.TuningNoSuchChoice(number, ModelFormatException.Quote(line)));
                if (!values.TryAdd(choice, value)) throw new ModelFormatException(path, Messages.TuningTwice(number, choice.Name));
            }
        }

        if (!headed) throw new ModelFormatException(path, Messages.TuningNotATable(number, Head));
        return new(processor ?? throw new ModelFormatException(path, Messages.TuningNoProcessor(number, ProcessorWord + ProcessorFamily.NameOrAny)), values);
    }

    /// <summary>The text: the same choices give the same bytes.</summary>
    /// <param name="chosen">The choices that were made, in any order.</param>
    public string Write(IEnumerable<TuningChoice> chosen)
    {
        var text = new StringBuilder();
        text.Append("# Written by `kernels tune`; docs/decisions/0010-tuning.md says what each line chooses. No choice changes a result.\n");
        text.Append(Head).Append('\n').Append(ProcessorWord).Append(Processor).Append('\n');
        var made = chosen.ToHashSet();
        foreach (var choice in TuningChoice.All.Where(made.Contains)) text.Append(choice.Line(this[choice])).Append('\n');
        return text.ToString();
    }

    private static (TuningChoice Choice, int Value)? Find(string line)
    {
        foreach (var choice in TuningChoice.All)
            foreach (var value in choice.Values)
                if (choice.Line(value) == line) return (choice, value);
        return null;
    }

    // Cores of AMD read the second level as fast as tiles multiply, and only lose the partial sums' way there and back. One dot-product
    // instruction of 256 bits (AVX-VNNI) does as much as three of 512 bits, and the runtime has none of 512.
    private static int UsualValue(TuningChoice choice) => choice.Part switch
    {
        TunedPart.Blocks when ProcessorFamily.IsAmd => 0,
        TunedPart.Products when AvxVnni.IsSupported => 256,
        _ => choice.Values[0],
    };
}
