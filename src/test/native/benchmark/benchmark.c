/*
 * Objects with the vtable of IVssAsync that cost next to nothing, so that what is measured is the way to them. The trivial
 * ones answer from a field and never change; the timed ones end at an instant of the monotonic clock. None counts its
 * references: their memory stays for the life of the process.
 */
#include "../vss_platform.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#include "benchmark.h"

#define ASYNC_PENDING ((hresult)0x00042309)
#define ASYNC_FINISHED ((hresult)0x0004230A)
#define INFINITE_WAIT UINT32_MAX

struct Async {
    const AsyncVtable *vtable;
    hresult status;
    /* Of the timed ones. */
    int64_t end_at;
};

static atomic_int waits;

static hresult query_interface(Async *self, const void *id, void **out) {
    (void)id;
    *out = self;
    return 0;
}

static uint32_t count_nothing(Async *self) {
    (void)self;
    return 1;
}

static hresult trivial_cancel(Async *self) {
    return self->status == ASYNC_PENDING ? 0 : self->status;
}

static hresult trivial_wait(Async *self, uint32_t milliseconds) {
    (void)self;
    (void)milliseconds;
    return 0;
}

static hresult trivial_query_status(Async *self, hresult *out, int32_t *reserved) {
    (void)reserved;
    *out = self->status;
    return 0;
}

static const AsyncVtable TRIVIAL = {query_interface, count_nothing, count_nothing,
                                    trivial_cancel,  trivial_wait,  trivial_query_status};

static bool has_ended(Async *self) {
    return monotonic_nanos() >= self->end_at;
}

static hresult timed_cancel(Async *self) {
    return has_ended(self) ? ASYNC_FINISHED : 0;
}

static hresult timed_wait(Async *self, uint32_t milliseconds) {
    atomic_fetch_add(&waits, 1);
    int64_t until = milliseconds == INFINITE_WAIT ? INT64_MAX : monotonic_nanos() + milliseconds * NANOS_PER_MILLI;
    if (until > self->end_at) {
        until = self->end_at;
    }
    struct timespec time = {(time_t)(until / NANOS_PER_SECOND), (long)(until % NANOS_PER_SECOND)};
    while (monotonic_nanos() < until) {
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
    }
    return 0;
}

static hresult timed_query_status(Async *self, hresult *out, int32_t *reserved) {
    (void)reserved;
    *out = has_ended(self) ? ASYNC_FINISHED : ASYNC_PENDING;
    return 0;
}

static const AsyncVtable TIMED = {query_interface, count_nothing, count_nothing,
                                  timed_cancel,    timed_wait,    timed_query_status};

/* Found by its name, so that a program can reach an object without a call. */
EXPORT Async benchmark_pending = {&TRIVIAL, ASYNC_PENDING, 0};

EXPORT Async *benchmark_trivial(hresult status) {
    Async *object = calloc(1, sizeof(Async));
    object->vtable = &TRIVIAL;
    object->status = status;
    return object;
}

/* An object that ends at an instant of the monotonic clock, which System.nanoTime reads too. */
EXPORT Async *benchmark_timed(int64_t end_at) {
    Async *object = calloc(1, sizeof(Async));
    object->vtable = &TIMED;
    object->end_at = end_at;
    return object;
}

/* How often Wait was called of any timed object. */
EXPORT int32_t benchmark_waits(void) {
    return atomic_load(&waits);
}

/* What a caller in C pays: so many calls of QueryStatus, through the vtable each time. */
EXPORT hresult benchmark_loop(Async *volatile *object, int32_t calls) {
    hresult seen = 0;
    for (int32_t i = 0; i < calls; i++) {
        Async *self = *object;
        hresult status;
        self->vtable->query_status(self, &status, NULL);
        seen ^= status;
    }
    return seen;
}

/* For those who cannot call through a vtable: JNA's direct mapping binds exported functions only. */
EXPORT hresult benchmark_query_status(Async *self, hresult *out, int32_t *reserved) {
    return self->vtable->query_status(self, out, reserved);
}

EXPORT hresult benchmark_cancel(Async *self) {
    return self->vtable->cancel(self);
}
