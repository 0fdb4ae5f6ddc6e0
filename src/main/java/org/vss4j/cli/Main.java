package org.vss4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of vss4j. */
@Command(
        name = "vss4j",
        description = "Volume shadow copies: files as they were at one instant.",
        versionProvider = Main.Version.class,
        subcommands = {CopyCommand.class, ExplainCommand.class},
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

    /** Runs a command, and returns its exit code. */
    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler((e, commandLine, parsed) -> fail(e))
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: copy or explain");
    }

    /** One line on stderr, and with --json the report that programs wait for. */
    private static int refuse(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(e.getMessage());
        System.err.println("vss4j: " + message + " (see " + command + " --help)");
        if (Arrays.asList(arguments).contains("--json")) {
            System.out.println(JsonReport.of(CopyReport.usage(message)));
        }
        return Outcome.USAGE.exitCode();
    }

    /** What no command foresaw: a defect of ours. */
    private static int fail(Exception e) {
        System.err.println("vss4j: this is a defect, please report it: " + e);
        e.printStackTrace();
        return Outcome.FAILED.exitCode();
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
