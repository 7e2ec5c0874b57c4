using System.Text.Json;

namespace Kernels.Cli;

/// <summary>Where the work of a run went, as JSON and as one line.</summary>
internal static class WorkReport
{
    /// <summary>Writes <c>domains</c> (shares of the dense-equivalent products of the integer layers) and <c>work</c> (counted operations).</summary>
    public static void Write(Utf8JsonWriter json, Activity activity)
    {
        var (domains, work) = (activity.Domains, activity.Work);
        json.WriteStartObject("domains");
        json.WriteNumber("dnn", domains.Dnn);
        json.WriteNumber("snn", domains.Snn);
        json.WriteNumber("skipped", domains.Skipped);
        json.WriteEndObject();
        json.WriteStartObject("work");
        json.WriteNumber("macs", work.Macs);
        json.WriteNumber("accumulates", work.Accumulates);
        json.WriteNumber("spikes", work.Spikes);
        json.WriteEndObject();
    }

    public static string Describe(Activity activity)
    {
        var (domains, work) = (activity.Domains, activity.Work);
        return Messages.Work(100 * domains.Dnn, 100 * domains.Snn, 100 * domains.Skipped, work.Macs, work.Accumulates, work.Spikes);
    }
}
