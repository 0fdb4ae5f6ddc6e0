package org.vss4j.cli;

import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.cli.output.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vss4j explain}: what an error code means and what to do about it. */
@Command(
        name = "explain",
        description = "Tells what an HRESULT means, what to do, and whether to try again.",
        footer = {"", "Examples: vss4j explain 0x80042316, VSS_E_SNAPSHOT_SET_IN_PROGRESS, 2147754774, -2147212522"})
final class ExplainCommand implements Callable<Integer> {
    private static final Pattern EIGHT_DIGITS = Pattern.compile("[0-9]{8}");

    @Parameters(paramLabel = "CODE", description = "A name, or a number in hexadecimal with 0x, or in decimal.")
    private String code = "";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        HResult hresult = HResult.parse(code).orElseThrow(this::unreadable);
        System.out.println(hresult);
        System.out.println("  meaning: " + hresult.meaning());
        System.out.println("  advice:  " + hresult.advice());
        System.out.println("  retry:   " + retry(hresult.retry()));
        if (!hresult.isKnown() && EIGHT_DIGITS.matcher(code).matches()) {
            System.out.println("  note:    digits without 0x are decimal; for the hexadecimal code give 0x" + code);
        }
        return Outcome.DONE.exitCode();
    }

    private static String retry(HResult.Retry retry) {
        return switch (retry) {
            case NO -> "no";
            case SOON -> "in a few seconds: what is in the way goes by itself";
            case LATER -> "in ten minutes, up to three times";
        };
    }

    private ParameterException unreadable() {
        if (spec == null) {
            throw new IllegalStateException("The command line was not parsed");
        }
        return new ParameterException(
                spec.commandLine(),
                "'" + code + "' is neither the name of an HRESULT nor a 32-bit number: write 0x80042316,"
                        + " VSS_E_SNAPSHOT_SET_IN_PROGRESS or 2147754774");
    }
}
