package org.vss4j.simulator;

import java.io.IOException;
import java.nio.file.Path;
import org.vss4j.internal.state.StateDirectory;

/** Where a simulator's copies lie. */
interface Store {
    /** Where those of all processes lie. */
    Path root();

    /** Where those lie that go with this process; made when it is first asked for. */
    Path folder() throws IOException;

    /** A store in a state folder. */
    static Store in(StateDirectory state) {
        return new Store() {
            @Override
            public Path root() {
                return state.root();
            }

            @Override
            public Path folder() throws IOException {
                return state.folder();
            }
        };
    }
}
