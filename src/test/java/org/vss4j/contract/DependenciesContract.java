package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vss4j.HResult;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.WriterFailedException;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.testing.Holds;
import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.WriterComponent;

/** Components that depend on others. */
abstract class DependenciesContract extends ComponentsContract {
    /** A writer whose site depends on the orders of the database, and whose files depend on nothing. */
    private static SimulatedWriter dependent(ComponentDependency dependency) {
        return SimulatedWriter.of(SimulatedWriter.database("Shop")
                .metadata()
                .withComponents(
                        WriterComponent.fileGroup("", "files"),
                        WriterComponent.fileGroup("", "site"),
                        WriterComponent.fileGroup("site", "links")
                                .withAttributes()
                                .withDependencies(dependency)));
    }

    private static ComponentDependency on(String logicalPath, String name) {
        return new ComponentDependency(DATABASE.metadata().writerId(), logicalPath, name);
    }

    @ParameterizedTest
    @CsvSource({"'', orders", "'', ORDERS", "'\\', orders", "orders, index", "\\ORDERS, Index"})
    @Holds(1118)
    void whatDependsOnAnother_takesPartTogetherWithThat(String logicalPath, String name) throws Exception {
        setup.writer(dependent(on(logicalPath, name))).writer(DATABASE);
        ComponentSelection site = ComponentSelection.none().require("Shop", "site");
        try (BackupSession session = open(selecting(site.allow("Database", "orders")))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Shop site REQUIRED true", "Database orders OPTIONAL true");
        }
        startOver();
        assertThat(assertRefused(selecting(site)))
                .hasMessageContaining(
                        "site of the writer Shop is required, but cannot be included: site\\links below it is"
                                + " left out: it depends on ")
                .hasMessageContaining("which is not in the backup, of the writer Database");
        try (BackupSession session =
                open(selecting(ComponentSelection.none().allow("Shop").allow("Database", "settings")))) {
            backUp(session);
            assertThat(selected(session))
                    .containsExactly("Shop files OPTIONAL true", "Database settings OPTIONAL true");
            assertThat(missing(session))
                    .hasSize(2)
                    .anyMatch(text -> text.startsWith("Shop site\\links: it depends on "));
        }
    }

    @Test
    @Holds(1118)
    void whatDependsOnAWriterThatIsNotThere_orIsLeftOut_isNamed() throws Exception {
        setup.writer(dependent(on("", "orders")));
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("*")))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Shop files OPTIONAL true");
        }
        startOver();
        setup.writer(SimulatedWriter.of(DATABASE.metadata().withSchema(BackupSchema.UNDEFINED)));
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("*")))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Shop files OPTIONAL true");
        }
        try (BackupSession session =
                open(selecting(ComponentSelection.none().allow("*").acceptAsFull("*")))) {
            backUp(session);
            assertThat(missing(session)).isEmpty();
        }
    }

    @Test
    @Holds(1118)
    void whatDependsOnWhatFailed_hasFailedToo() throws Exception {
        SimulatedWriter further = SimulatedWriter.of(SimulatedWriter.database("Further")
                .metadata()
                .withComponents(WriterComponent.fileGroup("", "mirror")
                        .withDependencies(new ComponentDependency(
                                SimulatedWriter.database("Shop").metadata().writerId(), "", "site"))));
        setup.writer(further)
                .writer(dependent(on("", "orders")))
                .writer(DATABASE.withComponentVeto(
                        WriterEvent.POST_SNAPSHOT, "orders", RETRYABLE, HResult.S_OK, "no orders"));
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("*")))) {
            backUp(session);
            assertThat(selected(session))
                    .containsExactly(
                            "Further mirror OPTIONAL false",
                            "Shop files OPTIONAL true",
                            "Shop site OPTIONAL false",
                            "Database orders OPTIONAL false",
                            "Database settings OPTIONAL true");
            assertThat(missing(session))
                    .containsExactly(
                            "Database orders: no orders",
                            "Shop site: it depends on orders of the writer Database, which failed",
                            "Further mirror: it depends on site of the writer Shop, which failed");
            assertThat(session.backupDocument().split("backupSucceeded=\"no\"", -1))
                    .hasSize(4);
        }
        try (BackupSession session =
                open(selecting(ComponentSelection.none().require("Further").allow("*")))) {
            assertThatExceptionOfType(WriterFailedException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(RETRYABLE))
                    .withMessageContaining("mirror")
                    .withMessageContaining("it depends on site of the writer Shop, which failed");
        }
    }

    @ParameterizedTest
    @CsvSource({"\\\\server\\path, orders", "'', \\\\server\\orders"})
    void whatDependsOnAnotherComputer_isInTheBackup(String logicalPath, String name) throws Exception {
        setup.writer(dependent(on(logicalPath, name)));
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("Shop", "site")))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Shop site OPTIONAL true");
        }
    }

    @Test
    void whatIsInEveryBackupOfAWriter_andLacksWhatItDependsOn_leavesTheWriterOut() throws Exception {
        WriterComponent always = WriterComponent.fileGroup("", "always").withAttributes();
        setup.writer(SimulatedWriter.of(SimulatedWriter.database("Shop")
                .metadata()
                .withComponents(always.withDependencies(on("", "orders")), WriterComponent.fileGroup("", "files"))));
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("*")))) {
            backUp(session);
            assertThat(selected(session)).isEmpty();
            assertThat(missing(session))
                    .anyMatch(text -> text.startsWith("Shop : always is in every backup of it, but"));
        }
    }

    @Test
    @Holds({1118, 1216})
    void whatDependsOnWhatCouldNotBeBackedUp_hasFailedToo() throws Exception {
        setup.writer(dependent(on("", "orders"))).writer(DATABASE);
        try (BackupSession session = open(selecting(ComponentSelection.none().require("*")))) {
            session.takeSnapshot(List.of(volume));
            session.componentFailed(
                    DATABASE.metadata(), DATABASE.metadata().components().getFirst(), "a file cannot be read");
            session.complete();
            assertThat(selected(session))
                    .containsExactly(
                            "Shop files REQUIRED true",
                            "Shop site REQUIRED false",
                            "Database orders REQUIRED false",
                            "Database settings REQUIRED true");
            assertThat(session.backupDocument().split("backupSucceeded=\"no\"", -1))
                    .hasSize(3);
        }
    }
}
