using QuantDsl.Cli;

return CommandLine.Run(args, Terminal.OfProcess());
