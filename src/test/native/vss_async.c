/*
 * The methods of IVssAsync. They keep the contract of the interface, or break the line of it that a test asks for: for
 * one operation by a fault, for a whole server by a mutant.
 */
#include "vss_object.h"

#include <stdio.h>
#include <string.h>

#define HR_OK ((hresult)0)
#define HR_NOINTERFACE ((hresult)0x80004002)
#define HR_POINTER ((hresult)0x80004003)
#define HR_FAIL ((hresult)0x80004005)
#define HR_UNEXPECTED ((hresult)0x8000FFFF)
#define HR_INVALIDARG ((hresult)0x80070057)
#define HR_TIMEOUT ((hresult)0x800705B4)
#define INFINITE_WAIT UINT32_C(0xFFFFFFFF)

/* Mutants that wake nobody let go after this, so that no thread of the tests is lost. */
#define MUTANT_PATIENCE (5 * NANOS_PER_SECOND)

/* How long a mutant's Cancel leaves the gap open between its look and its act. */
#define MUTANT_GAP (20 * NANOS_PER_MILLI)

_Static_assert(sizeof(hresult) == 4, "an HRESULT has 32 bits");
_Static_assert(offsetof(Async, vtable) == 0, "an interface pointer points at the address of the vtable");
_Static_assert(offsetof(AsyncVtable, cancel) == 3 * sizeof(void *), "Cancel is slot 3");
_Static_assert(offsetof(AsyncVtable, wait) == 4 * sizeof(void *), "Wait is slot 4");
_Static_assert(offsetof(AsyncVtable, query_status) == 5 * sizeof(void *), "QueryStatus is slot 5");

/* As they lie in memory on a little-endian machine. */
static const uint8_t IID_UNKNOWN[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46};
static const uint8_t IID_VSS_ASYNC[16] = {0xB4, 0x37, 0x7C, 0x50, 0x5B, 0xCF, 0x95, 0x4E,
                                          0xB0, 0xAF, 0x14, 0xEB, 0x97, 0x67, 0x46, 0x7E};

/* ---- calls in and out */

static void leave(Async *object, Method method) {
    atomic_fetch_sub(&object->inside[method], 1);
}

/*
 * Counts a call in. The last Release takes the count of references to zero and then looks who is inside; a call is
 * counted first and then looks at the references: one of the two sees the other.
 */
static bool enter(Async *object, Method method) {
    atomic_fetch_add_explicit(&object->calls[method], 1, memory_order_relaxed);
    atomic_fetch_add(&object->inside[method], 1);
    if (atomic_load(&object->references) > 0) {
        if (in_single_threaded_apartment()) {
            violation(object, method, "in a single-threaded apartment");
        }
        return true;
    }
    violation(object, method, "on an object whose last reference is gone");
    leave(object, method);
    return false;
}

/* ---- an object's state; all with its lock held */

static bool has(Async *object, Fault fault) {
    return (object->faults >> fault & 1) != 0;
}

/* Whether a call is held: for its operation, or for all of its server. */
static bool is_held(Async *object, Server *server, Fault fault) {
    return has(object, fault) || atomic_load(&server->held) == (int)fault;
}

static void hold(Async *object, Fault fault) {
    Server *server = atomic_load(&object->server);
    if (!is_held(object, server, fault)) {
        return;
    }
    atomic_fetch_add(&server->held_calls, 1);
    while (is_held(object, server, fault)) {
        /* Nobody wakes all operations of a server. */
        signal_wait(&object->changed, &object->lock, NANOS_PER_SECOND / 10);
    }
    atomic_fetch_sub(&server->held_calls, 1);
}

hresult settle(Async *object) {
    if (object->status != ASYNC_PENDING || (object->end_at == NEVER && object->cancel_at == NEVER)) {
        return object->status;
    }
    int64_t now = monotonic_nanos();
    if (object->cancel_at <= now && object->cancel_at <= object->end_at) {
        object->status = ASYNC_CANCELLED;
    } else if (object->end_at <= now) {
        object->status = object->end_code;
    }
    return object->status;
}

void end_with(Async *object, hresult code, Mutant silent) {
    object->status = code;
    if (!is_mutant(object, silent)) {
        signal_all(&object->changed);
    }
}

static int64_t earlier(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* Waits until the operation has ended, or an instant has come. */
static void wait_until(Async *object, int64_t deadline) {
    while (settle(object) == ASYNC_PENDING) {
        int64_t now = monotonic_nanos();
        if (now >= deadline) {
            return;
        }
        int64_t next = earlier(deadline, earlier(object->end_at, object->cancel_at));
        signal_wait(&object->changed, &object->lock, next == NEVER ? NEVER : next - now);
    }
}

static void pass_time(Async *object, int64_t nanos) {
    int64_t end = monotonic_nanos() + nanos;
    for (int64_t now = monotonic_nanos(); now < end; now = monotonic_nanos()) {
        signal_wait(&object->changed, &object->lock, end - now);
    }
}

/* ---- IVssAsync */

static uint32_t count_reference(Async *object) {
    int before = atomic_load(&object->references);
    do {
        if (before <= 0) {
            violation(object, ADD_REF, "on an object whose last reference is gone");
            return 0;
        }
    } while (!atomic_compare_exchange_weak(&object->references, &before, before + 1));
    return (uint32_t)before + 1;
}

static hresult async_query_interface(Async *object, const uint8_t *id, void **out) {
    if (!enter(object, QUERY_INTERFACE)) {
        return HR_UNEXPECTED;
    }
    hresult result = HR_OK;
    if (id == NULL || out == NULL) {
        result = HR_POINTER;
    } else {
        bool unknown = memcmp(id, IID_UNKNOWN, sizeof IID_UNKNOWN) == 0;
        bool async = memcmp(id, IID_VSS_ASYNC, sizeof IID_VSS_ASYNC) == 0;
        if (async || (unknown && !is_mutant(object, MUTANT_QI_UNKNOWN_REFUSED))
                || is_mutant(object, MUTANT_QI_FOREIGN_ANSWERED)) {
            if (!is_mutant(object, MUTANT_QI_WITHOUT_ADD_REF)) {
                count_reference(object);
            }
            *out = object;
        } else {
            if (!is_mutant(object, MUTANT_QI_OUT_UNTOUCHED)) {
                *out = NULL;
            }
            result = HR_NOINTERFACE;
        }
    }
    leave(object, QUERY_INTERFACE);
    return result;
}

static uint32_t async_add_ref(Async *object) {
    if (!enter(object, ADD_REF)) {
        return 0;
    }
    uint32_t count = is_mutant(object, MUTANT_ADD_REF_LOST) ? (uint32_t)atomic_load(&object->references) + 1
                                                            : count_reference(object);
    leave(object, ADD_REF);
    return count;
}

static void last_release(Async *object) {
    for (int method = 0; method < METHODS; method++) {
        if (atomic_load(&object->inside[method]) != 0) {
            char what[64];
            snprintf(what, sizeof what, "of the last reference while a call of %s is inside", METHOD_NAMES[method]);
            violation(object, RELEASE, what);
        }
    }
    atomic_store(&object->vtable, &GONE);
    atomic_fetch_sub(&atomic_load(&object->server)->live, 1);
    quarantine(object);
}

/* Not counted as inside: whoever has given his reference back touches the object no more. */
static uint32_t async_release(Async *object) {
    atomic_fetch_add_explicit(&object->calls[RELEASE], 1, memory_order_relaxed);
    if (is_mutant(object, MUTANT_RELEASE_LOST)) {
        return (uint32_t)atomic_load(&object->references) - 1;
    }
    if (in_single_threaded_apartment()) {
        violation(object, RELEASE, "in a single-threaded apartment");
    }
    int before = take_reference(&object->references);
    if (before <= 0) {
        violation(object, RELEASE, "of an object whose last reference is gone");
        return 0;
    }
    if (before == 1) {
        last_release(object);
    }
    return (uint32_t)before - 1;
}

static hresult cancel_ended(Async *object, hresult status) {
    if (status == ASYNC_FINISHED && is_mutant(object, MUTANT_CANCEL_OK_AFTER_FINISH)) {
        return HR_OK;
    }
    if (status == ASYNC_FINISHED && is_mutant(object, MUTANT_CANCEL_CHANGES_END)) {
        object->status = ASYNC_CANCELLED;
    }
    if (status == ASYNC_CANCELLED && is_mutant(object, MUTANT_CANCEL_OK_TWICE)) {
        return HR_OK;
    }
    if (status < 0 && is_mutant(object, MUTANT_CANCEL_WRONG_ERROR)) {
        return HR_FAIL;
    }
    if (status < 0 && is_mutant(object, MUTANT_CANCEL_HIDES_FAILURE)) {
        return ASYNC_FINISHED;
    }
    /* A success code of the operation's own is a finish. */
    return status < 0 || status == ASYNC_CANCELLED ? status : ASYNC_FINISHED;
}

static hresult cancel_pending(Async *object) {
    if (is_mutant(object, MUTANT_CANCEL_WITHOUT_EFFECT)) {
        return HR_OK;
    }
    if (is_mutant(object, MUTANT_CANCEL_NOT_ATOMIC)) {
        pass_time(object, MUTANT_GAP);
    }
    object->cancel_accepted = true;
    if (has(object, CANCEL_LATE)) {
        int32_t late = object->fault[CANCEL_LATE];
        object->cancel_at = late < 0 ? NEVER : monotonic_nanos() + late * NANOS_PER_MILLI;
        signal_all(&object->changed);
    } else {
        end_with(object, ASYNC_CANCELLED, MUTANT_CANCEL_WAKES_NOBODY);
    }
    return is_mutant(object, MUTANT_CANCEL_FIRST_IS_SECOND) ? ASYNC_CANCELLED : HR_OK;
}

static hresult async_cancel(Async *object) {
    if (!enter(object, CANCEL)) {
        return HR_UNEXPECTED;
    }
    lock_enter(&object->lock);
    hold(object, CANCEL_HELD);
    hresult status = settle(object);
    hresult result;
    if (has(object, CANCEL_RETURNS)) {
        result = object->fault[CANCEL_RETURNS];
    } else if (status != ASYNC_PENDING) {
        result = cancel_ended(object, status);
    } else if (object->cancel_accepted) {
        result = ASYNC_CANCELLED;
    } else {
        result = cancel_pending(object);
    }
    lock_leave(&object->lock);
    leave(object, CANCEL);
    return log_call(METHOD_NAMES[CANCEL], result);
}

static int64_t wait_deadline(Async *object, uint32_t milliseconds) {
    int64_t now = monotonic_nanos();
    if (is_mutant(object, MUTANT_CANCEL_WAKES_NOBODY) || is_mutant(object, MUTANT_END_WAKES_NOBODY)) {
        return now + earlier(milliseconds * NANOS_PER_MILLI, MUTANT_PATIENCE);
    }
    if (milliseconds == INFINITE_WAIT) {
        return is_mutant(object, MUTANT_WAIT_INFINITE_IS_ZERO) ? now : NEVER;
    }
    if (milliseconds == 0 && is_mutant(object, MUTANT_WAIT_ZERO_IS_INFINITE)) {
        return NEVER;
    }
    return now + milliseconds * NANOS_PER_MILLI;
}

static hresult wait_result(Async *object) {
    hresult status = object->status;
    if (status == ASYNC_PENDING) {
        return is_mutant(object, MUTANT_WAIT_TIMEOUT_IS_ERROR)     ? HR_TIMEOUT
               : is_mutant(object, MUTANT_WAIT_TIMEOUT_IS_PENDING) ? ASYNC_PENDING
                                                                   : HR_OK;
    }
    if (status < 0) {
        bool hidden = has(object, WAIT_HIDES_FAILURE) || is_mutant(object, MUTANT_WAIT_SWALLOWS_FAILURE);
        return hidden ? HR_OK : status;
    }
    return is_mutant(object, MUTANT_WAIT_RETURNS_STATUS) ? status : HR_OK;
}

static hresult async_wait(Async *object, uint32_t milliseconds) {
    if (!enter(object, WAIT)) {
        return HR_UNEXPECTED;
    }
    lock_enter(&object->lock);
    hresult result;
    if (has(object, WAIT_RETURNS)) {
        result = object->fault[WAIT_RETURNS];
    } else {
        wait_until(object, wait_deadline(object, milliseconds));
        if (has(object, WAIT_LATE)) {
            pass_time(object, object->fault[WAIT_LATE] * NANOS_PER_MILLI);
        }
        result = wait_result(object);
    }
    hold(object, WAIT_HELD);
    lock_leave(&object->lock);
    leave(object, WAIT);
    return log_call(METHOD_NAMES[WAIT], result);
}

static hresult reported(Async *object, hresult status) {
    if (status == ASYNC_CANCELLED && is_mutant(object, MUTANT_STATUS_CANCELLED_IS_FINISHED)) {
        return ASYNC_FINISHED;
    }
    if (status == ASYNC_FINISHED && is_mutant(object, MUTANT_STATUS_FINISHED_IS_CANCELLED)) {
        return ASYNC_CANCELLED;
    }
    return status < 0 && is_mutant(object, MUTANT_STATUS_WRONG_ERROR) ? HR_FAIL : status;
}

static hresult query(Async *object, hresult *out) {
    lock_enter(&object->lock);
    hold(object, QUERY_HELD);
    hresult status = settle(object);
    hresult result = has(object, QUERY_RETURNS) ? object->fault[QUERY_RETURNS] : HR_OK;
    bool unset = result < 0 || has(object, QUERY_UNSET);
    lock_leave(&object->lock);
    if (!unset) {
        *out = reported(object, status);
    }
    return is_mutant(object, MUTANT_QUERY_RETURNS_STATUS) ? status : result;
}

static hresult async_query_status(Async *object, hresult *out, int32_t *reserved) {
    if (!enter(object, QUERY_STATUS)) {
        return HR_UNEXPECTED;
    }
    hresult result;
    if (out == NULL) {
        result = is_mutant(object, MUTANT_QUERY_NULL_ACCEPTED) ? HR_OK : HR_INVALIDARG;
    } else if (reserved != NULL && !is_mutant(object, MUTANT_QUERY_RESERVED_ACCEPTED)) {
        result = HR_INVALIDARG;
    } else {
        result = query(object, out);
    }
    leave(object, QUERY_STATUS);
    return result;
}

const AsyncVtable LIVING = {async_query_interface, async_add_ref, async_release,
                                   async_cancel,          async_wait,    async_query_status};

/* ---- IVssAsync of an object that is gone */

static hresult gone(Async *object, Method method) {
    violation(object, method, "on an object whose last reference is gone");
    return HR_UNEXPECTED;
}

static hresult gone_query_interface(Async *object, const uint8_t *id, void **out) {
    (void)id;
    (void)out;
    return gone(object, QUERY_INTERFACE);
}

static uint32_t gone_add_ref(Async *object) {
    gone(object, ADD_REF);
    return 0;
}

static uint32_t gone_release(Async *object) {
    gone(object, RELEASE);
    return 0;
}

static hresult gone_cancel(Async *object) {
    return gone(object, CANCEL);
}

static hresult gone_wait(Async *object, uint32_t milliseconds) {
    (void)milliseconds;
    return gone(object, WAIT);
}

static hresult gone_query_status(Async *object, hresult *out, int32_t *reserved) {
    (void)out;
    (void)reserved;
    return gone(object, QUERY_STATUS);
}

const AsyncVtable GONE = {gone_query_interface, gone_add_ref, gone_release,
                                 gone_cancel,          gone_wait,    gone_query_status};
