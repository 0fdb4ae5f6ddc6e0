package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vss4j.testing.Eventually;

/**
 * Names the test to the servers in C that it opens; and asserts after it, or after each try of a property, that nobody
 * did to an object of theirs what no caller may do, and that none is alive. Then it closes them.
 */
public final class CServersAreClean implements BeforeEachCallback, AfterEachCallback, AroundTryHook {

    @Override
    public void beforeEach(ExtensionContext context) {
        begin(context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
        begin(context.containerClass().getSimpleName() + "."
                + context.targetMethod().getName());
        TryExecutionResult result = aTry.execute(parameters);
        try {
            check();
        } catch (AssertionError e) {
            result.throwable().ifPresent(e::addSuppressed);
            return TryExecutionResult.falsified(e);
        }
        return result;
    }

    private static void begin(String test) {
        CServer.drainAllViolations();
        CServer.nameTest(test);
    }

    private static void check() {
        check(Eventually.DEADLINE);
    }

    /** Checks; what ends by itself is given time. */
    static void check(Duration patience) {
        List<CServer> servers = CServer.allOpen();
        try {
            for (CServer server : servers) {
                within(patience, "all references are released", () -> server.live() == 0);
            }
        } catch (AssertionError e) {
            List<String> alive = new ArrayList<>();
            servers.forEach(server -> alive.addAll(server.describeLive()));
            throw new AssertionError("left: " + alive + ", and seen: " + CServer.drainAllViolations(), e);
        } finally {
            servers.forEach(CServer::close);
        }
        assertThat(CServer.drainAllViolations())
                .as("calls that no caller may make")
                .isEmpty();
    }
}
