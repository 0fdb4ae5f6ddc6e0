package org.vss4j.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** A copy of the library in this JVM, by a class loader of its own, with a {@link SimulatorProgram} that uses it. */
public final class LibraryCopy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final URLClassLoader loader = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader());
    private final UnaryOperator<String> program;

    @SuppressWarnings("unchecked") // It is one.
    LibraryCopy(Path volume, Path state) throws ReflectiveOperationException {
        program = (UnaryOperator<String>) loader.loadClass(SimulatorProgram.class.getName())
                .getConstructor(Path.class, Path.class)
                .newInstance(volume, state);
    }

    private static URL[] urls() {
        return new URL[] {
            VssSimulator.class.getProtectionDomain().getCodeSource().getLocation(),
            SimulatorProgram.class.getProtectionDomain().getCodeSource().getLocation()
        };
    }

    String tell(String command) {
        return program.apply(command);
    }

    /**
     * Uses two copies at once, lets them go, and waits for that. To be called in a JVM that does not keep what is reachable
     * by soft references: the JDK's caches have some to whatever has records.
     *
     * @return how many class loaders there still are
     */
    public static long leftOfTwo(Path volume, Path state) throws ReflectiveOperationException {
        List<WeakReference<ClassLoader>> loaders = useTwo(volume, state);
        long end = System.nanoTime() + PATIENCE.toNanos();
        long left;
        do {
            System.gc();
            // Until the threads that have nothing to do any more have ended.
            LockSupport.parkNanos(PAUSE.toNanos());
            left = loaders.stream().filter(loader -> !loader.refersTo(null)).count();
        } while (left > 0 && System.nanoTime() < end);
        return left;
    }

    private static List<WeakReference<ClassLoader>> useTwo(Path volume, Path state)
            throws ReflectiveOperationException {
        try (LibraryCopy first = new LibraryCopy(volume, state);
                LibraryCopy second = new LibraryCopy(volume, state)) {
            String did = first.tell("take") + second.tell("take");
            if (!did.equals("S_OKS_OK")) {
                throw new AssertionError(did);
            }
            return List.of(new WeakReference<>(first.loader), new WeakReference<>(second.loader));
        }
    }

    @Override
    public void close() {
        String unused = program.apply("end");
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
