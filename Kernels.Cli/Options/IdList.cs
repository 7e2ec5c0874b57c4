using System.Globalization;
using System.Text.Json;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>Token ids as written on the command line. Whether a network has them is known when it is loaded.</summary>
internal sealed class IdList
{
    private readonly string[] _ids;

    private IdList(string[] ids) => _ids = ids;

    /// <summary>Whole numbers joined by commas, blanks allowed around them; null when it is something else.</summary>
    public static IdList? Parse(string text)
    {
        var ids = text.Split(',', StringSplitOptions.TrimEntries);
        return Array.TrueForAll(ids, IsWhole) ? new(ids) : null;
    }

    /// <summary>The ids, each of which the network must have.</summary>
    /// <exception cref="InputException">It lacks one.</exception>
    public int[] Within(ISequenceNetwork network) => Within(network.Vocabulary);

    /// <summary>The ids, each of which a vocabulary must have.</summary>
    /// <exception cref="InputException">It lacks one.</exception>
    public int[] Within(int vocabulary)
    {
        var known = new int[_ids.Length];
        for (var i = 0; i < known.Length; i++)
        {
            if (!int.TryParse(_ids[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out known[i])
                || known[i] < 0 || known[i] >= vocabulary)
                throw new InputException(Messages.IdOutOfRange(_ids[i], vocabulary - 1));
        }

        return known;
    }

    /// <summary>Writes ids as an array of numbers.</summary>
    public static void Write(Utf8JsonWriter json, string name, ReadOnlySpan<int> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids) json.WriteNumberValue(id);
        json.WriteEndArray();
    }

    private static bool IsWhole(string text)
    {
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9');
    }
}
