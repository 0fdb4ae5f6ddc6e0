package org.vss4j.abi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.bindings.Vssapi;

/** The generated bindings, seen by reflection. */
final class Bindings {

    static final Path SOURCES = Path.of("src/main/java/org/vss4j/internal/bindings");

    private static final String PACKAGE = "org.vss4j.internal.bindings.";
    private static final String OFFSET = "$offset";

    private Bindings() {}

    /** Returns the names of all top-level classes. */
    static Set<String> names() {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable Class<?> find(String name) {
        try {
            return Class.forName(PACKAGE + name);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** Returns the names of the constants; should there be anything else that is public, its name too. */
    static Set<String> constants() {
        return Arrays.stream(Vssapi.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the layout of a struct or a union. */
    static GroupLayout layout(Class<?> struct) {
        return (GroupLayout) call(struct, "layout");
    }

    /** Returns the names of a struct's members: those in its layout, and those with an offset. */
    static Set<String> members(Class<?> struct) {
        Set<String> members = new TreeSet<>();
        layout(struct).memberLayouts().forEach(member -> member.name().ifPresent(members::add));
        for (Method method : struct.getMethods()) {
            if (method.getName().endsWith(OFFSET)) {
                members.add(method.getName().substring(0, method.getName().length() - OFFSET.length()));
            }
        }
        return members;
    }

    static long offset(Class<?> struct, String member) {
        return (long) call(struct, member + OFFSET);
    }

    static long size(Class<?> struct, String member) {
        return memberLayout(struct, member).byteSize();
    }

    private static MemoryLayout memberLayout(Class<?> struct, String member) {
        return (MemoryLayout) call(struct, member + "$layout");
    }

    /** Tells whether a member's place in its struct's layout, its offset and layout, and its getter agree. */
    static boolean readsItsPlace(Class<?> struct, String member) {
        GroupLayout layout = layout(struct);
        PathElement element = PathElement.groupElement(member);
        long offset = offset(struct, member);
        MemoryLayout memberLayout = memberLayout(struct, member);
        if (layout.byteOffset(element) != offset || !layout.select(element).equals(memberLayout)) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            byte[] noise = new byte[Math.toIntExact(layout.byteSize())];
            new Random(7).nextBytes(noise);
            MemorySegment segment = arena.allocate(layout);
            segment.copyFrom(MemorySegment.ofArray(noise));
            Object value = call(struct, member, segment);
            MemorySegment place = segment.asSlice(offset, memberLayout.byteSize());
            if (memberLayout instanceof ValueLayout valueLayout) {
                Object expected = valueLayout.varHandle().get(place, 0L);
                // Two readings of one pointer are two segments, but one address.
                return value instanceof MemorySegment pointer
                        ? pointer.address() == ((MemorySegment) expected).address()
                        : value.equals(expected);
            }
            MemorySegment slice = (MemorySegment) value;
            return slice.address() == place.address() && slice.byteSize() == place.byteSize();
        }
    }

    /** Returns the descriptor of an exported function's class, or of a slot's. */
    static FunctionDescriptor descriptor(Class<?> type) {
        return (FunctionDescriptor) call(type, "descriptor");
    }

    /** Returns the class of a slot, which stands within its vtable's. */
    static @Nullable Class<?> nested(Class<?> vtable, String method) {
        return Arrays.stream(vtable.getDeclaredClasses())
                .filter(nested -> nested.getSimpleName().equals(method))
                .findFirst()
                .orElse(null);
    }

    /** Tells whether the method that calls takes and returns what the descriptor says. */
    static boolean invokesItsDescriptor(Class<?> type) {
        MethodType expected = descriptor(type).toMethodType().insertParameterTypes(0, MemorySegment.class);
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("invoke"))
                .map(method -> MethodType.methodType(method.getReturnType(), method.getParameterTypes()))
                .toList()
                .equals(List.of(expected));
    }

    /** Calls a static method; the type of each argument is {@link MemorySegment}. */
    static Object call(Class<?> type, String method, MemorySegment... arguments) {
        Class<?>[] types = new Class<?>[arguments.length];
        Arrays.fill(types, MemorySegment.class);
        String name = type.getName().substring(PACKAGE.length()) + "." + method;
        try {
            return type.getMethod(method, types).invoke(null, (Object[]) arguments);
        } catch (InvocationTargetException | ExceptionInInitializerError e) {
            throw new AssertionError(name + " of the bindings throws " + e.getCause(), e);
        } catch (ReflectiveOperationException | NoClassDefFoundError | AssertionError e) {
            throw new AssertionError(name + " of the bindings cannot be called: " + e, e);
        }
    }
}
