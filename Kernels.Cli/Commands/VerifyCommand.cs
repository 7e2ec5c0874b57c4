using System.CommandLine;

namespace Kernels.Cli;

/// <summary><c>kernels verify</c>: every ISA of this machine against the reference, to the last bit.</summary>
internal static class VerifyCommand
{
    public static Command Build(Session session)
    {
        var command = new Command("verify", Messages.VerifyHelp);
        var json = CommonOptions.Json();
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            var names = Machine.Isas.Select(Machine.Name).ToList();
            var faults = Verification.Run(session.Cancellation);
            if (parsed.GetValue(json))
            {
                session.Output.WriteJson(writer =>
                {
                    writer.WriteStartArray("isas");
                    foreach (var name in names) writer.WriteStringValue(name);
                    writer.WriteEndArray();
                    writer.WriteBoolean("ok", faults.Count == 0);
                });
            }
            else
            {
                session.Output.WriteTable(names.Select(name => (name, faults.GetValueOrDefault(name, Messages.SameBits))));
            }

            return faults.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }
}
