/*
 * What a test sees of the server: the functions by which it begins and ends operations, has them misbehave, and asks
 * what their callers did. An operation is named by a handle, which is never reused; a function that gets the handle of
 * an object whose memory serves another operation by now does nothing.
 */
#ifndef VSS_SERVER_H
#define VSS_SERVER_H

#include <stdint.h>

#include "vss_platform.h"

/* 32 bits wide on every system, unlike a C long. */
typedef int32_t hresult;

/* The methods of IVssAsync, by slot. */
typedef enum { QUERY_INTERFACE, ADD_REF, RELEASE, CANCEL, WAIT, QUERY_STATUS, METHODS } Method;

/* What one operation does against the contract, told by vss_test_set; all can be combined. */
typedef enum {
    CANCEL_RETURNS,     /* Cancel returns this code, without effect */
    CANCEL_LATE,        /* a Cancel takes effect after so many milliseconds; negative: never */
    CANCEL_HELD,        /* Cancel does not return until this is cleared */
    WAIT_RETURNS,       /* Wait returns this code at once */
    WAIT_LATE,          /* Wait returns so many milliseconds after it should */
    WAIT_HELD,          /* Wait does not return until this is cleared */
    WAIT_HIDES_FAILURE, /* Wait returns S_OK for an operation that has failed */
    QUERY_RETURNS,      /* QueryStatus returns this code; if it is an error, without giving a status */
    QUERY_UNSET,        /* QueryStatus gives no status */
    QUERY_HELD,         /* QueryStatus does not return until this is cleared */
    FAULTS
} Fault;

/* One line of the contract that a whole server breaks: X(identifier, what it does). */
#define MUTANTS(X)                                                                          \
    X(CANCEL_OK_AFTER_FINISH, "Cancel returns S_OK for a finished operation")               \
    X(CANCEL_OK_TWICE, "Cancel returns S_OK for a cancelled operation")                     \
    X(CANCEL_NOT_ATOMIC, "two concurrent Cancels both return S_OK")                         \
    X(CANCEL_FIRST_IS_SECOND, "the first Cancel returns VSS_S_ASYNC_CANCELLED")             \
    X(CANCEL_WITHOUT_EFFECT, "Cancel returns S_OK and does nothing")                        \
    X(CANCEL_WRONG_ERROR, "Cancel returns E_FAIL for any operation that has failed")        \
    X(CANCEL_HIDES_FAILURE, "Cancel says finished for an operation that has failed")        \
    X(CANCEL_CHANGES_END, "Cancel makes a finished operation a cancelled one")              \
    X(CANCEL_WAKES_NOBODY, "a Cancel does not wake who is in Wait")                         \
    X(END_CHANGES_CANCELLED, "a cancelled operation finishes later")                        \
    X(END_WITHOUT_EFFECT, "an operation that ends stays pending")                           \
    X(END_WAKES_NOBODY, "the end does not wake who is in Wait")                             \
    X(STATUS_CANCELLED_IS_FINISHED, "a cancelled operation is reported as finished")        \
    X(STATUS_FINISHED_IS_CANCELLED, "a finished operation is reported as cancelled")        \
    X(STATUS_WRONG_ERROR, "any failure is reported as E_FAIL")                              \
    X(QUERY_RETURNS_STATUS, "QueryStatus returns the status as its result")                 \
    X(QUERY_NULL_ACCEPTED, "QueryStatus with a NULL pointer returns S_OK")                  \
    X(QUERY_RESERVED_ACCEPTED, "QueryStatus takes a reserved pointer that is not NULL")     \
    X(WAIT_SWALLOWS_FAILURE, "Wait returns S_OK when the operation fails")                  \
    X(WAIT_TIMEOUT_IS_ERROR, "Wait returns an error when the time is up")                   \
    X(WAIT_TIMEOUT_IS_PENDING, "Wait returns VSS_S_ASYNC_PENDING when the time is up")      \
    X(WAIT_RETURNS_STATUS, "Wait returns VSS_S_ASYNC_FINISHED at the end")                  \
    X(WAIT_ZERO_IS_INFINITE, "Wait takes a timeout of 0 for none")                          \
    X(WAIT_INFINITE_IS_ZERO, "Wait takes INFINITE for a timeout that is over")              \
    X(ADD_REF_LOST, "AddRef does not count")                                                \
    X(RELEASE_LOST, "Release does not count")                                               \
    X(QI_FOREIGN_ANSWERED, "QueryInterface answers any interface")                          \
    X(QI_WITHOUT_ADD_REF, "QueryInterface gives a pointer without a reference")             \
    X(QI_UNKNOWN_REFUSED, "QueryInterface does not know IUnknown")                          \
    X(QI_OUT_UNTOUCHED, "QueryInterface that refuses leaves the pointer as it was")

#define MUTANT_IDENTIFIER(identifier, text) MUTANT_##identifier,
typedef enum { MUTANT_NONE, MUTANTS(MUTANT_IDENTIFIER) MUTANT_END } Mutant;
#undef MUTANT_IDENTIFIER

typedef struct Server Server;

/* A server whose operations belong to a test; it keeps the contract unless it is a mutant. */
EXPORT Server *vss_test_open(int32_t mutant, const char *test);

/* How many mutants there are, numbered from 1, and what each does. */
EXPORT int32_t vss_test_mutants(void);
EXPORT const char *vss_test_mutant(int32_t number);

/* How many of a server's objects have references. */
EXPORT int32_t vss_test_live(Server *server);

/* Describes the first live object of a server whose number is at least `from`; returns the next number, or 0. */
EXPORT int32_t vss_test_next_live(Server *server, int32_t from, char *text, int32_t size);

/* Takes the oldest violation from the list of all servers' together; returns whether there was one. */
EXPORT int32_t vss_test_next_violation(char *text, int32_t size);

/* Begins an operation, with one reference. */
EXPORT int64_t vss_test_begin(Server *server);
EXPORT void *vss_test_pointer(int64_t handle);

/* Ends a pending operation; returns whether it was pending. */
EXPORT int32_t vss_test_end(int64_t handle, hresult code);

/* Has an operation end by itself, if it is pending then. */
EXPORT void vss_test_end_after(int64_t handle, hresult code, int32_t milliseconds);

EXPORT void vss_test_set(int64_t handle, int32_t fault, int32_t value);
EXPORT void vss_test_clear(int64_t handle, int32_t fault);

EXPORT int32_t vss_test_references(int64_t handle);
EXPORT int32_t vss_test_calls(int64_t handle, int32_t method);

/* How many calls of a method are inside now. */
EXPORT int32_t vss_test_inside(int64_t handle, int32_t method);

#endif
