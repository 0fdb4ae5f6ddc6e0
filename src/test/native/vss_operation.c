/*
 * The operations of a session. Each is an IVssAsync of the server, which alone says whether it is pending; and a thread,
 * which sleeps for the operation's duration, does its work, and ends it unless it was cancelled meanwhile.
 */
#include "vss_backup.h"

#include <stdlib.h>

struct Operation {
    Machine *machine;
    Backup *backup;
    Trouble trouble;
    Work *work, *undo;
    int64_t handle;
    Async *async;
    int64_t due;
#ifdef _WIN32
    HANDLE thread;
#else
    pthread_t thread;
#endif
};

static int64_t now(const Machine *machine) {
    int64_t clock = atomic_load(&machine->clock);
    return clock < 0 ? monotonic_nanos() : clock;
}

/* The status, with the lock of the IVssAsync held. An object whose memory serves another operation by now was released
 * so long ago that nobody asks. */
static hresult locked_status(Operation *operation) {
    bool same = (operation->async->generation & INT32_MAX) == (uint32_t)(operation->handle >> 32);
    return same ? settle(operation->async) : ASYNC_CANCELLED;
}

hresult operation_status(Operation *operation) {
    lock_enter(&operation->async->lock);
    hresult status = locked_status(operation);
    lock_leave(&operation->async->lock);
    return status;
}

bool is_over(Operation *operation) {
    return operation_status(operation) != ASYNC_PENDING;
}

/* Ends it, if it is pending; from then on Cancel says what happened, also where it refused. */
static bool finish(Operation *operation, hresult code) {
    lock_enter(&operation->async->lock);
    bool pending = locked_status(operation) == ASYNC_PENDING;
    if (pending) {
        operation->async->faults &= ~(UINT32_C(1) << CANCEL_RETURNS);
        end_with(operation->async, code, MUTANT_END_WAKES_NOBODY);
    }
    lock_leave(&operation->async->lock);
    return pending;
}

void stop_operation(Operation *operation) {
    finish(operation, ASYNC_CANCELLED);
}

void wake_operation(Operation *operation) {
    lock_enter(&operation->async->lock);
    signal_all(&operation->async->changed);
    lock_leave(&operation->async->lock);
}

static void sleep_for_duration(Operation *operation) {
    Machine *machine = operation->machine;
    bool manual = atomic_load(&machine->clock) >= 0;
    lock_enter(&operation->async->lock);
    while (locked_status(operation) == ASYNC_PENDING && now(machine) < operation->due) {
        bool announced = !manual && operation->due != NEVER;
        signal_wait(&operation->async->changed, &operation->async->lock,
                    announced ? operation->due - now(machine) : NEVER);
    }
    lock_leave(&operation->async->lock);
}

static void live(Operation *operation) {
    sleep_for_duration(operation);
    hresult result = operation->trouble.kind == OPERATION_FAILS ? operation->trouble.code
                     : is_over(operation)                       ? ASYNC_CANCELLED
                                                                : operation->work(operation->backup, operation);
    bool ended = finish(operation, result < 0 ? result : ASYNC_FINISHED);
    if (result < 0 || !ended) {
        operation->undo(operation->backup, operation);
    }
}

#ifdef _WIN32
static DWORD WINAPI thread_start(void *argument) {
    live(argument);
    return 0;
}

static bool start_thread(Operation *operation) {
    operation->thread = CreateThread(NULL, 0, thread_start, operation, 0, NULL);
    return operation->thread != NULL;
}

static void join_thread(Operation *operation) {
    WaitForSingleObject(operation->thread, INFINITE);
    CloseHandle(operation->thread);
}
#else
static void *thread_start(void *argument) {
    live(argument);
    return NULL;
}

static bool start_thread(Operation *operation) {
    return pthread_create(&operation->thread, NULL, thread_start, operation) == 0;
}

static void join_thread(Operation *operation) {
    pthread_join(operation->thread, NULL);
}
#endif

Operation *begin_operation(Backup *backup, Machine *machine, SessionMethod method, Trouble trouble, Work *work,
                           Work *undo) {
    Operation *operation = calloc(1, sizeof *operation);
    if (operation == NULL) {
        return NULL;
    }
    operation->machine = machine;
    operation->backup = backup;
    operation->trouble = trouble;
    operation->work = work;
    operation->undo = undo;
    operation->due = trouble.kind == OPERATION_HANGS ? NEVER : now(machine) + machine->durations[method];
    operation->handle = vss_test_begin(machine->operations);
    operation->async = vss_test_pointer(operation->handle);
    if (trouble.kind == OPERATION_REFUSES_CANCEL) {
        vss_test_set(operation->handle, CANCEL_RETURNS, trouble.code);
    }
    if (!start_thread(operation)) {
        ((const AsyncVtable *)operation->async->vtable)->release(operation->async);
        free(operation);
        return NULL;
    }
    return operation;
}

void *operation_pointer(Operation *operation) {
    return operation->async;
}

void end_operation(Operation *operation) {
    join_thread(operation);
    free(operation);
}
