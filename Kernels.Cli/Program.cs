using Kernels.Cli;

using var interrupt = new Interrupt();
return KernelsTool.Run(args, new Session(StandardOutput.Open(), new ModelLoader(), interrupt.Cancellation));
