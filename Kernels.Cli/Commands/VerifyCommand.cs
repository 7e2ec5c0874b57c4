using System.CommandLine;
using System.Text.Json;

namespace Kernels.Cli;

/// <summary><c>kernels verify</c>: every ISA of this machine against the reference, to the last bit.</summary>
internal static class VerifyCommand
{
    public static Command Build(Session session)
    {
        var command = new Command("verify", Messages.VerifyHelp(string.Join(", ", Verification.Modes)));
        var json = CommonOptions.Json();
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            var names = Machine.Isas.Select(Machine.Name).ToList();
            var faults = Verification.Run(session.Cancellation);
            session.Cancellation.ThrowIfCancellationRequested();
            if (parsed.GetValue(json))
            {
                session.Output.WriteJson(writer =>
                {
                    List(writer, "isas", names);
                    List(writer, "modes", Verification.Modes);
                    List(writer, "models", Verification.Models);
                    writer.WriteBoolean("ok", faults.Count == 0);
                });
            }
            else
            {
                var same = Messages.SameBits(string.Join(", ", Verification.Modes));
                session.Output.WriteTable(names.Select(name => (name, faults.GetValueOrDefault(name, same))));
            }

            return faults.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static void List(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items) json.WriteStringValue(item);
        json.WriteEndArray();
    }
}
