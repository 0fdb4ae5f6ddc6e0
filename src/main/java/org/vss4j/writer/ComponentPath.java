package org.vss4j.writer;

/**
 * Paths in a writer's hierarchy of components: names parted by {@code \}. One at the beginning or at the end means nothing,
 * and capital and small letters are the same.
 */
final class ComponentPath {
    private static final String SEPARATOR = "\\";

    private ComponentPath() {}

    /** The path of a component, without a separator at the beginning. */
    static String of(String logicalPath, String name) {
        String path = bare(logicalPath);
        return path.isEmpty() ? name : path + SEPARATOR + name;
    }

    static boolean isSame(String one, String other) {
        return bare(one).equalsIgnoreCase(bare(other));
    }

    /** Whether a path is another one, or leads on from it. */
    static boolean leadsThrough(String path, String upper) {
        String whole = bare(path);
        String begin = bare(upper);
        return whole.regionMatches(true, 0, begin, 0, begin.length())
                && (whole.length() == begin.length() || whole.startsWith(SEPARATOR, begin.length()));
    }

    private static String bare(String path) {
        int begin = path.startsWith(SEPARATOR) ? 1 : 0;
        int end = path.length() > begin && path.endsWith(SEPARATOR) ? path.length() - 1 : path.length();
        return path.substring(begin, end);
    }
}
