using System.Globalization;
using Kernels.Models;
using Kernels.Models.Data;

namespace Kernels.SpikeBench;

/// <summary>Where complementary execution sends the work of each kind of layer of the embedded model, on a text: the table of the README.</summary>
internal static class ShareTable
{
    public static int Run(string file)
    {
        var rows = new SortedDictionary<int, (string Layer, string Rate, string Phase)>();
        var total = new string[2];
        foreach (var code in Enum.GetValues<SpikeCode>())
        {
            using var model = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, new() { Mode = Mode.Complementary, Code = code, Activity = ActivityDetail.Layers, Threads = 2 });
            var tokens = model.Encode(File.ReadAllText(file));
            Perplexity.Measure(model.Network, tokens);
            var activity = model.Network.TakeActivity()!;
            total[(int)code] = Words(activity.Domains);
            var kinds = activity.Layers.GroupBy(layer => layer.Layer[(layer.Layer.IndexOf("].", StringComparison.Ordinal) is var at && at < 0 ? 0 : at + 2)..]).ToArray();
            for (var i = 0; i < kinds.Length; i++)
            {
                var words = Words((activity with { Layers = new(kinds[i]) }).Domains);
                var first = kinds[i].First();
                var name = $"{kinds[i].Key}, {first.Inputs} to {first.Outputs}";
                rows[i] = rows.TryGetValue(i, out var row) ? row with { Phase = words } : (name, words, "");
            }
        }

        Console.WriteLine("| layer | rate code: dense / spiking / skipped | phase code |");
        Console.WriteLine("|---|---|---|");
        foreach (var (layer, rate, phase) in rows.Values) Console.WriteLine($"| {layer} | {rate} | {phase} |");
        Console.WriteLine($"| all | {total[0]} | {total[1]} |");
        return 0;
    }

    private static string Words(DomainShares shares) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * shares.Dnn:F1} / {100 * shares.Snn:F1} / {100 * shares.Skipped:F1} %");
}
