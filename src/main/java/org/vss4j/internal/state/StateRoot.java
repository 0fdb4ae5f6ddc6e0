package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.RealPath;

/** Where the state directories of a user's processes are, unless he says otherwise. */
public final class StateRoot {
    private static final String NAME = "vss4j";

    private StateRoot() {}

    /**
     * Returns the root in the folder that the platform has for it: {@code LOCALAPPDATA} on Windows, elsewhere
     * {@code XDG_STATE_HOME} or {@code ~/.local/state}.
     *
     * @throws IOException if the user has none of them: one line that says what he can do
     */
    public static Path ofUser() throws IOException {
        return of(System.getenv(), System::getProperty);
    }

    /**
     * Returns the real path of a root that may not exist yet: the links on the way to it are resolved, as far as there is
     * something.
     */
    public static Path real(Path root) throws IOException {
        return RealPath.of(root);
    }

    static Path of(Map<String, String> environment, UnaryOperator<String> properties) throws IOException {
        String local = environment.get("LOCALAPPDATA");
        if (properties.apply("os.name").startsWith("Windows") && isWhole(local)) {
            return Path.of(local, NAME);
        }
        String state = environment.get("XDG_STATE_HOME");
        // The specification has a relative path ignored.
        if (isWhole(state)) {
            return Path.of(state, NAME);
        }
        // Java has a question mark, or nothing, for a user without a home.
        String home = properties.apply("user.home");
        if (isWhole(home)) {
            return Path.of(home, ".local", "state", NAME);
        }
        throw new IOException("no home folder is known, so there is no place for state: give --state DIR, or set"
                + " XDG_STATE_HOME to the whole path of a folder");
    }

    private static boolean isWhole(@Nullable String path) {
        return path != null && Path.of(path).isAbsolute();
    }
}
