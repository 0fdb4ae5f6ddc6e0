package org.vss4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine;

/**
 * A command about copies that was run in this process, on the simulator.
 *
 * @param arguments its arguments
 * @param json what it printed
 */
record CommandRun(List<String> arguments, int exitCode, JsonNode json) {

    private static ServiceCommand command(String name) {
        return switch (name) {
            case "create" -> new CreateCommand(new Stop());
            case "run" -> new RunCommand(new Stop());
            case "list" -> new ListCommand(new Stop());
            case "delete" -> new DeleteCommand(new Stop());
            case "orphans" -> new OrphansCommand(new Stop());
            default -> throw new IllegalArgumentException(name);
        };
    }

    static CommandRun of(Path state, List<String> arguments) throws IOException {
        return of(command(arguments.getFirst()), state, arguments);
    }

    /** Runs a command; meanwhile stdout and stderr are taken away from everybody else. */
    static CommandRun of(ServiceCommand command, Path state, List<String> arguments) throws IOException {
        CommandLine main =
                new CommandLine(CommandLine.Model.CommandSpec.create().name("vss4j"));
        main.addSubcommand(command);
        List<String> all = new ArrayList<>(List.of(arguments.getFirst(), "--json", "--service", "simulator"));
        all.addAll(List.of("--state", state.toString()));
        all.addAll(arguments.subList(1, arguments.size()));
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, UTF_8));
            System.setErr(new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
            int exitCode = main.execute(all.toArray(String[]::new));
            return new CommandRun(arguments, exitCode, new ObjectMapper().readTree(printed.toString(UTF_8)));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    String outcome() {
        return json.path("outcome").asText();
    }

    /** The ids in a list of the report. */
    List<String> ids(String field) {
        return StreamSupport.stream(json.path(field).spliterator(), false)
                .map(node -> node.path("id").asText())
                .toList();
    }

    /** The ids of those in a list of the report that have an end. */
    List<String> ids(String field, String end) {
        return StreamSupport.stream(json.path(field).spliterator(), false)
                .filter(node -> node.path("end").asText().equals(end))
                .map(node -> node.path("id").asText())
                .toList();
    }

    /** What a field has in each object of a list of the report. */
    List<String> texts(String list, String field) {
        return json.path(list).findValuesAsText(field);
    }

    List<String> texts(String field) {
        return StreamSupport.stream(json.path(field).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
