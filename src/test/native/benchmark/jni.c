/* The same two calls for JNI, as one who wants them fast would write them: no object crosses, and one word comes back. */
#include <jni.h>

#include "benchmark.h"

struct Async {
    const AsyncVtable *vtable;
};

/* The HRESULT in the upper half, the status in the lower. */
JNIEXPORT jlong JNICALL Java_org_vss4j_benchmark_JniPeer_queryStatus(JNIEnv *env, jclass type, jlong self) {
    (void)env;
    (void)type;
    Async *object = (Async *)(intptr_t)self;
    hresult status = 0;
    hresult result = object->vtable->query_status(object, &status, NULL);
    return (jlong)result << 32 | (uint32_t)status;
}

JNIEXPORT jint JNICALL Java_org_vss4j_benchmark_JniPeer_cancel(JNIEnv *env, jclass type, jlong self) {
    (void)env;
    (void)type;
    Async *object = (Async *)(intptr_t)self;
    return object->vtable->cancel(object);
}
