package org.vss4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import org.vss4j.cli.output.Outcome;
import org.vss4j.cli.output.Problem;
import org.vss4j.cli.output.Report;
import org.vss4j.cli.output.StderrLoggerFinder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of vss4j. */
@Command(
        name = "vss4j",
        description = "Volume shadow copies: files as they were at one instant.",
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Print this help.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    @SuppressWarnings("UnusedVariable")
    private boolean version;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /**
     * Runs a command, and ends the JVM with its exit code.
     *
     * @param arguments the command and its arguments
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command, and returns its exit code. From here on a signal is answered, and with --json a program too. */
    private static int run(String[] arguments) {
        Stop stop = new Stop();
        try (ShutdownHook hook = ShutdownHook.register(stop)) {
            int exitCode = checked(execute(stop, arguments));
            hook.finished(exitCode);
            return exitCode;
        }
    }

    private static int execute(Stop stop, String[] arguments) {
        try {
            return new CommandLine(new Main())
                    .addSubcommand(new CopyCommand(stop))
                    .addSubcommand(new RunCommand(stop))
                    .addSubcommand(new CreateCommand(stop))
                    .addSubcommand(new ListCommand(stop))
                    .addSubcommand(new DeleteCommand(stop))
                    .addSubcommand(new ProvidersCommand(stop))
                    .addSubcommand(new OrphansCommand(stop))
                    .addSubcommand(new WritersCommand(stop))
                    .addSubcommand(new DoctorCommand(stop))
                    .addSubcommand(new ExplainCommand())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setAbbreviatedOptionsAllowed(false)
                    // A file may have a name that begins with @: its contents are no arguments.
                    .setExpandAtFiles(false)
                    .setExecutionStrategy(Main::carryOut)
                    .setParameterExceptionHandler(Main::refuse)
                    .setExecutionExceptionHandler(
                            (e, commandLine, parsed) -> fail(e, commandLine.getCommandName(), arguments))
                    .execute(arguments);
        } catch (Error e) {
            return fail(e, arguments.length == 0 ? "vss4j" : arguments[0], arguments);
        }
    }

    /** Prints help, or runs the command; an unknown one is refused, also where help is asked for. */
    private static int carryOut(ParseResult parsed) {
        if (!parsed.unmatched().isEmpty()) {
            throw new UnmatchedArgumentException(parsed.commandSpec().commandLine(), parsed.unmatched());
        }
        refuseValuesOfFlags(parsed);
        return new CommandLine.RunLast().execute(parsed);
    }

    /** An option that takes no value may not be given one: false would be taken for its absence, and no for a mistake. */
    private static void refuseValuesOfFlags(ParseResult parsed) {
        ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        for (String argument : ours(parsed.originalArgs())) {
            int equals = argument.indexOf('=');
            OptionSpec option = equals < 0 ? null : command.commandSpec().findOption(argument.substring(0, equals));
            if (option != null && option.arity().max() == 0) {
                throw new ParameterException(
                        command.commandSpec().commandLine(),
                        "'" + argument + "': " + option.longestName() + " takes no value, leave out what follows it");
            }
        }
    }

    /** The arguments that are ours, and not another program's. */
    private static List<String> ours(List<String> arguments) {
        return arguments.stream().takeWhile(argument -> !argument.equals("--")).toList();
    }

    /** Returns the exit code of a command that had to print something on stdout, where it may not have arrived. */
    private static int checked(int exitCode) {
        if (!System.out.checkError()) {
            return exitCode;
        }
        System.err.println("vss4j: stdout could not be written");
        return exitCode == Outcome.DONE.exitCode() ? Outcome.FAILED.exitCode() : exitCode;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** One line on stderr, and with --json the report that programs wait for. */
    private static int refuse(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        Problem problem = Problem.of(e.getMessage() + advice(e, arguments));
        System.err.println("vss4j: " + problem.message() + " (see " + command + " --help)");
        return report(e.getCommandLine().getCommandName(), Outcome.USAGE, problem, arguments);
    }

    /** What is not known may be meant for a program that is to be run. */
    private static String advice(ParameterException e, String[] arguments) {
        boolean runs = e.getCommandLine().getCommandSpec().userObject() instanceof RunCommand;
        boolean isOption = e instanceof UnmatchedArgumentException;
        return runs && isOption && !List.of(arguments).contains("--")
                ? ": -- goes before the program and its arguments"
                : "";
    }

    /** What no command foresaw: a defect of ours, or the JVM's own trouble. */
    private static int fail(Throwable e, String command, String[] arguments) {
        Problem problem =
                e instanceof Exception ? Problem.of("this is a defect, please report it: " + e) : Problem.of(e);
        System.err.println("vss4j: " + problem.message());
        if (StderrLoggerFinder.isVerbose()) {
            e.printStackTrace();
        }
        return report(command, Outcome.FAILED, problem, arguments);
    }

    /** Those who were refused have no options yet: they are looked for. */
    private static int report(String command, Outcome outcome, Problem problem, String[] arguments) {
        boolean isJson = ours(List.of(arguments)).stream()
                .anyMatch(argument -> argument.equals("--json") || argument.startsWith("--json="));
        if (isJson) {
            System.out.println(new Report(command).failed(outcome, problem).json());
        }
        return outcome.exitCode();
    }

    /** Reads the version that the build wrote. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
                Properties properties = new Properties();
                properties.load(in);
                return new String[] {
                    "vss4j " + properties.getProperty("version"),
                    "Java " + Runtime.version() + " on " + System.getProperty("os.name")
                };
            } catch (IOException e) {
                throw new UncheckedIOException("version.properties cannot be read", e);
            }
        }
    }
}
