using System.CommandLine;

namespace Kernels.Cli;

/// <summary><c>kernels explain</c>: the plan in words.</summary>
internal static class ExplainCommand
{
    public static Command Build(Session session)
    {
        var command = new Command("explain", Messages.ExplainHelp);
        var network = new NetworkChoice(command);
        command.SetAction(parsed =>
        {
            if (network.IsEncoderDecoder(session, parsed))
            {
                using var pair = network.LoadEncoderDecoder(session, parsed);
                session.Output.Write(Messages.ExplainHeader(pair.Name, pair.Config.Network.Describe(), pair.Config.Network.Parameters) + "\n");
                session.Output.Write(pair.Encoder.Explain().TrimEnd('\n') + "\n\n" + pair.Decoder.Explain().TrimEnd('\n') + "\n");
                return ExitCode.Success;
            }

            using var model = network.Load(session, parsed);
            session.Output.Write(Messages.ExplainHeader(model.Name, model.Config.Network.Describe(), model.Config.Network.Parameters) + "\n");
            session.Output.Write(model.Network.Explain().TrimEnd('\n') + "\n");
            return ExitCode.Success;
        });
        return command;
    }
}
