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
            using var model = network.Load(session, parsed);
            session.Output.Write(Messages.ExplainHeader(model.Name, model.Config.Network.Describe(), model.Config.Network.Parameters) + "\n");
            session.Output.Write(model.Network.Explain().TrimEnd('\n') + "\n");
            return ExitCode.Success;
        });
        return command;
    }
}
