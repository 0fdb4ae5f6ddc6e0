package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vss4j.testing.FaultyFileSystem;

/** The file system of the simulator's copies refuses a write: what it is, where, and what to do, and no advice to wait. */
@EnabledOnOs(OS.LINUX)
class StoreTroubleIT {
    @TempDir
    Path workspace;

    /** The copy is gone, and its record is not. */
    @ParameterizedTest
    @CsvSource({
        "read /state/orphans/*.orphan EIO, 'could not read the record '",
        "rmdir /state/orphans EIO, 'could not remove the folder of the records, '"
    })
    void aRecordThatStays_isNamed_withTheReason(String rule, String words) throws Exception {
        try (FaultyFileSystem faulty = FaultyFileSystem.mount(Files.createDirectory(workspace.resolve("faulty")))) {
            Path state = faulty.root().resolve("state");
            Path volume = Files.createDirectory(workspace.resolve("volume"));
            Cli cli = new Cli(workspace);
            Cli.Run made =
                    cli.start(List.of("create", "--json", "--volume", volume.toString(), "--state", state.toString()));
            String id = made.json().path("shadowCopies").path(0).path("id").asText();
            faulty.rules(rule);
            Cli.Run deletion = cli.start(List.of("delete", "--json", "--id", id, "--state", state.toString()));
            assertThat(deletion.exitCode()).as(deletion.stderr()).isEqualTo(1);
            assertThat(deletion.json().path("outcome").asText()).isEqualTo("partial");
            assertThat(deletion.json().path("left").path(0).asText())
                    .contains(id, words + state.resolve("orphans"))
                    .containsIgnoringCase(": input/output error");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EROFS, 0x80070013, is read-only: have it mounted for writing",
        "EACCES, 0x80070005, denies this user to write there: give him the right",
        "EIO, 0x8007045D, fails: see the system's log of errors of disks",
        "ENOSPC, 0x8004231F, is full: free space"
    })
    void whatTheFileSystemRefuses_isSaid(String error, String code, String words) throws Exception {
        try (FaultyFileSystem faulty = FaultyFileSystem.mount(Files.createDirectory(workspace.resolve("faulty")))) {
            Path state = faulty.root().resolve("state");
            Path source = Files.createDirectory(workspace.resolve("source"));
            Files.writeString(source.resolve("file"), "contents");
            faulty.rules("write /state/*/work/* " + error);
            Cli.Run run = new Cli(workspace)
                    .start(List.of(
                            "copy",
                            source.toString(),
                            workspace.resolve("target").toString(),
                            "--json",
                            "--no-space-check",
                            "--state",
                            state.toString()));
            assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
            JsonNode said = run.json().path("error");
            assertThat(said.path("hresult").asText()).as(run.stdout()).isEqualTo(code);
            assertThat(said.path("message").asText())
                    .contains("The simulator's copies lie in " + state + ": " + state)
                    .contains("/file: ")
                    .contains(
                            "; its file system " + words + ", delete copies by vss4j delete, or choose another folder")
                    .doesNotContain("ten minutes", "event log");
        }
    }
}
