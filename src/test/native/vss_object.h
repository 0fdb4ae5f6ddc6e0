/* An IVssAsync of the server, and what its methods and the functions for tests share. */
#ifndef VSS_OBJECT_H
#define VSS_OBJECT_H

#include "vss_platform.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "vss_server.h"

#define ASYNC_PENDING ((hresult)0x00042309)
#define ASYNC_FINISHED ((hresult)0x0004230A)
#define ASYNC_CANCELLED ((hresult)0x0004230B)

#define NEVER INT64_MAX

struct Server {
    Mutant mutant;
    atomic_int live;
    /* The fault CANCEL_HELD or QUERY_HELD that all its operations have; FAULTS: none. */
    atomic_int held;
    atomic_int held_calls;
    char test[256];
};

typedef struct Async Async;

typedef struct {
    hresult (*query_interface)(Async *, const uint8_t *, void **);
    uint32_t (*add_ref)(Async *);
    uint32_t (*release)(Async *);
    hresult (*cancel)(Async *);
    hresult (*wait)(Async *, uint32_t);
    hresult (*query_status)(Async *, hresult *, int32_t *);
} AsyncVtable;

struct Async {
    _Atomic(const AsyncVtable *) vtable;
    _Atomic(Server *) server;
    atomic_int references;
    atomic_int calls[METHODS];
    atomic_int inside[METHODS];
    int32_t number;
    Lock lock;
    Signal changed;
    /* Guarded by lock, down to faults. */
    uint32_t generation;
    hresult status;
    bool cancel_accepted;
    hresult end_code;
    int64_t end_at;
    int64_t cancel_at;
    int32_t fault[FAULTS];
    uint32_t faults;
    /* The next in quarantine. Guarded by the lock of the lists. */
    Async *next;
};

/* The vtable of an object with references, and that of one whose last reference is gone. */
extern const AsyncVtable LIVING, GONE;

extern const char *const METHOD_NAMES[METHODS];

/* Notes what a caller did that no caller may do. */
void violation(Async *object, Method method, const char *what);
void report_violation(const char *text);

/* Puts a call in the log file, if there is one, and gives its result back. */
hresult log_call(const char *method, hresult result);

/* Puts a line in the log file, if there is one. */
void log_line(const char *line);

/* Whether the thread is in an apartment from which VSS must not be called; never off Windows. */
bool in_single_threaded_apartment(void);

/* Puts an object away whose last reference is gone. */
void quarantine(Async *object);

/* Takes a reference off, unless there is none; gives how many there were. */
static inline int take_reference(atomic_int *references) {
    int before = atomic_load(references);
    while (before > 0 && !atomic_compare_exchange_weak(references, &before, before - 1)) {
    }
    return before;
}

static inline bool is_mutant(Async *object, Mutant mutant) {
    return atomic_load_explicit(&object->server, memory_order_relaxed)->mutant == mutant;
}

/* Lets the time pass that is due: an end that was announced, a cancel that takes effect late. With the lock held. */
hresult settle(Async *object);

/* Ends an operation, and wakes who waits for it unless the server is the given mutant. With the lock held. */
void end_with(Async *object, hresult code, Mutant silent);

#endif
