package org.vss4j.cli;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.state.LeftoversException;
import org.vss4j.requester.Ledger;

/** What a command could not clean up when it was done, or given up: a line for each thing, with who removes it when. */
final class Leftovers {
    private Leftovers() {}

    /** Tells whether a failure is nothing else: it came when all was done, and the command's places were closed. */
    static boolean isAll(Throwable failure) {
        return failure instanceof LeftoversException
                || (failure instanceof UncheckedIOException && failure.getCause() instanceof LeftoversException);
    }

    /** Returns the lines about it in a failure: it is thrown while a command's places are closed, beside what it failed of. */
    static List<String> of(Throwable failure) {
        List<String> lines = new ArrayList<>();
        collect(failure, lines);
        return lines.stream().distinct().toList();
    }

    private static void collect(@Nullable Throwable failure, List<String> lines) {
        if (failure == null) {
            return;
        }
        if (failure instanceof LeftoversException leftovers) {
            lines.addAll(leftovers.lines());
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            collect(suppressed, lines);
        }
        collect(failure.getCause(), lines);
    }

    /** Returns the lines about what a command has made and not given back, or deleted and not removed; looks at no disk. */
    static List<String> of(ServiceCommand.Context context) {
        String state = PathText.of(context.state());
        List<String> lines = new ArrayList<>();
        context.service()
                .leftovers()
                .forEach(
                        left -> lines.add("could not remove " + PathText.of(left.path()) + ", what is left of a deleted"
                                + " shadow copy: " + left.reason() + "; " + nextOneTriesAgain(state)));
        for (Ledger.MadeSet set : context.ledger().made()) {
            if (set.fate() == Ledger.Fate.UNFINISHED) {
                lines.add("the shadow copies of the set " + set.setId() + " were not given back, and may be there: "
                        + set.copies().entrySet().stream()
                                .map(copy -> copy.getKey() + " of " + copy.getValue())
                                .collect(Collectors.joining(", "))
                        + "; they are on record in the state folder " + state
                        + ": vss4j orphans --delete deletes them there, or forgets them if they are gone");
            }
        }
        if (lines.isEmpty() && context.ledger().openSets() > 0) {
            lines.add(
                    "a snapshot set without copies may be open in VSS, of which a call did not return: it goes when this"
                            + " process has ended");
        }
        return lines;
    }

    /** Who removes what is noted in a state folder, and when. */
    static String nextOneTriesAgain(String state) {
        return "the next vss4j that uses the state folder " + state + " tries again";
    }
}
