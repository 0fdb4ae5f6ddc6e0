package org.vss4j.internal.access;

import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Makes objects of public classes for the other packages of this module. A class whose objects are made of what the module
 * exports to nobody cannot do that by a public method, whose signature nobody could speak; it hands its way over here, once,
 * when it is initialised. Safe for use by many threads.
 */
public final class Friends {
    private static final Map<Class<?>, Function<Object, ?>> WAYS = new ConcurrentHashMap<>();

    private Friends() {}

    /**
     * Hands over how objects of a class are made; for the static initialiser of that class.
     *
     * @param type the class
     * @param parts of what its objects are made
     * @param way how
     */
    public static <P, T> void let(Class<T> type, Class<P> parts, Function<P, T> way) {
        WAYS.put(type, made -> way.apply(parts.cast(made)));
    }

    /**
     * Makes an object.
     *
     * @param type its class
     * @param parts of what it is made: of the type that the class has named
     * @return the object
     */
    public static <T> T make(Class<T> type, Object parts) {
        try {
            MethodHandles.lookup().ensureInitialized(type);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(type + " is not public", e);
        }
        Function<Object, ?> way = WAYS.get(type);
        if (way == null) {
            throw new IllegalArgumentException(type + " has no way to be made");
        }
        return type.cast(way.apply(parts));
    }
}
