/* Locks, signals and time: the little that differs between POSIX and Windows. To be included first. */
#ifndef VSS_PLATFORM_H
#define VSS_PLATFORM_H

#ifndef _WIN32
#define _POSIX_C_SOURCE 200809L
#endif

#include <stdint.h>

#define NANOS_PER_MILLI INT64_C(1000000)
#define NANOS_PER_SECOND INT64_C(1000000000)

#ifdef _WIN32

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#define EXPORT __declspec(dllexport)

typedef SRWLOCK Lock;
typedef CONDITION_VARIABLE Signal;

static inline void lock_init(Lock *lock) { InitializeSRWLock(lock); }
static inline void lock_enter(Lock *lock) { AcquireSRWLockExclusive(lock); }
static inline void lock_leave(Lock *lock) { ReleaseSRWLockExclusive(lock); }
static inline void signal_init(Signal *signal) { InitializeConditionVariable(signal); }
static inline void signal_all(Signal *signal) { WakeAllConditionVariable(signal); }

static inline void signal_wait(Signal *signal, Lock *lock, int64_t nanos) {
    if (nanos <= 0) {
        /* What is due by now. As a number of milliseconds less than none would be for ever. */
        return;
    }
    /* An hour at most: whoever waits longer looks again. Rounded up, so that nobody comes back too early and spins. */
    int64_t hour = 3600 * NANOS_PER_SECOND;
    int64_t limited = nanos < hour ? nanos : hour;
    SleepConditionVariableSRW(signal, lock, (DWORD)((limited + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI), 0);
}

static inline int64_t monotonic_nanos(void) {
    LARGE_INTEGER count, frequency;
    QueryPerformanceCounter(&count);
    QueryPerformanceFrequency(&frequency);
    return count.QuadPart / frequency.QuadPart * NANOS_PER_SECOND
            + count.QuadPart % frequency.QuadPart * NANOS_PER_SECOND / frequency.QuadPart;
}

#define LOCK_INITIALIZER SRWLOCK_INIT

#else

#include <pthread.h>
#include <time.h>

#define EXPORT __attribute__((visibility("default")))

typedef pthread_mutex_t Lock;
typedef pthread_cond_t Signal;

static inline void lock_init(Lock *lock) { pthread_mutex_init(lock, NULL); }
static inline void lock_enter(Lock *lock) { pthread_mutex_lock(lock); }
static inline void lock_leave(Lock *lock) { pthread_mutex_unlock(lock); }

static inline void signal_init(Signal *signal) {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(signal, &attributes);
    pthread_condattr_destroy(&attributes);
}

static inline void signal_all(Signal *signal) { pthread_cond_broadcast(signal); }

static inline int64_t monotonic_nanos(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * NANOS_PER_SECOND + time.tv_nsec;
}

static inline void signal_wait(Signal *signal, Lock *lock, int64_t nanos) {
    /* An hour at most: whoever waits longer looks again. */
    int64_t hour = 3600 * NANOS_PER_SECOND;
    int64_t until = monotonic_nanos() + (nanos < hour ? nanos : hour);
    struct timespec time;
    time.tv_sec = (time_t)(until / NANOS_PER_SECOND);
    time.tv_nsec = (long)(until % NANOS_PER_SECOND);
    pthread_cond_timedwait(signal, lock, &time);
}

#define LOCK_INITIALIZER PTHREAD_MUTEX_INITIALIZER

#endif

#endif
