package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.requester.SnapshotContext.BACKUP;
import static org.vss4j.requester.SnapshotContext.FILE_SHARE_BACKUP;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepTest {
    private static final String LEGAL = "legal";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INITIALIZED   | GATHER_WRITER_METADATA  | legal
            INITIALIZED   | START_SNAPSHOT_SET      | GatherWriterMetadata must be called before it
            INITIALIZED   | ADD_TO_SNAPSHOT_SET     | GatherWriterMetadata must be called before it
            INITIALIZED   | PREPARE_FOR_BACKUP      | GatherWriterMetadata must be called before it
            INITIALIZED   | DO_SNAPSHOT_SET         | GatherWriterMetadata must be called before it
            INITIALIZED   | GATHER_WRITER_STATUS    | GatherWriterMetadata must be called before it
            INITIALIZED   | GET_SNAPSHOT_PROPERTIES | GatherWriterMetadata must be called before it
            INITIALIZED   | BACKUP_COMPLETE         | GatherWriterMetadata must be called before it
            GATHERED      | GATHER_WRITER_METADATA  | it has been called before, by itself or in takeSnapshot, and a session makes one set of copies: open a new session for another
            GATHERED      | START_SNAPSHOT_SET      | legal
            GATHERED      | ADD_TO_SNAPSHOT_SET     | StartSnapshotSet must be called before it
            GATHERED      | PREPARE_FOR_BACKUP      | StartSnapshotSet must be called before it
            GATHERED      | DO_SNAPSHOT_SET         | StartSnapshotSet must be called before it
            GATHERED      | GATHER_WRITER_STATUS    | legal
            GATHERED      | GET_SNAPSHOT_PROPERTIES | StartSnapshotSet must be called before it
            GATHERED      | BACKUP_COMPLETE         | StartSnapshotSet must be called before it
            SET_OPEN      | GATHER_WRITER_METADATA  | it has been called before, by itself or in takeSnapshot, and a session makes one set of copies: open a new session for another
            SET_OPEN      | START_SNAPSHOT_SET      | it has been called before, by itself or in takeSnapshot, and a session makes one set of copies: open a new session for another
            SET_OPEN      | ADD_TO_SNAPSHOT_SET     | legal
            SET_OPEN      | PREPARE_FOR_BACKUP      | legal
            SET_OPEN      | DO_SNAPSHOT_SET         | PrepareForBackup must be called before it
            SET_OPEN      | GATHER_WRITER_STATUS    | legal
            SET_OPEN      | GET_SNAPSHOT_PROPERTIES | PrepareForBackup must be called before it
            SET_OPEN      | BACKUP_COMPLETE         | PrepareForBackup must be called before it
            PREPARED      | ADD_TO_SNAPSHOT_SET     | it is too late for it: the session is PREPARED
            PREPARED      | PREPARE_FOR_BACKUP      | it has been called before, by itself or in takeSnapshot, and a session makes one set of copies: open a new session for another
            PREPARED      | DO_SNAPSHOT_SET         | legal
            PREPARED      | GATHER_WRITER_STATUS    | legal
            PREPARED      | GET_SNAPSHOT_PROPERTIES | DoSnapshotSet must be called before it
            PREPARED      | BACKUP_COMPLETE         | DoSnapshotSet must be called before it
            SNAPSHOT_DONE | START_SNAPSHOT_SET      | it has been called before, by itself or in takeSnapshot, and a session makes one set of copies: open a new session for another
            SNAPSHOT_DONE | DO_SNAPSHOT_SET         | it has been called before, by itself or in takeSnapshot, and a session makes one set of copies: open a new session for another
            SNAPSHOT_DONE | GATHER_WRITER_STATUS    | legal
            SNAPSHOT_DONE | GET_SNAPSHOT_PROPERTIES | legal
            SNAPSHOT_DONE | BACKUP_COMPLETE         | legal
            COMPLETED     | GATHER_WRITER_STATUS    | legal
            COMPLETED     | GET_SNAPSHOT_PROPERTIES | legal
            COMPLETED     | BACKUP_COMPLETE         | it has been called before, by itself or in complete, and a session makes one set of copies: open a new session for another
            SNAPSHOT_FAILED | GATHER_WRITER_STATUS  | legal
            SNAPSHOT_FAILED | GET_SNAPSHOT_PROPERTIES | an operation of this session has failed or was cancelled: open a new session
            SNAPSHOT_FAILED | BACKUP_COMPLETE       | an operation of this session has failed or was cancelled: open a new session
            SPENT         | GATHER_WRITER_STATUS    | an operation of this session has failed or was cancelled: open a new session
            SPENT         | START_SNAPSHOT_SET      | an operation of this session has failed or was cancelled: open a new session
            SPENT         | BACKUP_COMPLETE         | an operation of this session has failed or was cancelled: open a new session
            """)
    void withWriters(Step.State state, Step step, String expected) {
        assertThat(describe(step.refusal(state, BACKUP))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INITIALIZED   | START_SNAPSHOT_SET      | legal
            INITIALIZED   | ADD_TO_SNAPSHOT_SET     | StartSnapshotSet must be called before it
            INITIALIZED   | DO_SNAPSHOT_SET         | StartSnapshotSet must be called before it
            SET_OPEN      | ADD_TO_SNAPSHOT_SET     | legal
            SET_OPEN      | DO_SNAPSHOT_SET         | legal
            SET_OPEN      | GET_SNAPSHOT_PROPERTIES | DoSnapshotSet must be called before it
            SNAPSHOT_DONE | GET_SNAPSHOT_PROPERTIES | legal
            SNAPSHOT_DONE | ADD_TO_SNAPSHOT_SET     | it is too late for it: the session is SNAPSHOT_DONE
            INITIALIZED   | GATHER_WRITER_METADATA  | it is for sessions with writers, and the context of this one is FILE_SHARE_BACKUP
            SET_OPEN      | PREPARE_FOR_BACKUP      | it is for sessions with writers, and the context of this one is FILE_SHARE_BACKUP
            SNAPSHOT_DONE | BACKUP_COMPLETE         | it is for sessions with writers, and the context of this one is FILE_SHARE_BACKUP
            SNAPSHOT_DONE | GATHER_WRITER_STATUS    | it is for sessions with writers, and the context of this one is FILE_SHARE_BACKUP
            """)
    void withoutWriters(Step.State state, Step step, String expected) {
        assertThat(describe(step.refusal(state, FILE_SHARE_BACKUP))).isEqualTo(expected);
    }

    private static String describe(@Nullable String refusal) {
        return refusal == null ? LEGAL : refusal;
    }
}
