package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.vss4j.contract.CServer.Mutant;

/** The tests of the contract, tested: a server that breaks one line of it does not pass them. */
@Tag(CServer.TAG)
class ContractMutantsTest {
    private static final System.Logger LOG = System.getLogger("org.vss4j.contract");

    /** Short, in milliseconds: what a mutant never does need not be waited for. */
    private static final int PATIENCE = 500;

    static Stream<Mutant> mutants() {
        return Mutant.all().stream();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void aServerThatBreaksALineOfTheContract_isCaught(Mutant mutant) {
        List<String> failed = failures(run(mutant, PATIENCE));
        LOG.log(System.Logger.Level.INFO, "Mutant {0}, caught by {1}", mutant, failed);
        assertThat(failed).as("tests that catch: %s", mutant).isNotEmpty();
    }

    @Test
    void aServerThatKeepsTheContract_isNot() {
        TestExecutionSummary summary = run(Mutant.NONE, 60_000);
        assertThat(failures(summary)).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isGreaterThan(30);
    }

    private static TestExecutionSummary run(Mutant mutant, int patience) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(CServerAsyncContractTest.class))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter(ContractFixture.MUTANT, String.valueOf(mutant.number()))
                .configurationParameter(ContractFixture.PATIENCE, String.valueOf(patience))
                .configurationParameter(ContractFixture.FAILURES, "3")
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    private static List<String> failures(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getLegacyReportingName() + ": "
                        + String.valueOf(failure.getException().getMessage())
                                .strip()
                                .replaceAll("\\s+", " "))
                .toList();
    }
}
