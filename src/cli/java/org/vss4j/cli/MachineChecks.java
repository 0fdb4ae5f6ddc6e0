package org.vss4j.cli;

import com.sun.security.auth.module.NTSystem;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vss4j.internal.com.Apartment;
import org.vss4j.internal.windows.Elevation;
import org.vss4j.internal.windows.Platform;

/** What {@code doctor} finds out about the machine and this process, without the service. */
final class MachineChecks {
    private static final String ADMINISTRATORS = "S-1-5-32-544";
    private static final String BACKUP_OPERATORS = "S-1-5-32-551";

    /** The least that Windows takes for what changes while a shadow copy exists. */
    private static final long LEAST_SPACE = 320L << 20;

    private MachineChecks() {}

    /** What Windows asks of a requester; it does not matter to the simulator. */
    static List<Check> ofRequester(boolean simulated) {
        if (simulated || !Platform.isWindows()) {
            String reason = simulated ? "the simulator asks for none" : "only Windows asks for some";
            return List.of(
                    Check.ok("architecture", "a JVM for " + System.getProperty("os.arch")),
                    Check.notApplicable("elevation", reason),
                    Check.notApplicable("rights", reason),
                    Check.notApplicable("mta", "only Windows has apartments of COM"));
        }
        return List.of(architecture(), elevation(), rights(), apartment());
    }

    private static Check architecture() {
        try {
            Platform.require64Bit();
            return Check.ok("architecture", "a JVM for " + System.getProperty("os.arch"));
        } catch (UnsupportedOperationException e) {
            return Check.problem("architecture", String.valueOf(e.getMessage()), "Use a 64-bit JDK.");
        }
    }

    private static Check elevation() {
        return Elevation.isMissing()
                ? Check.problem("elevation", "this process is not elevated", "Run it as administrator.")
                : Check.ok("elevation", "this process is elevated");
    }

    private static Check rights() {
        try {
            List<String> groups = List.of(new NTSystem().getGroupIDs());
            if (groups.contains(ADMINISTRATORS)) {
                return Check.ok("rights", "an administrator");
            }
            return groups.contains(BACKUP_OPERATORS)
                    ? Check.ok("rights", "a member of Backup Operators")
                    : Check.problem(
                            "rights",
                            "neither an administrator nor a member of Backup Operators",
                            "Let an administrator add the account to the group Backup Operators.");
        } catch (LinkageError | RuntimeException e) {
            return Check.notApplicable("rights", "the groups of the account cannot be found out: " + e);
        }
    }

    private static Check apartment() {
        try {
            Apartment.requireMultiThreaded("A session");
            return Check.ok("mta", "this process has joined COM's multi-threaded apartment");
        } catch (IllegalStateException e) {
            return Check.problem("mta", String.valueOf(e.getMessage()), "Restart the program; if it stays, Windows.");
        }
    }

    /** Whether there is room for a shadow copy in a folder. */
    static Check space(Path folder) {
        try {
            return space("in " + folder, Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return Check.notApplicable("space", "cannot be found out in " + folder + ": " + e.getMessage());
        }
    }

    /** Whether there is room for shadow copies on the drives. */
    static List<Check> spaceOnDrives() {
        List<Check> checks = new ArrayList<>();
        for (Path root : FileSystems.getDefault().getRootDirectories()) {
            try {
                FileStore store = Files.getFileStore(root);
                if (!store.isReadOnly()) {
                    checks.add(space("on " + root, store.getUsableSpace()));
                }
            } catch (IOException e) {
                checks.add(Check.notApplicable("space", "cannot be found out on " + root + ": " + e.getMessage()));
            }
        }
        return checks;
    }

    private static Check space(String where, long bytes) {
        String message = String.format(Locale.ROOT, "%.1f GiB free %s", bytes / (double) (1 << 30), where);
        return bytes < LEAST_SPACE
                ? Check.problem("space", message, "Free some, or let copies go: Windows takes 320 MiB at least.")
                : Check.ok("space", message);
    }
}
