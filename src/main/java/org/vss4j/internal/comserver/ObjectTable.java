package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where the addresses of the COM objects of this process lead. An object's native part is a cell of three words: the
 * address of its vtable, that of a second one for a class with two bases, and its number in this table. Cells are not given
 * back to the system before this class goes, and one whose object is gone is used again only after {@value #QUARANTINE}
 * others: a call through a pointer that was released finds an empty cell, not foreign memory.
 */
final class ObjectTable {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int MAX_CHUNKS = 1 << 12;
    private static final int QUARANTINE = 512;
    private static final long SECOND = ADDRESS.byteSize();
    private static final long NUMBER = 2 * ADDRESS.byteSize();
    private static final long CELL_SIZE = NUMBER + JAVA_LONG.byteSize();

    /** The objects, by number; a chunk is made once and stays. */
    private static final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable ComServer>> CHUNKS =
            new AtomicReferenceArray<>(MAX_CHUNKS);

    /** Cells without an object, the longest empty first. Guarded by itself. */
    private static final ArrayDeque<MemorySegment> EMPTY = new ArrayDeque<>();

    /** How many chunks there are. Guarded by {@link #EMPTY}. */
    private static int chunks;

    private ObjectTable() {}

    /** Gives an object its cell, and returns the cell: the object's interface pointer. */
    static MemorySegment add(ComServer object, MemorySegment vtable, MemorySegment secondVtable) {
        MemorySegment cell = emptyCell();
        cell.set(ADDRESS, 0, vtable);
        cell.set(ADDRESS, SECOND, secondVtable);
        put(cell.get(JAVA_LONG, NUMBER), object);
        return cell;
    }

    /** Empties a cell. */
    static void remove(MemorySegment cell) {
        put(cell.get(JAVA_LONG, NUMBER), null);
        synchronized (EMPTY) {
            EMPTY.addLast(cell);
        }
    }

    /** The object that an interface pointer leads to; null if it is gone. */
    static @Nullable ComServer find(MemorySegment pointer) {
        // A pointer that a caller passes as "this" is one that this table gave out, so all words are there.
        return find(pointer.reinterpret(CELL_SIZE).get(JAVA_LONG, NUMBER));
    }

    /** All objects that are not gone. */
    static List<ComServer> live() {
        List<ComServer> live = new ArrayList<>();
        synchronized (EMPTY) {
            for (long number = 0; number < (long) chunks * CHUNK; number++) {
                ComServer object = find(number);
                if (object != null) {
                    live.add(object);
                }
            }
        }
        return live;
    }

    private static @Nullable ComServer find(long number) {
        AtomicReferenceArray<@Nullable ComServer> chunk = CHUNKS.get((int) (number >>> CHUNK_BITS));
        return chunk == null ? null : chunk.get((int) number & CHUNK - 1);
    }

    private static void put(long number, @Nullable ComServer object) {
        AtomicReferenceArray<@Nullable ComServer> chunk = CHUNKS.get((int) (number >>> CHUNK_BITS));
        if (chunk == null) {
            throw new AssertionError("No chunk for object number " + number);
        }
        chunk.set((int) number & CHUNK - 1, object);
    }

    private static MemorySegment emptyCell() {
        synchronized (EMPTY) {
            if (EMPTY.size() <= QUARANTINE) {
                addChunk();
            }
            return EMPTY.removeFirst();
        }
    }

    private static void addChunk() {
        if (chunks == MAX_CHUNKS) {
            throw new IllegalStateException("More than " + (long) MAX_CHUNKS * CHUNK + " COM objects are alive");
        }
        CHUNKS.set(chunks, new AtomicReferenceArray<>(CHUNK));
        MemorySegment memory = Arena.ofAuto().allocate(CELL_SIZE * CHUNK, ADDRESS.byteAlignment());
        for (int i = CHUNK - 1; i >= 0; i--) {
            MemorySegment cell = memory.asSlice(i * CELL_SIZE, CELL_SIZE);
            cell.set(JAVA_LONG, NUMBER, (long) chunks * CHUNK + i);
            EMPTY.addFirst(cell);
        }
        chunks++;
    }
}
