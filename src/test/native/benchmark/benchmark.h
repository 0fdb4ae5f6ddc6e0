/* The vtable of IVssAsync, as the benchmarks' objects have it. */
#ifndef BENCHMARK_H
#define BENCHMARK_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t hresult;
typedef struct Async Async;

typedef struct {
    hresult (*query_interface)(Async *, const void *, void **);
    uint32_t (*add_ref)(Async *);
    uint32_t (*release)(Async *);
    hresult (*cancel)(Async *);
    hresult (*wait)(Async *, uint32_t);
    hresult (*query_status)(Async *, hresult *, int32_t *);
} AsyncVtable;

#endif
