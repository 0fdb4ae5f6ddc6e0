package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.vss4j.internal.files.RealPath;

/** Where the state directories of a user's processes are, unless he says otherwise. */
public final class StateRoot {
    private static final String NAME = "vss4j";

    private StateRoot() {}

    /**
     * Returns the root in the folder that the platform has for it: {@code LOCALAPPDATA} on Windows, elsewhere
     * {@code XDG_STATE_HOME} or {@code ~/.local/state}.
     */
    public static Path ofUser() {
        return of(System.getenv(), System::getProperty);
    }

    /**
     * Returns the real path of a root that may not exist yet: the links on the way to it are resolved, as far as there is
     * something.
     */
    public static Path real(Path root) throws IOException {
        return RealPath.of(root);
    }

    static Path of(Map<String, String> environment, UnaryOperator<String> properties) {
        String home = properties.apply("user.home");
        String local = environment.get("LOCALAPPDATA");
        if (properties.apply("os.name").startsWith("Windows") && local != null) {
            return Path.of(local, NAME);
        }
        String state = environment.get("XDG_STATE_HOME");
        // The specification has a relative path ignored.
        boolean usable = state != null && Path.of(state).isAbsolute();
        return usable ? Path.of(state, NAME) : Path.of(home, ".local", "state", NAME);
    }
}
