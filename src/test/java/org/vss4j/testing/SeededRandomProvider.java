package org.vss4j.testing;

import java.security.Provider;
import java.security.SecureRandomSpi;
import java.util.SplittableRandom;

/**
 * Random numbers for a JVM under Wine. The JDK's own generator takes its first seed from, among others, the network
 * interfaces; on Windows it finds them by a function that Wine 8 does not have, and the JVM dies of it. These numbers are
 * no secret: they serve for the names of temporary files.
 */
public final class SeededRandomProvider extends Provider {
    private static final long serialVersionUID = 1L;

    public SeededRandomProvider() {
        super("Seeded", "1", "Random numbers that are not secret");
        put("SecureRandom.Seeded", Seeded.class.getName());
    }

    /** Numbers that follow from the time and the process. */
    @SuppressWarnings("serial")
    public static final class Seeded extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;

        private final SplittableRandom random =
                new SplittableRandom(System.nanoTime() ^ ProcessHandle.current().pid() << 32);

        @Override
        protected void engineSetSeed(byte[] seed) {
            // What it has is enough.
        }

        @Override
        protected synchronized void engineNextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int length) {
            byte[] seed = new byte[length];
            engineNextBytes(seed);
            return seed;
        }
    }
}
