package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.VssException;
import org.vss4j.cli.output.Outcome;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.state.StateDirectory;
import org.vss4j.internal.state.StateRoot;
import org.vss4j.simulator.SimulatedWriter;
import picocli.CommandLine.Command;

/** {@code vss4j doctor}: whether this process can make shadow copies here, and if not, what to do. */
@Command(
        name = "doctor",
        description = "Finds out whether shadow copies can be made, and says what to do if not. Makes none.",
        footer = {"", "Exit codes: 0 nothing is wrong; 1 something is; 2 usage; 3 timed out; 130 SIGINT, 143 SIGTERM."},
        sortOptions = false)
final class DoctorCommand extends ServiceCommand {
    private static final String LINE = "%-8s%-14s%s";

    DoctorCommand(Stop stop) {
        super(stop);
    }

    @Override
    List<String> calls(Context context) {
        return DryRun.doctor();
    }

    /** Where other commands end with an error, this one tells it beside all the rest. */
    @Override
    @SuppressWarnings("try") // Opening the state tells what it undoes.
    void work(Report report) throws IOException, TimeoutException, InterruptedException {
        List<Check> checks = new ArrayList<>(MachineChecks.ofRequester(usesSimulator()));
        Path realState = StateRoot.real(state());
        try (StateDirectory unused = openState(realState);
                Service service = service(realState, volumes())) {
            report.field("service", service.name());
            checks.addAll(new ServiceChecks(service.vss(), stop()).all());
        } catch (IOException | VssException | UnsupportedOperationException | IllegalCallerException e) {
            report.field("service", null);
            checks.add(ServiceChecks.failed("service", e));
            checks.addAll(ServiceChecks.notAsked());
        }
        if (usesSimulator()) {
            checks.add(MachineChecks.space(existing(realState)));
        } else {
            checks.addAll(MachineChecks.spaceOnDrives());
        }
        tell(report, checks);
    }

    @Override
    List<SimulatedWriter> writers() {
        return List.of(Service.simulatedWriter());
    }

    private static Path existing(Path folder) {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    private static void tell(Report report, List<Check> checks) {
        report.field("checks", checks.stream().map(DoctorCommand::describe).toList());
        for (Check check : checks) {
            String state = check.state() == Check.State.NOT_APPLICABLE
                    ? "-"
                    : check.state().word();
            report.line(String.format(LINE, state, check.name(), check.message()));
            if (check.advice() != null) {
                report.line(String.format(LINE, "", "", check.advice()));
            }
        }
        if (checks.stream().anyMatch(check -> check.state() == Check.State.PROBLEM)) {
            report.outcome(Outcome.FAILED);
        }
    }

    private static Map<String, @Nullable Object> describe(Check check) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("check", check.name());
        fields.put("state", check.state().word());
        fields.put("message", check.message());
        fields.put("advice", check.advice());
        return fields;
    }
}
