/*
 * The objects of the server: their memory, the account of what callers do to them, and the functions by which a test
 * makes them and has its way with them.
 *
 * The memory of an object serves no other kind of thing, ever. After the last Release its vtable is replaced by one
 * whose methods only report, and it is used again, for another operation, after QUARANTINE others.
 *
 * Locks: an object's own guards its state; `memory` the lists of objects; `reports` the list of violations. The last two
 * are held for a few instructions, and nothing is locked under them.
 */
#include "vss_object.h"

#include <stdio.h>
#include <stdlib.h>

#define CHUNK 1024
#define MAX_CHUNKS 4096
#define QUARANTINE 65536
#define MAX_REPORTS 1000
#define NAME_SIZE 320
#define TEXT_SIZE 512

const char *const METHOD_NAMES[METHODS] = {"QueryInterface", "AddRef", "Release", "Cancel", "Wait", "QueryStatus"};

/* ---- violations */

static Lock reports = LOCK_INITIALIZER;
static char *report_texts[MAX_REPORTS];
static int first_report, report_count;

static void describe(Async *object, char *text, size_t size) {
    snprintf(text, size, "operation %d of %s", object->number, atomic_load(&object->server)->test);
}

/* Whoever reads the log has no list of a process that is over. */
static void log_violation(const char *what) {
    char line[TEXT_SIZE + 16];
    snprintf(line, sizeof line, "violation: %s\n", what);
    log_line(line);
}

void report_violation(const char *what) {
    char *text = malloc(TEXT_SIZE);
    if (text == NULL) {
        return;
    }
    snprintf(text, TEXT_SIZE, "%s", what);
    log_violation(text);
    lock_enter(&reports);
    if (report_count < MAX_REPORTS) {
        report_texts[(first_report + report_count++) % MAX_REPORTS] = text;
        text = NULL;
    }
    lock_leave(&reports);
    free(text);
}

void violation(Async *object, Method method, const char *what) {
    char who[NAME_SIZE], text[TEXT_SIZE];
    describe(object, who, sizeof who);
    snprintf(text, sizeof text, "%s %s: %s", METHOD_NAMES[method], what, who);
    report_violation(text);
}

int32_t vss_test_next_violation(char *text, int32_t size) {
    lock_enter(&reports);
    char *first = NULL;
    if (report_count > 0) {
        first = report_texts[first_report];
        first_report = (first_report + 1) % MAX_REPORTS;
        report_count--;
    }
    lock_leave(&reports);
    if (first == NULL) {
        return 0;
    }
    snprintf(text, (size_t)size, "%s", first);
    free(first);
    return 1;
}

/* ---- an object's memory */

static Lock memory = LOCK_INITIALIZER;
static _Atomic(Async *) chunks[MAX_CHUNKS];
static atomic_int made;
static Async *oldest, *newest;
static int32_t quarantined;

static Async *at(int32_t number) {
    return atomic_load(&chunks[number / CHUNK]) + number % CHUNK;
}

/* Memory that has served no object yet. Called with memory locked. */
static Async *fresh(void) {
    int32_t number = atomic_load(&made);
    if (number == CHUNK * MAX_CHUNKS) {
        return NULL;
    }
    if (number % CHUNK == 0) {
        Async *chunk = calloc(CHUNK, sizeof(Async));
        if (chunk == NULL) {
            return NULL;
        }
        atomic_store(&chunks[number / CHUNK], chunk);
    }
    Async *object = at(number);
    object->number = number;
    lock_init(&object->lock);
    signal_init(&object->changed);
    atomic_store(&made, number + 1);
    return object;
}

static bool anyone_inside(Async *object) {
    for (int method = 0; method < METHODS; method++) {
        if (atomic_load(&object->inside[method]) != 0) {
            return true;
        }
    }
    return false;
}

static Async *take_memory(void) {
    lock_enter(&memory);
    Async *object = NULL;
    if (quarantined >= QUARANTINE) {
        object = oldest;
        oldest = object->next;
        quarantined--;
        if (anyone_inside(object)) {
            /* A call that the last Release did not wait for; reported then. This memory is not used again. */
            object = NULL;
        }
    }
    if (object == NULL) {
        object = fresh();
    }
    lock_leave(&memory);
    return object;
}

void quarantine(Async *object) {
    lock_enter(&memory);
    object->next = NULL;
    if (quarantined == 0) {
        oldest = object;
    } else {
        newest->next = object;
    }
    newest = object;
    quarantined++;
    lock_leave(&memory);
}

/* ---- what a test sees */

#define MUTANT_TEXT(identifier, text) text,
static const char *const MUTANT_TEXTS[] = {"none", MUTANTS(MUTANT_TEXT)};
#undef MUTANT_TEXT

int32_t vss_test_mutants(void) {
    return MUTANT_END - 1;
}

const char *vss_test_mutant(int32_t number) {
    return number >= 0 && number < MUTANT_END ? MUTANT_TEXTS[number] : NULL;
}

/* Kept for the life of the process, for an object that is gone still has to say whose it was. */
Server *vss_test_open(int32_t mutant, const char *test) {
    Server *server = calloc(1, sizeof(Server));
    if (server != NULL) {
        server->mutant = (Mutant)mutant;
        atomic_store(&server->held, FAULTS);
        snprintf(server->test, sizeof server->test, "%s", test);
    }
    return server;
}

int32_t vss_test_live(Server *server) {
    return atomic_load(&server->live);
}

int32_t vss_test_next_live(Server *server, int32_t from, char *text, int32_t size) {
    for (int32_t number = from; number < atomic_load(&made); number++) {
        Async *object = at(number);
        int references = atomic_load(&object->references);
        if (references > 0 && atomic_load(&object->server) == server) {
            char who[NAME_SIZE];
            describe(object, who, sizeof who);
            snprintf(text, (size_t)size, "%d reference(s) to %s", references, who);
            return number + 1;
        }
    }
    return 0;
}

int64_t vss_test_begin(Server *server) {
    Async *object = take_memory();
    if (object == NULL) {
        return -1;
    }
    lock_enter(&object->lock);
    uint32_t generation = ++object->generation;
    object->status = ASYNC_PENDING;
    object->cancel_accepted = false;
    object->end_at = NEVER;
    object->cancel_at = NEVER;
    object->faults = 0;
    for (int method = 0; method < METHODS; method++) {
        atomic_store_explicit(&object->calls[method], 0, memory_order_relaxed);
    }
    atomic_store(&object->server, server);
    atomic_store(&object->references, 1);
    atomic_store(&object->vtable, &LIVING);
    lock_leave(&object->lock);
    atomic_fetch_add(&server->live, 1);
    return (int64_t)((uint64_t)(generation & INT32_MAX) << 32 | (uint32_t)object->number);
}

/* The object that a handle names, locked; NULL if its memory serves another by now. */
static Async *locked(int64_t handle) {
    if (handle < 0) {
        return NULL;
    }
    Async *object = at((int32_t)(handle & INT32_MAX));
    lock_enter(&object->lock);
    if ((object->generation & INT32_MAX) == (uint32_t)(handle >> 32)) {
        return object;
    }
    lock_leave(&object->lock);
    return NULL;
}

void *vss_test_pointer(int64_t handle) {
    return handle < 0 ? NULL : at((int32_t)(handle & INT32_MAX));
}

int32_t vss_test_end(int64_t handle, hresult code) {
    Async *object = locked(handle);
    if (object == NULL) {
        return 0;
    }
    hresult status = settle(object);
    bool pending = status == ASYNC_PENDING;
    if ((pending && !is_mutant(object, MUTANT_END_WITHOUT_EFFECT))
            || (status == ASYNC_CANCELLED && is_mutant(object, MUTANT_END_CHANGES_CANCELLED))) {
        end_with(object, code, MUTANT_END_WAKES_NOBODY);
    }
    lock_leave(&object->lock);
    return pending;
}

void vss_test_end_after(int64_t handle, hresult code, int32_t milliseconds) {
    Async *object = locked(handle);
    if (object != NULL) {
        object->end_code = code;
        object->end_at = monotonic_nanos() + milliseconds * NANOS_PER_MILLI;
        signal_all(&object->changed);
        lock_leave(&object->lock);
    }
}

void vss_test_set(int64_t handle, int32_t fault, int32_t value) {
    Async *object = locked(handle);
    if (object != NULL) {
        object->fault[fault] = value;
        object->faults |= UINT32_C(1) << fault;
        lock_leave(&object->lock);
    }
}

void vss_test_clear(int64_t handle, int32_t fault) {
    Async *object = locked(handle);
    if (object != NULL) {
        object->faults &= ~(UINT32_C(1) << fault);
        signal_all(&object->changed);
        lock_leave(&object->lock);
    }
}

int32_t vss_test_references(int64_t handle) {
    Async *object = locked(handle);
    if (object == NULL) {
        return 0;
    }
    int32_t references = atomic_load(&object->references);
    lock_leave(&object->lock);
    return references;
}

int32_t vss_test_calls(int64_t handle, int32_t method) {
    Async *object = locked(handle);
    if (object == NULL) {
        return 0;
    }
    int32_t calls = atomic_load(&object->calls[method]);
    lock_leave(&object->lock);
    return calls;
}

int32_t vss_test_inside(int64_t handle, int32_t method) {
    Async *object = locked(handle);
    if (object == NULL) {
        return 0;
    }
    int32_t inside = atomic_load(&object->inside[method]);
    lock_leave(&object->lock);
    return inside;
}
